"""Who gets a letter when something was done to a revision: whoever has to act next, or whose work it was."""

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.manual_revisions.record import WRITING
from geo.staff.models import StaffAccount, StaffRole
from geo.staff.permissions import permission_of

_NEXT: Mapping[str, str] = {"send": "manual.review", "approve_1": "manual.approve"}


def find_whom_to_tell(session: Session, revision: ManualRevision, done: str, by: int) -> list[tuple[str, str]]:
    """Address and name of each, never of `by` (an account); empty where nobody has to know."""
    if done in _NEXT:
        people = _who_may(session, revision, _NEXT[done])
    elif done in ("return", "approve_2", "discard", "take_up"):
        people = _writers(session, revision)
    else:
        return []
    return [(email, name) for account_id, email, name in people if account_id != by]


def _who_may(session: Session, revision: ManualRevision, action: str) -> list[tuple[int, str, str]]:
    """Those whose role covers the agency, without those who cannot because they wrote it."""
    path = list(revision.procedure.agency.path)
    wrote = select(ManualAction.account_id).where(
        ManualAction.revision_id == revision.id,
        ManualAction.action.in_(WRITING),
        ManualAction.account_id.is_not(None),
    )
    statement = (
        select(StaffAccount.id, StaffAccount.email, StaffAccount.name)
        .join(StaffRole, StaffRole.account_id == StaffAccount.id)
        .where(
            StaffAccount.disabled_at.is_(None),
            StaffRole.role.in_([role.value for role in permission_of(action).roles]),
            or_(StaffRole.agency_id.is_(None), StaffRole.agency_id.in_(path)),
            StaffAccount.id.not_in(wrote),
        )
        .distinct()
        .order_by(StaffAccount.id)
    )
    return [(number, email, name) for number, email, name in session.execute(statement)]


def _writers(session: Session, revision: ManualRevision) -> list[tuple[int, str, str]]:
    statement = (
        select(StaffAccount.id, StaffAccount.email, StaffAccount.name)
        .join(ManualAction, ManualAction.account_id == StaffAccount.id)
        .where(
            ManualAction.revision_id == revision.id,
            ManualAction.action.in_(WRITING),
            StaffAccount.disabled_at.is_(None),
        )
        .distinct()
        .order_by(StaffAccount.id)
    )
    return [(number, email, name) for number, email, name in session.execute(statement)]
