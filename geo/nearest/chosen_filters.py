"""From what somebody chose (codes and words) to the filters of a question, with the names of things looked up."""

from collections.abc import Generator
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from geo.areas import area_chain, areas_in_force
from geo.ask import Ask, Rows, run
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
    return run(session, filters_of(chosen))


def filters_of(chosen: ChosenFilters) -> Generator[Ask, Rows, tuple[Filter, ...]]:
    """The steps of `find_filters`."""
    filters: list[Filter] = []
    if chosen.agency:
        filters.append((yield from _of_agency(chosen.agency)))
    if chosen.type:
        filters.append((yield from _of_type(chosen.type)))
    if chosen.area:
        filters.append((yield from _in_area(chosen.area)))
    return (*filters, *_plain_filters(chosen))


def _plain_filters(chosen: ChosenFilters) -> tuple[Filter, ...]:
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


def _in_area(code: str) -> Generator[Ask, Rows, InArea]:
    """What took the place of an abolished area stands in for it, where that is one."""
    codes = yield from areas_in_force(code)
    if len(codes) > 1:
        message = N_("The area '{code}' was divided. Give one of {codes}.")
        raise InvalidQuery(message, field="area", code=code, codes=", ".join(codes))
    area = (yield from area_chain(codes[0]))[-1]
    return InArea(area.code, Name(area.name_th, area.name_en))


_AGENCY = select(Agency.id, Agency.name_th, Agency.name_en).where(Agency.code == bindparam("code"))
_TYPE = select(ServicePointType.name_en).where(ServicePointType.name_th == bindparam("name_th"))


def _of_agency(code: str) -> Generator[Ask, Rows, OfAgency]:
    rows = yield Ask(_AGENCY, {"code": code})
    if not rows:
        raise InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=code)
    [(agency_id, name_th, name_en)] = rows
    return OfAgency(agency_id, code, Name(name_th, name_en))


def _of_type(name_th: str) -> Generator[Ask, Rows, OfType]:
    """Types are words in the data: one that nobody uses finds nothing, which is no error."""
    rows = yield Ask(_TYPE, {"name_th": name_th})
    return OfType(Name(name_th, rows[0][0] if rows else None))
