"""A draft that nobody wants any more is discarded here, and taken up again: it is kept, as all revisions are."""

from sqlalchemy.orm import Session

from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.move import make_move
from geo.manual_revisions.record import load_revision, must_be_the_only_one
from geo.staff import field_checks as check
from geo.staff.audit import Doer
from geo.staff.procedures import load_procedure


def discard_revision(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, code: str, number: int, version: int, reason: object = ""
) -> ManualRevision:
    """A draft, or what was returned: from then on another one may be begun. The reason may be empty.

    Raises: UnknownRecord, UnknownRevision, NotAllowed, RevisionStandsElsewhere, SavedByAnother, InvalidQuery.
    """
    said = check.text(4_000, lines=True)(reason, "comment")
    return make_move(
        session, doer, load_revision(session, code, number), version, "discard", str(said) if said else None
    )


def take_up_revision(session: Session, doer: Doer, code: str, number: int, version: int) -> ManualRevision:
    """A draft again, as it was, while no other one is being worked on.

    Raises: UnknownRecord, UnknownRevision, NotAllowed, RevisionStandsElsewhere, SavedByAnother, AlreadyBegun.
    """
    procedure = load_procedure(session, code, to_change=True)  # nobody begins another one meanwhile
    revision = load_revision(session, code, number)
    if revision.state == "discarded":
        must_be_the_only_one(session, procedure.id)
    return make_move(session, doer, revision, version, "take_up")
