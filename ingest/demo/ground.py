"""Moving about on the ground by metres, and chance that falls the same way every time."""

import math
from collections.abc import Mapping
from random import Random

from geo.coordinates import LonLat

METRES_PER_DEGREE = 111_320.0
"""Of latitude. Made-up places may be a thousandth off."""


def chance(*about: object) -> Random:
    """Dice for one thing: what falls depends on `about` alone, so that nothing moves when something else is added."""
    return Random("/".join(map(str, about)))  # noqa: S311 - made-up places are no secrets


def drawn(weights: Mapping[str, float], dice: Random) -> str:
    """One of the keys, as likely as it weighs."""
    return dice.choices(list(weights), list(weights.values()))[0]


def moved(place: LonLat, *, east_m: float, north_m: float) -> LonLat:
    lat = place.lat + north_m / METRES_PER_DEGREE
    lon = place.lon + east_m / (METRES_PER_DEGREE * math.cos(math.radians(place.lat)))
    return LonLat(lon=round(lon, 6), lat=round(lat, 6))


def scattered(place: LonLat, dice: Random, *, nearest_m: float, farthest_m: float) -> LonLat:
    """A place in any direction, at a distance between the two."""
    direction, distance_m = dice.uniform(0, math.tau), dice.uniform(nearest_m, farthest_m)
    return moved(place, east_m=distance_m * math.sin(direction), north_m=distance_m * math.cos(direction))


def offset_m(start: LonLat, end: LonLat) -> tuple[float, float]:
    """Metres east and north from `start` to `end`, on a flat earth: good for one country's neighbours."""
    east_m = (end.lon - start.lon) * METRES_PER_DEGREE * math.cos(math.radians(start.lat))
    return east_m, (end.lat - start.lat) * METRES_PER_DEGREE


def distance_m(start: LonLat, end: LonLat) -> float:
    return math.hypot(*offset_m(start, end))


def morton(place: LonLat) -> int:
    """Position on a curve that keeps neighbours together: longitude's and latitude's bits in turn."""
    return _spread(int((place.lon + 180) / 360 * 0xFFFF_FFFF)) | _spread(int((place.lat + 90) / 180 * 0xFFFF_FFFF)) << 1


def _spread(bits: int) -> int:
    """32 bits, each followed by an empty place."""
    for shift, mask in (
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ):
        bits = (bits | bits << shift) & mask
    return bits
