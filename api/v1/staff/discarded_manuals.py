"""`/v1/staff/procedures/{code}/revisions/{number}`: drafts discarded and taken up again by programs."""

from fastapi import APIRouter
from pydantic import Field

from api.v1.shape import problems
from api.v1.staff.manuals import AtDesk, Step, WholeStaffRevisionShape, Writes
from geo.manual_revisions.discard import discard_revision, take_up_revision

router = APIRouter()

_404 = "No procedure has this code, or no revision this number."


class Discard(Step):
    comment: str | None = Field(default=None, description="why, for whoever wrote it")


@router.post(
    "/procedures/{code}/revisions/{number}/discard",
    responses=problems(
        _404=_404,
        _409="Somebody else saved it since this version, or it is neither a draft nor returned.",
        _422="The comment cannot be taken as it is.",
    ),
)
def post_discard(desk: AtDesk, who: Writes, step: Discard) -> WholeStaffRevisionShape:
    """Discard a draft: it is kept, and another one may be begun."""
    reason = (step.comment or "").strip()
    revision = discard_revision(desk.session, who.doer, desk.code, desk.number, step.version, reason)
    return desk.told(who, revision, "discard", reason)


@router.post(
    "/procedures/{code}/revisions/{number}/take-up",
    responses=problems(
        _404=_404, _409="Another one is being worked on, or this one was not discarded.", _422="Not a number."
    ),
)
def post_take_up(desk: AtDesk, who: Writes, step: Step) -> WholeStaffRevisionShape:
    """Make a draft again of what was discarded."""
    revision = take_up_revision(desk.session, who.doer, desk.code, desk.number, step.version)
    return desk.told(who, revision, "take_up")
