"""Agencies to choose from: those within somebody's reach, and those that match what is typed."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from geo.models import Agency
from geo.staff.actor import Actor

MOST_LISTED = 2_000


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """`within` is what it belongs to; empty for a ministry."""

    id: int
    name: str
    within: str


def find_agencies_within(session: Session, actor: Actor, action: str) -> list[FoundAgency]:
    """Where the actor may do something, each agency after the one above it."""
    reach = actor.reach(action)
    statement = select(Agency).where(reach.of_agencies(Agency.path)).order_by(Agency.path, Agency.id).limit(MOST_LISTED)
    return [FoundAgency(one.id, one.name_th, "") for one in session.scalars(statement)]


def find_agencies_named(session: Session, text: str, limit: int = 20) -> list[FoundAgency]:
    """Agencies whose name holds all words, the shortest names first; none for no words."""
    words = text.split()
    if not words:
        return []
    statement = select(Agency).order_by(func.length(Agency.name_th), Agency.id).limit(limit)
    for word in words:
        names = (Agency.name_th, Agency.name_en)
        statement = statement.where(or_(*(name.icontains(word, autoescape=True) for name in names)))
    return [
        FoundAgency(one.id, one.name_th, one.parent.name_th if one.parent else "") for one in session.scalars(statement)
    ]


def find_agency(session: Session, number: str) -> FoundAgency | None:
    """By its number as a form sends it; None for anything else."""
    one = session.get(Agency, int(number)) if number.isdecimal() and len(number) < 10 else None
    return FoundAgency(one.id, one.name_th, one.parent.name_th if one.parent else "") if one else None
