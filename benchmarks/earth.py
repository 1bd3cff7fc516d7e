"""Positions and distances on WGS84 for many places at once, by pyproj: independent of PostGIS."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer

from geo.coordinates import LonLat

_WGS84 = Geod(ellps="WGS84")
_TO_GEOCENTRIC = Transformer.from_crs(4979, 4978, always_xy=True)
_EQUATOR_M = _WGS84.a
_ECCENTRICITY_SQUARED = _WGS84.es


def geocentric_m(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Metres from the earth's centre (EPSG:4978), one place a row; one place alone gives one row of three."""
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    return np.stack(_TO_GEOCENTRIC.transform(lon, lat, np.zeros_like(lon)), axis=-1)


def geodesic_m(lon: float, lat: float, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Geodesic metres from one place to each of many."""
    _, _, distance_m = _WGS84.inv(np.full_like(lons, lon), np.full_like(lats, lat), lons, lats)
    return np.asarray(distance_m, dtype=np.float64)


def geocentric_of(origin: LonLat) -> tuple[float, float, float]:
    """The same for one place, without what it costs to call pyproj: about a microsecond."""
    lon, lat = math.radians(origin.lon), math.radians(origin.lat)
    normal_m = _EQUATOR_M / math.sqrt(1 - _ECCENTRICITY_SQUARED * math.sin(lat) ** 2)
    around_m = normal_m * math.cos(lat)
    north_m = normal_m * (1 - _ECCENTRICITY_SQUARED) * math.sin(lat)
    return around_m * math.cos(lon), around_m * math.sin(lon), north_m


def geodesic_pairs_m(
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    other_lons: NDArray[np.float64],
    other_lats: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Geodesic metres between the places of each pair."""
    _, _, distance_m = _WGS84.inv(lons, lats, other_lons, other_lats)
    return np.asarray(distance_m, dtype=np.float64)
