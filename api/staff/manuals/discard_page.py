"""A draft is discarded after one more look."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.demo_data import find_demo_data
from api.staff.access import SignedIn
from api.staff.manuals.addresses import revision_href, revision_path
from api.staff.manuals.desk import AtDesk, Desk, Writes
from api.staff.procedures.procedure_head import ProcedureHead, procedure_head
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import CONFLICT
from geo.errors import InvalidQuery, PakmudError
from geo.manual_revisions.discard import discard_revision
from geo.manual_revisions.errors import RevisionStandsElsewhere
from geo.manual_revisions.read import find_revision
from geo.staff.errors import SavedByAnother
from geo.staff.procedures import load_procedure
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardPage:
    """`author` began it; empty: a file. `version`: of what she is shown."""

    title: str
    shows_demo_data: bool
    head: ProcedureHead
    number: int
    version: int
    author: str
    action: str
    back_href: str
    reason: str
    conflict: str
    errors: FormErrors


@router.get("/procedures/{code}/revisions/{number}/discard")
def show_discard(desk: AtDesk, who: Writes) -> Response:
    """To the revision itself, where it cannot be discarded (any more)."""
    if not find_revision(desk.session, desk.code, desk.number).may_be_edited:
        return see_other(desk.request, revision_path(desk.code, desk.number))
    return _page(desk, who, desk.no_errors())


@router.post("/procedures/{code}/revisions/{number}/discard")
def post_discard(desk: AtDesk, who: Writes) -> Response:
    errors = desk.no_errors()
    refused: PakmudError | None = None
    try:
        revision = discard_revision(desk.session, who.doer, desk.code, desk.number, desk.version, desk.comment)
        desk.tell(who, revision, "discard", desk.comment.strip())
        return desk.to_revision()
    except InvalidQuery as error:
        errors.add(error)
    except (SavedByAnother, RevisionStandsElsewhere) as error:
        refused = error
    desk.session.rollback()
    return _page(desk, who, errors, refused=refused)


def _page(desk: Desk, who: SignedIn, errors: FormErrors, *, refused: PakmudError | None = None) -> Response:
    language, number = errors.language, desk.number
    revision = find_revision(desk.session, desk.code, number)
    here = revision_href(language, desk.code, number)
    page = DiscardPage(
        title=translate(N_("Discard revision {number} of the manual?"), language, number=number),
        shows_demo_data=find_demo_data(desk.session),
        head=procedure_head(load_procedure(desk.session, desk.code), language),
        number=number,
        version=revision.version,
        author=revision.author or "",
        action=f"{here}/discard",
        back_href=here,
        reason=desk.comment,
        conflict=refused.sentence.render(language) if refused else "",
        errors=errors,
    )
    status = CONFLICT if refused else UNPROCESSABLE if errors else 200
    return render_staff(desk.request, "staff/manuals/discard.html", page, who, status=status)
