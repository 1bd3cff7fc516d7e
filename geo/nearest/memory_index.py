"""The nearest search over R-trees in this process: an oracle at scale, and a contender in benchmarks.

Never a second truth in production: it knows what was offered when it was loaded, and nothing of what was written since.
It shares the proof of `search.py` (chords choose, geodesics decide) and nothing else: not the index, not PostGIS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from rtree.index import Index, Property
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.geodesy import geocentric, longest_chord_m
from geo.models import Offering, ServicePoint
from geo.nearest.question import NearestQuery, Place

_SPARE_CANDIDATES = 3
_WGS84 = Geod(ellps="WGS84")


class Neighbour(NamedTuple):
    """`distance_m` is geodesic on WGS84; `schedule_id` is that of the offering, None where nobody knows the hours."""

    service_point_id: int
    distance_m: float
    schedule_id: int | None

    @property
    def place(self) -> Place:
        return Place(distance_mm=round(self.distance_m * 1000), service_point_id=self.service_point_id)


@dataclass(frozen=True, slots=True, eq=False)
class _Offices:
    """Those that offer one procedure: arrays of equal length, degrees on WGS84 and metres from the earth's centre."""

    ids: NDArray[np.int64]
    schedule_ids: list[int | None]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    xyz: NDArray[np.float64]
    tree: Index


class MemoryIndex:
    """What was shown, pinned and offered at one moment, an R-tree for each procedure."""

    def __init__(self, offices: Mapping[int, _Offices]) -> None:
        self._offices = offices

    @classmethod
    def load(cls, session: Session, procedure_ids: Sequence[int] | None = None) -> Self:
        """Of these procedures, or of all: a country of 5,000,000 offerings takes minutes and gigabytes."""
        statement = _offerings_statement(procedure_ids)
        rows = session.execute(statement.execution_options(yield_per=10_000))
        return cls({id_: _offices(list(group)) for id_, group in groupby(rows, lambda row: row[0])})

    def find_nearest(self, query: NearestQuery) -> list[Neighbour]:
        """What `geo.nearest.search` finds: at most `limit` behind `after`, by distance in millimetres, then by id.

        Raises: ValueError for a question with filters, `open_only` or a home, which this index knows nothing of.
        """
        if query.filters or query.open_only or query.home:
            raise ValueError("the memory index answers plain questions only")
        offices = self._offices.get(query.procedure_id)
        return [] if offices is None else _nearest(offices, query)


def _nearest(offices: _Offices, query: NearestQuery) -> list[Neighbour]:
    count, size = query.limit + _SPARE_CANDIDATES, len(offices.ids)
    while True:
        near = _candidates(offices, query.origin, min(count, size))
        found = [one for one in _measured(offices, query.origin, near) if _is_asked_for(one, query)][: query.limit]
        furthest_chord_m = _chord_m(offices, query.origin, near).max()
        if len(near) == size or _is_proven(found, query, furthest_chord_m):
            return found
        count *= 4


def _candidates(offices: _Offices, origin: LonLat, count: int) -> NDArray[np.int64]:
    """Places in the arrays of at least `count` of which none left out has a shorter chord."""
    return np.fromiter(offices.tree.nearest(geocentric(origin) * 2, count), dtype=np.int64)


def _measured(offices: _Offices, origin: LonLat, near: NDArray[np.int64]) -> list[Neighbour]:
    """In the order of answers."""
    lon, lat = offices.lon[near], offices.lat[near]
    _, _, distance_m = _WGS84.inv(np.full_like(lon, origin.lon), np.full_like(lat, origin.lat), lon, lat)
    measured = (
        Neighbour(int(offices.ids[at]), float(metres), offices.schedule_ids[at])
        for at, metres in zip(near.tolist(), distance_m, strict=True)
    )
    return sorted(measured, key=_order)


def _chord_m(offices: _Offices, origin: LonLat, near: NDArray[np.int64]) -> NDArray[np.float64]:
    away: NDArray[np.float64] = np.linalg.norm(offices.xyz[near] - np.array(geocentric(origin)), axis=1)
    return away


def _is_asked_for(one: Neighbour, query: NearestQuery) -> bool:
    if query.within_m is not None and one.distance_m > query.within_m:
        return False
    return query.after is None or _order(one) > (query.after.distance_mm, query.after.service_point_id)


def _is_proven(found: Sequence[Neighbour], query: NearestQuery, furthest_chord_m: float) -> bool:
    """Whether nothing at least so far away could stand among them."""
    if query.within_m is not None and longest_chord_m(query.within_m) < furthest_chord_m:
        return True
    return len(found) == query.limit and longest_chord_m(found[-1].distance_m) < furthest_chord_m


def _order(one: Neighbour) -> tuple[int, int]:
    return one.place.distance_mm, one.service_point_id


def _offerings_statement(procedure_ids: Sequence[int] | None) -> Select[int, int, int | None, float, float]:
    """From the service points themselves, not from the places that offerings repeat: an oracle trusts the source."""
    statement = (
        select(
            Offering.procedure_id,
            ServicePoint.id,
            Offering.schedule_id,
            func.ST_X(ServicePoint.location),
            func.ST_Y(ServicePoint.location),
        )
        .join(ServicePoint, ServicePoint.id == Offering.service_point_id)
        .where(ServicePoint.shown, ServicePoint.location.is_not(None))
        .order_by(Offering.procedure_id, ServicePoint.id)
    )
    return statement if procedure_ids is None else statement.where(Offering.procedure_id.in_(procedure_ids))


def _offices(rows: Sequence[Row[int, int, int | None, float, float]]) -> _Offices:
    _, ids, schedule_ids, lon, lat = zip(*rows, strict=True)
    xyz = np.array([geocentric(LonLat(lon=x, lat=y)) for x, y in zip(lon, lat, strict=True)])
    # The array form sorts before it packs, and takes a third of the time of a stream.
    tree = Index((np.arange(len(rows)), xyz, xyz), properties=Property(dimension=3))
    return _Offices(np.array(ids), list(schedule_ids), np.array(lon), np.array(lat), xyz, tree)
