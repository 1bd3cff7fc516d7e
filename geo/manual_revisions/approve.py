"""A revision is sent, taken back, returned, approved and published here: four eyes, and of two houses."""

from datetime import datetime
from typing import Literal

from sqlalchemy import func
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.manual import ManualContent
from geo.manual_revisions.errors import ApprovedAlready, OwnWork, RevisionStandsElsewhere
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.record import (
    has_a_hand_in,
    has_approved,
    load_revision,
    must_be_current,
    note,
    save,
    standing_name,
)
from geo.manual_revisions.states import WAYS, Move, Way, move_from
from geo.opening_hours import BANGKOK
from geo.staff import field_checks as check
from geo.staff.audit import Doer, acting
from geo.staff.procedures import place_of_procedure
from geo.words import N_


def send_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """To the agency's reviewer. Raises as `approve_revision`; InvalidQuery for one that says next to nothing."""
    revision = load_revision(session, code, number)
    content = ManualContent.model_validate(revision.content or {})
    if not (content.steps or content.channels):
        raise InvalidQuery(N_("Say at least which steps there are, or where one goes, before you send the manual."))
    return _move(session, doer, revision, version, "send")


def take_back_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """A draft again, before it is published. Raises as `approve_revision`."""
    return _move(session, doer, load_revision(session, code, number), version, "take_back")


def approve_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """The first approval, or the second, which publishes it; whichever is due.

    Raises: UnknownRecord, UnknownRevision, RevisionStandsElsewhere, SavedByAnother, NotAllowed, OwnWork,
        ApprovedAlready.
    """
    return _decide(session, doer, load_revision(session, code, number), version, "approve")


def return_revision(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, code: str, number: int, version: int, comment: object
) -> ManualRevision:
    """To its author, who reads why. Raises as `approve_revision`; InvalidQuery without a comment."""
    said = str(check.text(4_000, required=True, lines=True)(comment, "comment"))
    return _decide(session, doer, load_revision(session, code, number), version, "return", said)


def _decide(  # noqa: PLR0913, PLR0917
    session: Session,
    doer: Doer,
    revision: ManualRevision,
    version: int,
    kind: Literal["approve", "return"],
    comment: str | None = None,
) -> ManualRevision:
    move = move_from(revision.state, kind)
    if move is None:
        raise RevisionStandsElsewhere(standing_name(revision.state))
    return _move(session, doer, revision, version, move, comment)


def _move(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, revision: ManualRevision, version: int, move: Move, comment: str | None = None
) -> ManualRevision:
    way = WAYS[move]
    acting(doer).must(way.action, place_of_procedure(revision.procedure))
    if revision.state not in way.origins:
        raise RevisionStandsElsewhere(standing_name(revision.state))
    must_be_current(revision, version)
    if way.is_approval:
        _must_be_another(session, doer, revision)
    was = revision.state
    # the database looks for both approvals when the revision is to be published
    note(session, doer, revision, way.done, comment=comment, before={"state": was}, after={"state": way.to})
    _put(revision, way)
    save(session, doer, revision)
    return revision


def _put(revision: ManualRevision, way: Way) -> None:
    revision.state = way.to
    if way.to == "published":
        today = datetime.now(BANGKOK).date()
        revision.effective_from = max(today, revision.effective_from or today)
        revision.published_at = func.clock_timestamp()
        revision.sent_at = None
    elif way.to in ("review", "approval"):
        revision.sent_at = func.clock_timestamp()
    else:
        revision.sent_at = None


def _must_be_another(session: Session, doer: Doer, revision: ManualRevision) -> None:
    """Raises: OwnWork, ApprovedAlready."""
    account_id = acting(doer).account_id
    if has_a_hand_in(session, revision, account_id):
        raise OwnWork()
    if revision.state == "approval" and has_approved(session, revision, account_id):
        raise ApprovedAlready()
