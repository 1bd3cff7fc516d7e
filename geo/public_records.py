"""What has a public page, in parts that can be read one after the other: for lists of all addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TIMESTAMP, Select, cast, func, null, select
from sqlalchemy.orm import Session

from geo.models import Agency, Area, Procedure, ServicePoint

FETCHED = 1_000
"""Rows held at a time."""


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """`changed_at` None: nobody keeps it."""

    code: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the ids of a kind: part 2 of size 100 holds those from 101 to 200."""

    number: int
    changed_at: datetime | None


def find_areas_with_pages(session: Session) -> Iterator[PublicRecord]:
    """Provinces and districts that are in force."""
    statement = select(Area.code).where(Area.abolished_on.is_(None), Area.level != "subdistrict").order_by(Area.code)
    return (PublicRecord(code, None) for code in session.scalars(statement))


def find_parts(session: Session, kind: str, size: int) -> list[Part]:
    """The stretches that are not empty, in order. A record stays in its part, whatever else comes and goes."""
    records = _records(kind).subquery()
    number = ((records.c.id - 1) // size + 1).label("number")
    statement = select(number, func.max(records.c.changed_at)).group_by(number).order_by(number)
    return [Part(int(one), changed_at) for one, changed_at in session.execute(statement)]


def find_part(session: Session, kind: str, size: int, number: int) -> Iterator[PublicRecord]:
    """The shown records of a part in the order of their ids, read while they are asked for."""
    records = _records(kind).subquery()
    statement = (
        select(records.c.code, records.c.changed_at)
        .where(records.c.id > (number - 1) * size, records.c.id <= number * size)
        .order_by(records.c.id)
        .execution_options(yield_per=FETCHED)
    )
    for code, changed_at in session.execute(statement):
        yield PublicRecord(code, changed_at)


def _records(kind: str) -> Select[int, str, datetime]:
    match kind:
        case "service-points":
            return select(ServicePoint.id, ServicePoint.code, ServicePoint.updated_at.label("changed_at")).where(
                ServicePoint.shown
            )
        case "procedures":
            return select(Procedure.id, Procedure.code, Procedure.updated_at.label("changed_at")).where(Procedure.shown)
        case "agencies":
            return select(Agency.id, Agency.code, cast(null(), TIMESTAMP(timezone=True)).label("changed_at"))
    raise LookupError(kind)
