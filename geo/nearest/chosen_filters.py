"""From what somebody chose (codes and words) to the filters of a question, with the names of things looked up."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.areas import find_area_chain
from geo.errors import InvalidQuery
from geo.models import Agency, ServicePointType
from geo.nearest.filters import (
    Accessible,
    Filter,
    InArea,
    NamedLike,
    NoCopies,
    OfAgency,
    OfType,
    Speaking,
    WithGeccLevel,
)
from geo.words import N_, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFilters:
    """Each is off when empty: an agency's and an area's code, a type by its Thai name, a level, language codes ..."""

    agency: str = ""
    type: str = ""
    gecc: str = ""
    no_copy: bool = False
    accessible: bool = False
    languages: tuple[str, ...] = ()
    area: str = ""
    name: str = ""


def find_filters(session: Session, chosen: ChosenFilters) -> tuple[Filter, ...]:
    """Empty when nothing is chosen, without a question to the database. Raises: InvalidQuery, UnknownArea."""
    filters: list[Filter] = []
    if chosen.agency:
        filters.append(_of_agency(session, chosen.agency))
    if chosen.type:
        filters.append(_of_type(session, chosen.type))
    if chosen.area:
        area = find_area_chain(session, chosen.area)[-1]
        filters.append(InArea(area.code, Name(area.name_th, area.name_en)))
    return (*filters, *plain_filters(chosen))


def plain_filters(chosen: ChosenFilters) -> tuple[Filter, ...]:
    """Those of the chosen ones that need nothing looked up. Raises: InvalidQuery."""
    filters: list[Filter] = []
    if chosen.gecc:
        filters.append(WithGeccLevel(chosen.gecc))
    if chosen.no_copy:
        filters.append(NoCopies())
    if chosen.accessible:
        filters.append(Accessible())
    if chosen.languages:
        filters.append(Speaking(chosen.languages))
    if name := " ".join(chosen.name.split()):
        filters.append(NamedLike(name))
    return tuple(filters)


def _of_agency(session: Session, code: str) -> OfAgency:
    row = session.execute(select(Agency.id, Agency.name_th, Agency.name_en).where(Agency.code == code)).one_or_none()
    if row is None:
        raise InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=code)
    return OfAgency(row.id, code, Name(row.name_th, row.name_en))


def _of_type(session: Session, name_th: str) -> OfType:
    """Types are words in the data: one that nobody uses finds nothing, which is no error."""
    name_en = session.scalar(select(ServicePointType.name_en).where(ServicePointType.name_th == name_th))
    return OfType(Name(name_th, name_en))
