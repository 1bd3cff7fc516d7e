"""The manual in force: of a procedure's published revisions that have begun, the one that was published last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import TIMESTAMP, Date, Integer, Text, bindparam, column, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from geo.manual import ManualContent

IN_FORCE = table(
    "manual",
    column("procedure_id", Integer),
    column("revision_id", Integer),
    column("number", Integer),
    column("source", Text),
    column("content", JSONB),
    column("effective_from", Date),
    column("published_at", TIMESTAMP(timezone=True)),
)
"""The view, one row for each procedure that has a manual; nobody writes to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualInForce:
    number: int
    content: ManualContent
    effective_from: date
    published_at: datetime


_STATEMENT = select(IN_FORCE.c.number, IN_FORCE.c.content, IN_FORCE.c.effective_from, IN_FORCE.c.published_at).where(
    IN_FORCE.c.procedure_id == bindparam("procedure_id")
)


def find_in_force(session: Session, procedure_id: int) -> ManualInForce | None:
    """None where there is no manual (any more)."""
    row = session.execute(_STATEMENT, {"procedure_id": procedure_id}).one_or_none()
    if row is None:
        return None
    return ManualInForce(
        number=row.number,
        content=ManualContent.model_validate(row.content),
        effective_from=row.effective_from,
        published_at=row.published_at,
    )
