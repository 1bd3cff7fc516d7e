"""What is a position and what is not."""

import math

import pytest

from geo.coordinates import LonLat, looks_swapped
from geo.errors import InvalidQuery


@pytest.mark.parametrize(("lon", "lat"), [(180, 90), (-180, -90), (100.5, 13.7), (0, 0)])
def test_the_whole_earth_is_allowed(lon: float, lat: float) -> None:
    assert LonLat(lon=lon, lat=lat).lat == lat


@pytest.mark.parametrize(
    ("lon", "lat", "field", "sentence"),
    [
        (13.7, 100.5, "lat", "look swapped: try lat=13.7 and lon=100.5"),
        (0, 90.1, "lat", "'lat' is 90.1, but must lie between -90 and 90"),
        (-180.5, 0, "lon", "between -180 and 180"),
        (math.nan, 0, "lon", "must be a number"),
        (0, math.inf, "lat", "must be a number"),
    ],
)
def test_what_is_not_on_the_earth_gets_a_sentence(lon: float, lat: float, field: str, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as caught:
        LonLat(lon=lon, lat=lat)
    assert caught.value.field == field


def test_only_a_pair_that_is_thai_the_other_way_round_looks_swapped() -> None:
    assert looks_swapped(lon=13.7, lat=100.5)
    assert not looks_swapped(lon=100.5, lat=13.7)
    assert not looks_swapped(lon=2.35, lat=48.85)
