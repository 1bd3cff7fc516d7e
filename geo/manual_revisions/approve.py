"""A revision is sent, taken back, returned, approved and published here: four eyes, and of two houses."""

from typing import Literal

from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.manual import ManualContent
from geo.manual_revisions.errors import RevisionStandsElsewhere
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.move import make_move
from geo.manual_revisions.record import load_revision, standing_name
from geo.manual_revisions.states import move_from
from geo.staff import field_checks as check
from geo.staff.audit import Doer
from geo.words import N_


def send_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """To the agency's reviewer. Raises as `approve_revision`; InvalidQuery for one that says next to nothing."""
    revision = load_revision(session, code, number)
    content = ManualContent.model_validate(revision.content or {})
    if not (content.steps or content.channels):
        raise InvalidQuery(N_("Say at least which steps there are, or where one goes, before you send the manual."))
    return make_move(session, doer, revision, version, "send")


def take_back_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """A draft again, before it is published. Raises as `approve_revision`."""
    return make_move(session, doer, load_revision(session, code, number), version, "take_back")


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
    return make_move(session, doer, revision, version, move, comment)
