"""Which subdistrict is here? By the outlines that are loaded; where none says it, by what is nearest, told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo.areas import AreaName
from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.errors import UnknownPlace
from geo.places.area_index import AreaIndex, AreaRecord
from geo.places.find_area_index import find_area_index

Found = Literal["inside", "ambiguous", "nearest"]
By = Literal["outline", "centre"]

NEAREST_OUTLINE_M = 5_000
"""Gaps between outlines are tens of metres wide, and piers reach out a little; further off is the sea."""

NEAREST_CENTRE_M = 30_000
"""The largest subdistricts are some 60 km across; further off one is not in Thailand."""

_DISTRICT_OR_PROVINCE = 4

_STATEMENT = text(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAt:
    """`areas`: province first, down to the smallest that is known. `others`: what it may be as well.

    `found` is `inside` where exactly one outline holds the position; `ambiguous` on a border, where outlines overlap,
    and where the outline is of an abolished area that was divided; `nearest` where none holds it. `distance_m`, on
    the ground, is to the nearest outline or centre, 0 inside; `border_m` to the border of the outline one is inside.
    """

    areas: tuple[AreaName, ...]
    found: Found
    by: By
    others: tuple[AreaName, ...] = ()
    distance_m: float = 0.0
    border_m: float | None = None


def find_place_at(session: Session, position: LonLat, *, timeout_ms: int = 2_000) -> PlaceAt:
    """Raises: UnknownPlace far from everything that is known, SearchTimedOut."""
    (found,) = find_places_at(session, [position], timeout_ms=timeout_ms)
    if found is None:
        raise UnknownPlace(lat=position.lat, lon=position.lon)
    return found


def find_places_at(session: Session, positions: Sequence[LonLat], *, timeout_ms: int = 2_000) -> list[PlaceAt | None]:
    """For each position in its order; None far from everything that is known. Raises: SearchTimedOut."""
    statement = _STATEMENT.bindparams(
        lons=[position.lon for position in positions],
        lats=[position.lat for position in positions],
        outline_m=NEAREST_OUTLINE_M,
        centre_m=NEAREST_CENTRE_M,
    )
    rows = rows_in_time(session, statement, timeout_ms)
    index = find_area_index(session)
    by_number = {number: _place_at(list(found), index) for number, found in groupby(rows, attrgetter("number"))}
    return [by_number.get(number) for number in range(1, len(positions) + 1)]


def _place_at(rows: Sequence[Row[*tuple[Any, ...]]], index: AreaIndex) -> PlaceAt:
    best = rows[0]
    holders = [row for row in rows if row.rank == best.rank]
    records = _once(record for row in holders for record in _in_force(row.code, index))
    is_inside = best.rank in (1, _DISTRICT_OR_PROVINCE)
    return PlaceAt(
        areas=tuple(record.as_name() for record in index.chain(records[0].code)),
        found=("inside" if len(records) == 1 else "ambiguous") if is_inside else "nearest",
        by=best.by,
        others=tuple(record.as_name() for record in records[1:]),
        distance_m=best.distance_m,
        border_m=best.border_m,
    )


def _in_force(code: str, index: AreaIndex) -> list[AreaRecord]:
    """The area, or what took its place; without that the area it lay in."""
    while not (found := index.successors(code)) and len(code) > 2:
        code = code[:-2]
    return found


def _once(records: Iterable[AreaRecord]) -> list[AreaRecord]:
    return list({record.code: record for record in records}.values())
