"""What is done with a revision: begun, dated, sent, taken back, approved or returned, taken up again."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.staff.access import SignedIn
from api.staff.manuals.addresses import revision_path
from api.staff.manuals.desk import Approves, AtDesk, Desk, Reviews, Writes
from api.staff.manuals.revision_page import revision_answer
from api.staff.rendering import see_other
from api.v1.parameters import PlainText
from geo.calendar_dates import parse_date
from geo.errors import InvalidQuery, PakmudError
from geo.manual_revisions.approve import approve_revision, return_revision, send_revision, take_back_revision
from geo.manual_revisions.discard import take_up_revision
from geo.manual_revisions.errors import AlreadyBegun, ApprovedAlready, OwnWork, RevisionStandsElsewhere
from geo.manual_revisions.read import find_open_revision
from geo.manual_revisions.write import begin_revision, write_revision
from geo.staff.errors import FieldsRefused, SavedByAnother

router = APIRouter()


@router.post("/procedures/{code}/revisions/begin")
def post_begin(request: Request, session: DatabaseSession, who: Writes, code: PlainText) -> Response:
    """To the one that is being worked on, where somebody has begun it already."""
    begun = find_open_revision(session, code)
    if begun is not None:
        return see_other(request, revision_path(code, begun.number))
    revision = begin_revision(session, who.doer, code)
    session.commit()
    return see_other(request, revision_path(code, revision.number))


@router.post("/procedures/{code}/revisions/{number}/dates")
def post_dates(desk: AtDesk, who: Writes) -> Response:
    typed = desk.sent.get("effective_from", "").strip()

    def do() -> None:
        day = parse_date(typed, "effective_from") if typed else None
        write_revision(desk.session, who.doer, desk.code, desk.number, desk.version, {"effective_from": day})

    return _outcome(desk, who, do)


@router.post("/procedures/{code}/revisions/{number}/send")
def post_send(desk: AtDesk, who: Writes) -> Response:
    def do() -> None:
        desk.tell(who, send_revision(desk.session, who.doer, desk.code, desk.number, desk.version), "send")

    return _outcome(desk, who, do)


@router.post("/procedures/{code}/revisions/{number}/take-back")
def post_take_back(desk: AtDesk, who: Writes) -> Response:
    def do() -> None:
        take_back_revision(desk.session, who.doer, desk.code, desk.number, desk.version)

    return _outcome(desk, who, do)


@router.post("/procedures/{code}/revisions/{number}/take-up")
def post_take_up(desk: AtDesk, who: Writes) -> Response:
    """One that was discarded."""

    def do() -> None:
        desk.tell(who, take_up_revision(desk.session, who.doer, desk.code, desk.number, desk.version), "take_up")

    return _outcome(desk, who, do)


@router.post("/procedures/{code}/revisions/{number}/review")
def post_review(desk: AtDesk, who: Reviews) -> Response:
    """The first approval, or back to the author."""
    return _decide(desk, who, "review", "approve_1")


@router.post("/procedures/{code}/revisions/{number}/approve")
def post_approve(desk: AtDesk, who: Approves) -> Response:
    """The second approval, which publishes it, or back to the author."""
    return _decide(desk, who, "approval", "approve_2")


def _decide(desk: Desk, who: SignedIn, standing: str, approved: str) -> Response:
    def do() -> None:
        desk.must_stand(standing)
        which = desk.session, who.doer, desk.code, desk.number, desk.version
        if desk.sent.get("do") == "return":
            desk.tell(who, return_revision(*which, desk.comment), "return", desk.comment)
        else:
            desk.tell(who, approve_revision(*which), approved, desk.comment)

    return _outcome(desk, who, do)


def _outcome(desk: Desk, who: SignedIn, do: Callable[[], None]) -> Response:
    """To the revision as it stands then, or to it as it is with what was refused."""
    errors = desk.no_errors()
    refused: PakmudError | None = None
    try:
        do()
        return desk.to_revision()
    except FieldsRefused as error:
        for fault in error.faults:
            errors.add(fault)
    except InvalidQuery as error:
        errors.add(error)
    except (SavedByAnother, RevisionStandsElsewhere, AlreadyBegun, OwnWork, ApprovedAlready) as error:
        refused = error
    desk.session.rollback()
    return revision_answer(desk, who, errors, refused=refused)
