"""For engines that find what lies within a radius: the radius to begin with, and the next ones."""

import math
from collections.abc import Iterator

LAND_M2 = 513_120e6
"""Thailand."""

WHOLE_EARTH_M = 20_100_000.0
"""More than half around the earth."""

GROWTH = 2.0


def likely_radius_m(offices: int, wanted: int) -> float:
    """Holds about twice `wanted` out of so many `offices`, were they spread evenly: mostly one search is enough."""
    return math.sqrt(2 * wanted * LAND_M2 / (math.pi * max(offices, 1)))


def growing_radius_m(start_m: float) -> Iterator[float]:
    """`start_m`, then larger and larger ones, the last of which is the whole earth."""
    radius_m = start_m
    while radius_m < WHOLE_EARTH_M:
        yield radius_m
        radius_m *= GROWTH
    yield WHOLE_EARTH_M
