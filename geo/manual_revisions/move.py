"""One move of a revision along its way: whether whoever makes it may, noted before it is made."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Session

from geo.manual_revisions.errors import ApprovedAlready, OwnWork, RevisionStandsElsewhere
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.record import has_a_hand_in, has_approved, must_be_current, note, save, standing_name
from geo.manual_revisions.states import WAYS, Move, Way
from geo.opening_hours import BANGKOK
from geo.staff.audit import Doer, acting
from geo.staff.procedures import place_of_procedure


def make_move(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, revision: ManualRevision, version: int, move: Move, comment: str | None = None
) -> ManualRevision:
    """Raises: NotAllowed, RevisionStandsElsewhere, SavedByAnother, OwnWork, ApprovedAlready."""
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
