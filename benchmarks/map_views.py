"""The views of a map that are asked for, from the whole country down to a street; what is in them by brute force."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.country import Country
from geo.coordinates import LonLat
from geo.map_view import MAP_END, Box, MapQuery

ZOOMS = {"country": 6, "region": 8, "province": 10, "town": 13, "street": 16}
WIDTH_PX, HEIGHT_PX = 1_280, 900
"""Of a map that fills a screen; beside a list it is a third of that."""

MIDDLE = LonLat(lon=101.0, lat=13.1)
"""Of Thailand, as maps have it."""

_WORLD = 1 << 31


@dataclass(frozen=True, slots=True)
class View:
    """`group` says how much of the country it shows, and whether of all points or of those that offer a procedure."""

    group: str
    query: MapQuery


@dataclass(frozen=True, slots=True)
class Spots:
    """Where points are, as numbers of the grid."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]


def sample_views(country: Country, *, per_group: int, procedures: int, seed: int) -> list[View]:
    """As many of each height; half of them of all points, half of the most common procedures."""
    dice = np.random.default_rng(seed)
    common = list(country.offered())[-procedures:]
    places = _positions(country)
    views = []
    for name, zoom in ZOOMS.items():
        for _ in range(per_group):
            lon, lat = places[dice.integers(len(places))]
            box = _around(MIDDLE if name == "country" else LonLat(lon=lon, lat=lat), zoom)
            offered = int(dice.choice(common))
            views.append(View(f"{name}, all", MapQuery(box=box, zoom=zoom)))
            views.append(View(f"{name}, a procedure", MapQuery(box=box, zoom=zoom, procedure_id=offered)))
    return views


class MapOracle:
    """Counts with numpy, from the service points' own positions."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self._all = _spots(_positions(country))
        self._of: dict[int, Spots] = {}

    def counts(self, query: MapQuery) -> list[int]:
        """Of the cells, ascending."""
        spots, box = self._spots(query.procedure_id), query.box
        corners = _spots(np.array([[box.west, box.north], [box.east, box.south]]))
        inside = (spots.x >= corners.x[0]) & (spots.x <= corners.x[1])
        inside &= (spots.y >= corners.y[0]) & (spots.y <= corners.y[1])
        cells = (spots.x[inside] >> query.shift << 32) + (spots.y[inside] >> query.shift)
        return sorted(int(count) for count in np.unique(cells, return_counts=True)[1])

    def _spots(self, procedure_id: int | None) -> Spots:
        if procedure_id is None:
            return self._all
        if procedure_id not in self._of:
            offices = self._country.offices(procedure_id)
            self._of[procedure_id] = _spots(np.column_stack([offices.lon, offices.lat]))
        return self._of[procedure_id]


def _positions(country: Country) -> NDArray[np.float64]:
    with country.connect() as connection:
        rows: Sequence[tuple[object, ...]] = connection.execute(
            "SELECT ST_X(location), ST_Y(location) FROM service_point WHERE shown AND location IS NOT NULL ORDER BY id"
        ).fetchall()
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _spots(lon_lat: NDArray[np.float64]) -> Spots:
    lon, lat = lon_lat[:, 0], np.clip(lon_lat[:, 1], -MAP_END, MAP_END)
    x = np.minimum(np.floor((lon / 360 + 0.5) * _WORLD), _WORLD - 1)
    y = np.floor((0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * math.pi)) * _WORLD)
    return Spots(x.astype(np.int64), y.astype(np.int64))


def _around(middle: LonLat, zoom: int) -> Box:
    half_lon = WIDTH_PX / 2 / (256 << zoom) * 360
    half_lat = HEIGHT_PX / 2 / (256 << zoom) * 360 * math.cos(math.radians(middle.lat))
    return Box(
        west=middle.lon - half_lon, south=middle.lat - half_lat, east=middle.lon + half_lon, north=middle.lat + half_lat
    )
