"""A draft is discarded after one more look, and taken up again by one press."""

from dataclasses import dataclass

from fastapi import APIRouter, BackgroundTasks, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn
from api.staff.form_text import version_in
from api.staff.manuals.addresses import revision_href, revision_path
from api.staff.manuals.letters import tell
from api.staff.manuals.revision_page import Writes, show_outcome
from api.staff.procedures.procedure_head import ProcedureHead, procedure_head
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import CONFLICT, Sent
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery, PakmudError
from geo.manual_revisions.discard import discard_revision, take_up_revision
from geo.manual_revisions.errors import RevisionStandsElsewhere
from geo.manual_revisions.models import ManualRevision
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
def show_discard(request: Request, session: DatabaseSession, who: Writes, code: PlainText, number: int) -> Response:
    """To the revision itself, where it cannot be discarded (any more)."""
    if not find_revision(session, code, number).may_be_edited:
        return see_other(request, revision_path(code, number))
    return _page(request, session, who, code, number, FormErrors(language_of(request.url.path)))


@router.post("/procedures/{code}/revisions/{number}/discard")
def post_discard(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: Writes,
    code: PlainText,
    number: int,
    sent: Sent,
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    reason = sent.get("comment", "")
    refused: PakmudError | None = None
    try:
        revision = discard_revision(session, who.doer, code, number, version_in(sent), reason)
        tell(request, session, settings, background, who, revision, "discard", reason.strip())
        session.commit()
        response = see_other(request, revision_path(code, number))
        response.background = background
        return response
    except InvalidQuery as error:
        errors.add(error)
    except (SavedByAnother, RevisionStandsElsewhere) as error:
        refused = error
    session.rollback()
    return _page(request, session, who, code, number, errors, refused=refused, reason=reason)


@router.post("/procedures/{code}/revisions/{number}/take-up")
def post_take_up(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: Writes,
    code: PlainText,
    number: int,
    sent: Sent,
) -> Response:
    version = version_in(sent)

    def do() -> ManualRevision:
        revision = take_up_revision(session, who.doer, code, number, version)
        tell(request, session, settings, background, who, revision, "take_up")
        return revision

    return show_outcome(request, session, who, code, number, do, background=background)


def _page(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    number: int,
    errors: FormErrors,
    *,
    refused: PakmudError | None = None,
    reason: str = "",
) -> Response:
    language = errors.language
    revision = find_revision(session, code, number)
    here = revision_href(language, code, number)
    page = DiscardPage(
        title=translate(N_("Discard revision {number} of the manual?"), language, number=number),
        shows_demo_data=find_demo_data(session),
        head=procedure_head(load_procedure(session, code), language),
        number=number,
        version=revision.version,
        author=revision.author or "",
        action=f"{here}/discard",
        back_href=here,
        reason=reason,
        conflict=refused.sentence.render(language) if refused else "",
        errors=errors,
    )
    status = CONFLICT if refused else UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/manuals/discard.html", page, who, status=status)
