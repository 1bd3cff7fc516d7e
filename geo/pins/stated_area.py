"""Is the pin where the service point says that it is: in that subdistrict, at least that district, that province?

By outlines, where they are loaded; without them nothing can be said, and nothing is. How wide a border is allowed to
be, and why, stands in docs/decisions/0030-what-a-wrong-pin-is.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, distinct, exists, func, select
from sqlalchemy.orm import Session

from geo.areas import AreaName
from geo.coordinates import LonLat
from geo.models import Area
from geo.pins.checked_pins import Pins
from geo.pins.finding import FindingKind, Found, PinFinding, Remedy, distance_words
from geo.pins.thailand import outside
from geo.places.area_index import AreaIndex
from geo.places.find_area_index import find_area_index
from geo.places.place_at import PlaceAt, find_places_at
from geo.words import N_, Name, Sentence

BORDER_M = 500.0
"""Outlines are simplified, and offices stand on borders: nearer than this to the stated area is in it."""

_AT_ONCE = 5_000

_REMEDY = N_("Move the pin to the office, or correct the subdistrict in its address.")


@dataclass(frozen=True, slots=True)
class _Level:
    column: str
    length: int
    kind: FindingKind


_COARSEST_FIRST = (
    _Level("province_m", 2, "wrong_province"),
    _Level("district_m", 4, "wrong_district"),
    _Level("subdistrict_m", 6, "wrong_subdistrict"),
)


def outside_stated_area(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    """One finding for each such pin, of the largest area that is wrong; also for pins that no outline holds."""
    if not has_outlines(session):
        return
    rows = pins.rows(session, __file__, timeout_ms, tolerance_m=BORDER_M)
    index, whole = find_area_index(session), _whole_country_is_drawn(session)
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        positions = [LonLat(lon=row.lon, lat=row.lat) for row in batch]
        for row, place in zip(batch, find_places_at(session, positions, timeout_ms=timeout_ms), strict=True):
            if whole and _is_abroad(place):
                yield row.id, outside(row.lon, row.lat)
            elif (finding := _misplaced(row, place, index) or _between_outlines(place)) is not None:
                yield row.id, finding


def _is_abroad(place: PlaceAt | None) -> bool:
    return place is None or (place.found == "nearest" and place.by == "outline" and place.distance_m > BORDER_M)


def _whole_country_is_drawn(session: Session) -> bool:
    """Whether every province has an outline, or a part of it: else what lies in none may still be in Thailand."""
    drawn = select(func.count(distinct(func.left(Area.code, 2)))).where(Area.boundary.is_not(None))
    provinces = select(func.count()).where(Area.level == "province", Area.abolished_on.is_(None))
    return bool(session.scalar(select(drawn.scalar_subquery() >= provinces.scalar_subquery())))


def has_outlines(session: Session) -> bool:
    """Whether any area is drawn: without, wrong provinces, districts and subdistricts are not found."""
    return bool(session.scalar(select(exists().where(Area.boundary.is_not(None)))))


def _misplaced(row: Row[*tuple[Any, ...]], place: PlaceAt | None, index: AreaIndex) -> PinFinding | None:
    for level in _COARSEST_FIRST:
        distance_m = getattr(row, level.column)
        if distance_m is not None and distance_m > BORDER_M:
            stated = _chain([record.as_name() for record in index.chain(row.area_code[: level.length])])
            values = {"stated": stated, "distance": distance_words(distance_m)}
            if place is None:
                message = N_("The pin is {distance} outside {stated}, where the service point is said to be.")
                sentence = Sentence(message, values)
            else:
                message = N_(
                    "The pin is in {actual}, {distance} outside {stated}, where the service point is said to be."
                )
                sentence = Sentence(message, values | {"actual": _chain(place.areas)})
            return PinFinding(kind=level.kind, sentence=sentence, remedy=Remedy(Sentence(_REMEDY)))
    return None


def _between_outlines(place: PlaceAt | None) -> PinFinding | None:
    if place is None:
        return None
    values = {"actual": _chain(place.areas), "distance": distance_words(place.distance_m)}
    message = N_("The pin lies in no subdistrict's outline; the nearest is {actual}, {distance} away.")
    return PinFinding(
        kind="between_outlines",
        sentence=Sentence(message, values),
        remedy=Remedy(Sentence(N_("Look at the pin on the map, and state the subdistrict."))),
    )


def _chain(areas: Sequence[AreaName]) -> Name:
    """The smallest first, as addresses are written."""
    return Name(
        th=" ".join(_called_th(area) for area in reversed(areas)),
        en=", ".join(area.name_en for area in reversed(areas)),
    )


def _called_th(area: AreaName) -> str:
    in_bangkok = area.code.startswith("10")
    if area.level == "province":
        return area.name_th if in_bangkok else f"จ.{area.name_th}"
    prefix = {"district": "เขต" if in_bangkok else "อ.", "subdistrict": "แขวง" if in_bangkok else "ต."}[area.level]
    return prefix + area.name_th.removeprefix("เขต").removeprefix("แขวง")
