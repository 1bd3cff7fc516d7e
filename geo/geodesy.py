"""How the straight line through the earth relates to the way over it: why a nearest search by chords can be exact.

On WGS84 the curvature of a geodesic lies between that of two circles, so a way of d metres over the ground spans a
chord between `2 r sin(d / 2r)` for the tightest circle and for the widest. The lower bound is Schur's comparison
theorem; the upper one we found in no book, and `tests/geo/test_geodesy.py` tries to break it.
"""

import math

from geo.coordinates import LonLat

TIGHTEST_RADIUS_M = 6_335_000.0
"""Just under b²/a = 6,335,439 m: the meridian's curvature at the equator."""

WIDEST_RADIUS_M = 6_400_000.0
"""Just over a²/b = 6,399,594 m: the curvature at the poles."""

TOLERANCE_M = 0.001
"""More than rounding can do to a chord or a distance, less than anybody can pin."""

_EQUATOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY_2 = _FLATTENING * (2 - _FLATTENING)
"""Of WGS84; the eccentricity squared."""


def geocentric(position: LonLat) -> tuple[float, float, float]:
    """The position on the ellipsoid in metres from the earth's centre: x, y, z of EPSG:4978."""
    # Written out, since it is asked for in every search: pyproj takes ten times as long for a single point.
    lon, lat = math.radians(position.lon), math.radians(position.lat)
    sin_lat, cos_lat = math.sin(lat), math.cos(lat)
    radius_m = _EQUATOR_M / math.sqrt(1 - _ECCENTRICITY_2 * sin_lat * sin_lat)
    across_m = radius_m * cos_lat
    return across_m * math.cos(lon), across_m * math.sin(lon), radius_m * (1 - _ECCENTRICITY_2) * sin_lat


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
