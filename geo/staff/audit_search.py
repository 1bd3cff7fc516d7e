"""Reading the audit log: searched by the officers of an agency, and as the history of one record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from geo.limits import check_limit
from geo.models import Agency
from geo.opening_hours import BANGKOK
from geo.staff.actor import Actor
from geo.staff.models import AuditEntry

MAXIMUM_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """`text` is looked for in names of people and records; `before_id` continues a list. Raises: InvalidQuery."""

    text: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    before_id: int | None = None
    limit: int = 50

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """`before` None: it was made; `after` None: it is gone."""

    id: int
    at: datetime
    by: str
    program: str | None
    device: str
    network: str
    action: str
    subject_kind: str
    subject_id: str
    subject_name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def find_audit_lines(session: Session, actor: Actor, query: AuditQuery) -> list[AuditLine]:
    """What happened where the actor may read the log, the latest first."""
    reach = actor.reach("audit.see")
    statement = (
        select(AuditEntry)
        .outerjoin(Agency, Agency.id == AuditEntry.agency_id)
        .where(reach.of_agencies(Agency.path))
        .order_by(AuditEntry.id.desc())
        .limit(query.limit)
    )
    return [line_of(row) for row in session.scalars(_narrowed(statement, query))]


def find_history(session: Session, kind: str, record_id: str, limit: int = 20) -> list[AuditLine]:
    """What happened to one record, the latest first. Whether the reader may see it is for the caller to ask."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == record_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [line_of(row) for row in session.scalars(statement)]


def find_actions(session: Session) -> list[str]:
    """The actions that the log has lines of, for a list to choose from."""
    return list(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def _narrowed(statement: Select[AuditEntry], query: AuditQuery) -> Select[AuditEntry]:
    columns = (AuditEntry.account_name, AuditEntry.subject_name, AuditEntry.subject_id)
    words = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in query.text.split()]
    clauses = [*words, *([AuditEntry.action == query.action] if query.action else [])]
    if query.since:
        clauses.append(AuditEntry.at >= _midnight(query.since))
    if query.until:
        clauses.append(AuditEntry.at < _midnight(query.until + timedelta(days=1)))
    if query.before_id is not None:
        clauses.append(AuditEntry.id < query.before_id)
    return statement.where(and_(True, *clauses))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK)


def line_of(row: AuditEntry) -> AuditLine:
    return AuditLine(
        id=row.id,
        at=row.at,
        by=row.account_name,
        program=row.program,
        device=row.device,
        network=row.network,
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject_name=row.subject_name,
        before=row.before,
        after=row.after,
    )
