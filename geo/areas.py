"""Provinces, districts and subdistricts: their names, their codes through time, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geothai
from geothai.abolished import abolished_areas
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import UnknownArea
from geo.models import Area
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


def find_areas(session: Session, parent_code: str | None = None) -> list[AreaName]:
    """The areas directly inside `parent_code`, or the provinces; in force only, in the order of their Thai names."""
    statement = (
        select(Area.code, Area.level, Area.name_th, func.coalesce(Area.name_en, Area.name_th))
        .where(Area.abolished_on.is_(None))
        .where(Area.parent_code == parent_code if parent_code else Area.level == "province")
        # Thai dictionary order (leading vowels after their consonant) wants ICU; the database itself is in code order.
        .order_by(Area.name_th.collate("th-x-icu"), Area.code)
    )
    return [AreaName(code=c, level=level, name_th=th, name_en=en) for c, level, th, en in session.execute(statement)]


def find_area_chain(session: Session, code: str) -> list[AreaName]:
    """The area with its parents, province first: at most three. Raises: UnknownArea."""
    codes = [code[:length] for length in (2, 4, 6) if length <= len(code)]
    statement = (
        select(Area.code, Area.level, Area.name_th, func.coalesce(Area.name_en, Area.name_th))
        .where(Area.code.in_(codes))
        .order_by(func.length(Area.code))
    )
    chain = [AreaName(code=c, level=level, name_th=th, name_en=en) for c, level, th, en in session.execute(statement)]
    if not chain or chain[-1].code != code:
        raise UnknownArea(code)
    return chain


def find_area_centre(session: Session, code: str) -> LonLat | None:
    """Where people of the area are taken to be: its town where known, else the middle of its outline, else None.

    Raises: UnknownArea.
    """
    # A point on the surface, not the centroid: that of a crescent of islands lies in the sea.
    place = func.coalesce(Area.centre, func.ST_PointOnSurface(Area.boundary))
    row = session.execute(select(func.ST_X(place), func.ST_Y(place)).where(Area.code == code)).one_or_none()
    if row is None:
        raise UnknownArea(code)
    return None if row[0] is None else LonLat(lon=row[0], lat=row[1])


def find_area_around(session: Session, position: LonLat) -> str | None:
    """Code of the smallest area whose outline holds the position; None where no outline does."""
    statement = (
        select(Area.code)
        .where(func.ST_Covers(Area.boundary, position.as_wkt()), Area.abolished_on.is_(None))
        .order_by(func.length(Area.code).desc(), Area.code)
        .limit(1)
    )
    return session.scalar(statement)


def find_town_near(session: Session, position: LonLat, *, within_m: float) -> str | None:
    """Code of the district or subdistrict whose centre is nearest; None when it is further than `within_m`."""
    # Degrees put a few thousand centres in order well enough for a name; the distance is then measured on the ground.
    statement = (
        select(Area.code, func.ST_DistanceSphere(Area.centre, position.as_wkt()))
        .where(Area.centre.is_not(None), Area.abolished_on.is_(None), Area.level != "province")
        .order_by(Area.centre.op("<->")(position.as_wkt()), Area.code)
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return row[0] if row is not None and row[1] <= within_m else None


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
