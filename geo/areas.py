"""Provinces, districts and subdistricts: their names, their codes through time, and where they are."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import geothai
from geothai.abolished import abolished_areas
from sqlalchemy import ARRAY, Text, any_, bindparam, case, func, select, text
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from geo.ask import Ask, Rows, run
from geo.coordinates import LonLat
from geo.errors import UnknownArea
from geo.models import Area, AreaRevision
from geo.words import N_

LEVEL_NAMES = {"province": N_("province"), "district": N_("district"), "subdistrict": N_("subdistrict")}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaName:
    """An area as it stands in a list to pick from."""

    code: str
    level: str
    name_th: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_th if language == "th" else self.name_en


_NAMED = select(Area.code, Area.level, Area.name_th, func.coalesce(Area.name_en, Area.name_th))

# Thai dictionary order (leading vowels after their consonant) wants ICU; the database itself is in code order.
_LISTED = _NAMED.where(Area.abolished_on.is_(None)).order_by(Area.name_th.collate("th-x-icu"), Area.code)
_INSIDE = _LISTED.where(Area.parent_code == bindparam("parent_code"))
_PROVINCES = _LISTED.where(Area.level == "province")

_WITH_CODES = _NAMED.where(Area.code == any_(bindparam("codes", type_=ARRAY(Text)))).order_by(Area.code)


STAND_STILL = "areas stand still"
"""In the notes of a session in which nobody changes an area: which state of the areas it reads is asked once."""


class _Known:
    """What has been asked about one state of the areas: names by code; lists by what they lie in, provinces by ''."""

    def __init__(self) -> None:
        self.names: dict[str, AreaName] = {}
        self.inside: dict[str, list[AreaName]] = {}


_KNOWN: dict[UUID, _Known] = {}


def find_area_revision(session: Session) -> UUID:
    """Of the areas as they are: another one after each change, and never the same again."""
    revision: UUID | None = session.info.get(_REVISION_READ)
    if revision is None:
        revision = session.scalars(_REVISION).one()
        if session.info.get(STAND_STILL):
            session.info[_REVISION_READ] = revision
    return revision


_REVISION = select(AreaRevision.id)
_REVISION_READ = "area revision"


def find_areas(session: Session, parent_code: str | None = None) -> list[AreaName]:
    """The areas directly inside `parent_code`, or the provinces; in force only, in the order of their Thai names."""
    known = _known(session)
    found = known.inside.get(parent_code or "")
    if found is None:
        found = run(session, areas_inside(parent_code))
        if found:  # what is no area is asked about again: there is no end to what may be asked
            known.inside[parent_code or ""] = found
    return list(found)


def areas_inside(parent_code: str | None) -> Generator[Ask, Rows, list[AreaName]]:
    """The steps of `find_areas`, without its memory."""
    rows = yield Ask(_INSIDE, {"parent_code": parent_code}) if parent_code else Ask(_PROVINCES, {})
    return [_area_name(row) for row in rows]


def find_area_chain(session: Session, code: str) -> list[AreaName]:
    """The area with its parents, province first: at most three. Raises: UnknownArea."""
    return chain_among(find_area_names(session, codes_above(code)), code)


def area_chain(code: str) -> Generator[Ask, Rows, list[AreaName]]:
    """The steps of `find_area_chain`, without its memory."""
    return chain_among({area.code: area for area in (yield from areas_with(codes_above(code)))}, code)


def find_area_names(session: Session, codes: Collection[str]) -> Mapping[str, AreaName]:
    """Those of the codes that are an area's, and perhaps others."""
    names = _known(session).names
    if unknown := [code for code in codes if code not in names]:
        names.update((area.code, area) for area in run(session, areas_with(unknown)))
    return names


def _known(session: Session) -> _Known:
    revision = find_area_revision(session)
    known = _KNOWN.get(revision)
    if known is None:
        _KNOWN.clear()  # one database at a time, but for tests
        known = _KNOWN.setdefault(revision, _Known())
    return known


def codes_above(code: str) -> list[str]:
    """And the code itself, the province's first."""
    return [code[:length] for length in (2, 4, 6) if length <= len(code)]


def chain_among(names: Mapping[str, AreaName], code: str) -> list[AreaName]:
    """The area with its parents, province first. Raises: UnknownArea."""
    if code not in names:
        raise UnknownArea(code)
    return [names[one] for one in codes_above(code) if one in names]


def areas_with(codes: Collection[str]) -> Generator[Ask, Rows, list[AreaName]]:
    """Steps: those of the codes that are an area's, in their order."""
    rows = yield Ask(_WITH_CODES, {"codes": list(codes)})
    return [_area_name(row) for row in rows]


# The function, which plans anew what it does, is asked for few.
_IN_FORCE = select(
    case(
        (Area.abolished_on.is_(None), array([Area.code])),
        else_=func.areas_in_force(array([Area.code]), type_=ARRAY(Text)),
    )
).where(Area.code == bindparam("code"))


def areas_in_force(code: str) -> Generator[Ask, Rows, list[str]]:
    """Steps: the area's own code, or those of what took its place; its own where nobody knows. Raises: UnknownArea."""
    rows = yield Ask(_IN_FORCE, {"code": code})
    if not rows or rows[0][0] is None:
        raise UnknownArea(code)
    return list(rows[0][0])


def _area_name(row: Sequence[Any]) -> AreaName:
    code, level, name_th, name_en = row
    return AreaName(code=code, level=level, name_th=name_th, name_en=name_en)


def find_area_centre(session: Session, code: str) -> LonLat | None:
    """Where people of the area are taken to be: its town where known, else the middle of its outline, else None.

    Raises: UnknownArea.
    """
    row = session.execute(
        select(func.ST_X(Area.position), func.ST_Y(Area.position)).where(Area.code == code)
    ).one_or_none()
    if row is None:
        raise UnknownArea(code)
    return None if row[0] is None else LonLat(lon=row[0], lat=row[1])


def load_areas(session: Session) -> None:
    """Bring the areas to the list that `geothai` ships (DOPA's codes), in force and abolished; outlines are kept."""
    session.execute(text("CREATE TEMPORARY TABLE area_list (LIKE area INCLUDING DEFAULTS) ON COMMIT DROP"))
    driver = session.connection().connection.driver_connection
    assert driver is not None  # noqa: S101 - a session in a transaction has one
    columns = "code, level, parent_code, name_th, name_en, postcodes, abolished_on, successor_codes"
    with driver.cursor() as cursor, cursor.copy(f"COPY area_list ({columns}) FROM STDIN") as copy:
        for row in _area_rows():
            copy.write_row(row)
    session.execute(text(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")))


def _area_rows() -> Iterator[tuple[object, ...]]:
    for province in geothai.provinces():
        yield province.code, "province", None, province.name_th, province.name_en, [], None, []
        for district in geothai.districts(province.code):
            yield district.code, "district", province.code, district.name_th, district.name_en, [], None, []
            for place in geothai.subdistricts(district.code):
                postcodes = list(place.postal_codes)
                yield place.code, "subdistrict", district.code, place.name_th, place.name_en, postcodes, None, []
    for old in abolished_areas():
        successors = list(old.successors)
        yield old.code, old.level, old.parent_code, old.name_th, old.name_en, [], old.abolished_on, successors
