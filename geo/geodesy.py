"""How the straight line through the earth relates to the way over it: why a nearest search by chords can be exact.

Near by, the chord also tells how long the way is (decision 43).

On WGS84 the curvature of a geodesic lies between that of two circles, so a way of d metres over the ground spans a
chord between `2 r sin(d / 2r)` for the tightest circle and for the widest. The lower bound is Schur's comparison
theorem; the upper one we found in no book, and `tests/geo/test_geodesy.py` tries to break it.
"""

import math
from functools import lru_cache

from pyproj import Geod

from geo.coordinates import LonLat

Geocentric = tuple[float, float, float]
"""Metres from the earth's centre of a position on the ellipsoid: x, y, z of EPSG:4978."""

TIGHTEST_RADIUS_M = 6_335_000.0
"""Just under b²/a = 6,335,439 m: the meridian's curvature at the equator."""

WIDEST_RADIUS_M = 6_400_000.0
"""Just over a²/b = 6,399,594 m: the curvature at the poles."""

TOLERANCE_M = 0.001
"""More than rounding can do to a chord or a distance, less than anybody can pin."""

LONGEST_TOLD_BY_CHORD_M = 100_000.0
"""Up to here the series of `geodesic_m` differs from pyproj by less than 6 nanometres, most of them pyproj's."""

_WGS84 = Geod(ellps="WGS84")
_EQUATOR_M, _POLE_M = _WGS84.a, _WGS84.b
_POLE_2 = (_POLE_M / _EQUATOR_M) ** 2
_EQUATOR_M2, _POLE_M2 = _EQUATOR_M**2, _POLE_M**2
_SQUASHED = 1 / _POLE_2 - 1
"""The second eccentricity, squared."""


def geocentric(position: LonLat) -> tuple[float, float, float]:
    """Where a position in degrees lies, in metres from the earth's centre."""
    # Written out, since it is asked for in every search: pyproj takes ten times as long for a single point.
    lon, lat = math.radians(position.lon), math.radians(position.lat)
    sin_lat, cos_lat = math.sin(lat), math.cos(lat)
    radius_m = _EQUATOR_M / math.sqrt(1 - (1 - _POLE_2) * sin_lat * sin_lat)
    across_m = radius_m * cos_lat
    return across_m * math.cos(lon), across_m * math.sin(lon), radius_m * _POLE_2 * sin_lat


def geodesic_m(start: Geocentric, end: Geocentric) -> float:
    """The shortest way over the ground, in metres: within 20 nanometres, in half a microsecond where it is near."""
    chord_m = math.dist(start, end)
    if chord_m > LONGEST_TOLD_BY_CHORD_M:
        return float(_WGS84.inv(*_lon_lat(start), *_lon_lat(end), radians=True)[2])
    # The arc over the chord, of the ellipse in which the plane that is upright at the chord's middle cuts the earth.
    # tilt, north and angle are squares, without a unit.
    square_m2 = chord_m * chord_m
    rise_m, height_m = end[2] - start[2], (end[2] + start[2]) / 2
    tilt = rise_m * rise_m / (square_m2 or 1.0)
    north = height_m * height_m / _POLE_M2
    along = 1 + _SQUASHED * tilt
    angle = square_m2 * along * along / (_EQUATOR_M2 * (1 + _SQUASHED * north))
    return chord_m * (1 + angle / 24 + angle * angle * (3 / 640 - _SQUASHED * (tilt / 160 + north / 240)))


@lru_cache(maxsize=32)  # all ways of a question have one start; where people are need not be remembered for longer
def _lon_lat(position: Geocentric) -> tuple[float, float]:
    """In radians."""
    x, y, z = position
    return math.atan2(y, x), math.atan2(z, math.hypot(x, y) * _POLE_2)


def longest_chord_m(distance_m: float) -> float:
    """No two places that are `distance_m` or less apart over the ground have a longer chord between them."""
    half_angle = min(distance_m / (2 * WIDEST_RADIUS_M), math.pi / 2)
    return 2 * WIDEST_RADIUS_M * math.sin(half_angle) + TOLERANCE_M


def shortest_chord_m(distance_m: float) -> float:
    """No two places that are `distance_m` or more apart over the ground have a shorter chord between them."""
    # Beyond a quarter turn the chord of the tightest circle falls again while distances still grow.
    half_angle = min(distance_m / (2 * TIGHTEST_RADIUS_M), math.pi / 2)
    if half_angle > 1.5:
        half_angle = 0.0
    return max(0.0, 2 * TIGHTEST_RADIUS_M * math.sin(half_angle) - TOLERANCE_M)
