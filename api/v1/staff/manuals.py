"""`/v1/staff/procedures/{code}/revisions`: manuals begun, written, sent, returned and published by programs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.manuals.revision_desk import RevisionDesk
from api.staff.procedures.procedure_head import place_of_procedure_named
from api.staff.upload import check_size
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.manual import ManualContent
from geo.manual_revisions.actions import find_actions
from geo.manual_revisions.approve import approve_revision, return_revision, send_revision, take_back_revision
from geo.manual_revisions.form_files import LARGEST_BYTES, keep_form
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.read import RevisionHead, find_revision, find_revisions
from geo.manual_revisions.write import begin_revision, write_revision
from geo.opening_hours import BANGKOK

router = APIRouter()

Sees = Annotated[SignedIn, allowed("procedure.see", of=place_of_procedure_named)]
Writes = Annotated[SignedIn, allowed("manual.write", of=place_of_procedure_named)]
WritesAny = Annotated[SignedIn, allowed("manual.write")]
Reviews = Annotated[SignedIn, allowed("manual.review", of=place_of_procedure_named)]
Approves = Annotated[SignedIn, allowed("manual.approve", of=place_of_procedure_named)]

_404 = "No procedure has this code, or no revision this number."
_409 = "Somebody else saved it since this version, or it stands where this cannot be done."
_422 = "A part cannot be taken as it is."


class DoneShape(Shape):
    """Something that was done to a revision."""

    at: datetime
    by: str
    action: str = Field(description="begin, edit, send, take_back, return, approve_1, approve_2, discard or take_up")
    parts: list[str] = Field(description="that were edited")
    comment: str | None


class StaffRevisionShape(Shape):
    """A revision of a manual, whatever its state."""

    number: int
    standing: str = Field(
        description="draft, returned, review (waits for the agency), approval (waits for OPDC), in_force, to_come, "
        "superseded or discarded"
    )
    effective_from: date | None = Field(description="null: from the day it is published")
    effective_until: date | None
    based_on: int | None = Field(description="revision it was begun from")
    author: str | None = Field(description="who began it; null: a file")
    created_at: datetime
    updated_at: datetime
    updated_by: str | None
    sent_at: datetime | None
    published_at: datetime | None
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")

    @classmethod
    def of(cls, one: RevisionHead) -> "StaffRevisionShape":
        return cls.model_validate(_named(one))


class WholeStaffRevisionShape(StaffRevisionShape):
    """With what it says, and what was done to it."""

    manual: ManualContent | None
    story: list[DoneShape]


class StaffRevisionList(Shape):
    results: list[StaffRevisionShape] = Field(description="the latest number first")


class RevisionChange(BaseModel):
    """Parts that are left out stay as they are; only those that are given must be unchanged since `version`."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(description="as it was read")
    manual: dict[str, Any] = Field(default_factory=dict, description="parts of a manual, each whole; null empties one")
    effective_from: date | None = Field(default=None, description="null: from the day it is published")


class NewRevision(BaseModel):
    model_config = ConfigDict(extra="forbid")

    manual: ManualContent | None = Field(default=None, description="null: a copy of the one in force")


class Step(BaseModel):
    version: int = Field(description="of the revision as it was read: what is approved is what was seen")


class Return(Step):
    comment: str = Field(description="why, for its author")


class FormShape(Shape):
    """A form that was uploaded: `file` is what a manual's `forms` name it by."""

    file: str
    name: str
    size: int = Field(description="in bytes")
    pages: int


@dataclass(frozen=True, slots=True)
class Desk(RevisionDesk):
    """Where a step is taken by a program."""

    def told(self, who: SignedIn, revision: ManualRevision, step: str, comment: str = "") -> WholeStaffRevisionShape:
        """The step is taken, and those whom it concerns get a letter."""
        self.tell(who, revision, step, comment)
        return self.done()

    def done(self) -> WholeStaffRevisionShape:
        self.session.commit()
        return _whole(self.session, self.code, self.number)


AtDesk = Annotated[Desk, Depends()]

_OF_A_STEP = problems(_404=_404, _409=_409, _422=_422)


@router.get("/procedures/{code}/revisions", responses=problems(_404="No procedure has this code."))
def list_staff_revisions(session: DatabaseSession, who: Sees, code: PlainText) -> StaffRevisionList:
    """All revisions of a procedure's manual, drafts too."""
    return StaffRevisionList(results=[StaffRevisionShape.of(one) for one in find_revisions(session, code)])


@router.get("/procedures/{code}/revisions/{number}", responses=problems(_404=_404, _422="Not a number."))
def show_staff_revision(session: DatabaseSession, who: Sees, code: PlainText, number: int) -> WholeStaffRevisionShape:
    """One revision with what it says."""
    return _whole(session, code, number)


@router.post(
    "/procedures/{code}/revisions",
    status_code=201,
    responses=problems(_404="No procedure has this code.", _409="One is being worked on already.", _422=_422),
)
def post_revision(session: DatabaseSession, who: Writes, code: PlainText, new: NewRevision) -> WholeStaffRevisionShape:
    """Begin a revision."""
    revision = begin_revision(session, who.doer, code, new.manual)
    session.commit()
    return _whole(session, code, revision.number)


@router.patch("/procedures/{code}/revisions/{number}", responses=_OF_A_STEP)
def patch_revision(
    session: DatabaseSession, who: Writes, code: PlainText, number: int, change: RevisionChange
) -> WholeStaffRevisionShape:
    """Write some parts."""
    fields = dict(change.manual)
    if "effective_from" in change.model_fields_set:
        fields["effective_from"] = change.effective_from
    write_revision(session, who.doer, code, number, change.version, fields)
    session.commit()
    return _whole(session, code, number)


@router.post("/procedures/{code}/revisions/{number}/send", responses=_OF_A_STEP)
def post_send(desk: AtDesk, who: Writes, step: Step) -> WholeStaffRevisionShape:
    """Send it for approval; its agency's reviewers get a letter."""
    return desk.told(who, send_revision(desk.session, who.doer, desk.code, desk.number, step.version), "send")


@router.post("/procedures/{code}/revisions/{number}/take-back", responses=_OF_A_STEP)
def post_take_back(desk: AtDesk, who: Writes, step: Step) -> WholeStaffRevisionShape:
    """Make it a draft again before it is published."""
    take_back_revision(desk.session, who.doer, desk.code, desk.number, step.version)
    return desk.done()


@router.post("/procedures/{code}/revisions/{number}/review", responses=_OF_A_STEP)
def post_review(desk: AtDesk, who: Reviews, step: Step) -> WholeStaffRevisionShape:
    """Give the first approval, for the agency."""
    return _approved(desk, who, step, "review", "approve_1")


@router.post("/procedures/{code}/revisions/{number}/approve", responses=_OF_A_STEP)
def post_approve(desk: AtDesk, who: Approves, step: Step) -> WholeStaffRevisionShape:
    """Give the second approval, for OPDC: from then on it is published."""
    return _approved(desk, who, step, "approval", "approve_2")


@router.post("/procedures/{code}/revisions/{number}/review/return", responses=_OF_A_STEP)
def post_return_of_review(desk: AtDesk, who: Reviews, back: Return) -> WholeStaffRevisionShape:
    """Back to its author instead of the first approval."""
    return _returned(desk, who, back, "review")


@router.post("/procedures/{code}/revisions/{number}/approve/return", responses=_OF_A_STEP)
def post_return_of_approval(desk: AtDesk, who: Approves, back: Return) -> WholeStaffRevisionShape:
    """Back to its author instead of the second approval."""
    return _returned(desk, who, back, "approval")


@router.post(
    "/forms",
    status_code=201,
    dependencies=[Depends(check_size)],
    responses=problems(_422="It is no PDF, larger than 5 MB, or has programs in it."),
)
def post_form(session: DatabaseSession, who: WritesAny, file: UploadFile) -> FormShape:
    """Upload a form as PDF, to be named in a manual's `forms`."""
    form = keep_form(session, who.doer, file.filename or "", file.file.read(LARGEST_BYTES + 1))
    session.commit()
    return FormShape(file=form.digest, name=form.name, size=form.size, pages=form.pages)


def _approved(desk: Desk, who: SignedIn, step: Step, standing: str, told: str) -> WholeStaffRevisionShape:
    desk.must_stand(standing)
    return desk.told(who, approve_revision(desk.session, who.doer, desk.code, desk.number, step.version), told)


def _returned(desk: Desk, who: SignedIn, back: Return, standing: str) -> WholeStaffRevisionShape:
    desk.must_stand(standing)
    revision = return_revision(desk.session, who.doer, desk.code, desk.number, back.version, back.comment)
    return desk.told(who, revision, "return", back.comment)


def _whole(session: DatabaseSession, code: str, number: int) -> WholeStaffRevisionShape:
    revision = find_revision(session, code, number)
    story = [
        DoneShape(
            at=one.at.astimezone(BANGKOK), by=one.by, action=one.action, parts=list(one.parts), comment=one.comment
        )
        for one in find_actions(session, code, number)
    ]
    return WholeStaffRevisionShape.model_validate(_named(revision) | {"manual": revision.content, "story": story})


def _named(one: RevisionHead) -> dict[str, object]:
    times = {
        name: at.astimezone(BANGKOK) if (at := getattr(one, name)) else None
        for name in ("created_at", "updated_at", "sent_at", "published_at")
    }
    names = ("number", "standing", "effective_from", "effective_until", "based_on", "author", "updated_by", "version")
    return {name: getattr(one, name) for name in names} | times
