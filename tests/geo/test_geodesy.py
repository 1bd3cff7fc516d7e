"""The bounds that make the search exact, against geodesics and chords computed by pyproj."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.coordinates import LonLat
from geo.geodesy import (
    LONGEST_TOLD_BY_CHORD_M,
    TOLERANCE_M,
    geocentric,
    geodesic_m,
    longest_chord_m,
    shortest_chord_m,
)

WGS84 = Geod(ellps="WGS84")
TO_GEOCENTRIC = Transformer.from_crs(4979, 4978, always_xy=True)
NANOMETRE = 1e-9
positions = st.builds(LonLat, lon=st.floats(-180, 180), lat=st.floats(-90, 90))


@given(start=positions, azimuth=st.floats(0, 360), distance_m=st.floats(0, 20_003_900))
@example(start=LonLat(lon=0, lat=90), azimuth=0, distance_m=20_003_900)  # pole to pole
@example(start=LonLat(lon=0, lat=0), azimuth=90, distance_m=20_003_900)  # around the equator
@example(start=LonLat(lon=100, lat=0), azimuth=0, distance_m=800_000)  # the tightest curve
@example(start=LonLat(lon=100, lat=89), azimuth=10, distance_m=800_000)  # the widest
def test_the_chord_of_every_way_lies_between_the_bounds(start: LonLat, azimuth: float, distance_m: float) -> None:
    lon, lat, _ = WGS84.fwd(start.lon, start.lat, azimuth, distance_m)
    end = LonLat(lon=lon, lat=lat)
    _, _, shortest_m = WGS84.inv(start.lon, start.lat, end.lon, end.lat)
    chord_m = math.dist(geocentric(start), geocentric(end))
    assert shortest_chord_m(shortest_m) <= chord_m <= longest_chord_m(shortest_m)


@given(st.floats(0, 20_003_900), st.floats(0, 20_003_900))
def test_a_longer_way_never_lowers_the_longest_chord(one_m: float, other_m: float) -> None:
    assert longest_chord_m(min(one_m, other_m)) <= longest_chord_m(max(one_m, other_m))


def test_near_by_the_bounds_are_tight() -> None:
    assert longest_chord_m(1_000) - shortest_chord_m(1_000) < 2.1 * TOLERANCE_M


@given(positions)
def test_earth_centred_coordinates_are_pyprojs(position: LonLat) -> None:
    expected = TO_GEOCENTRIC.transform(position.lon, position.lat, 0.0)
    assert math.dist(geocentric(position), expected) < 1e-6


def between(lon: float, lat: float, azimuth: float, distance_m: float) -> tuple[float, float]:
    """The distance as told by us, and as told by pyproj, which is some nanometres from what it was asked for."""
    end_lon, end_lat, _ = WGS84.fwd(lon, lat, azimuth, distance_m)
    start, end = LonLat(lon=lon, lat=lat), LonLat(lon=end_lon, lat=end_lat)
    expected_m = WGS84.inv(lon, lat, end_lon, end_lat)[2]
    return geodesic_m(geocentric(start), geocentric(end)), expected_m


@given(start=positions, azimuth=st.floats(-180, 180), distance_m=st.floats(0, 20_003_900))
@example(start=LonLat(lon=0, lat=90), azimuth=0, distance_m=20_003_900)
@example(start=LonLat(lon=0, lat=0), azimuth=90, distance_m=20_003_900)
@example(start=LonLat(lon=100, lat=13), azimuth=0, distance_m=0)
def test_every_way_is_as_long_as_pyproj_says(start: LonLat, azimuth: float, distance_m: float) -> None:
    told_m, expected_m = between(start.lon, start.lat, azimuth, distance_m)
    assert told_m == pytest.approx(expected_m, abs=20 * NANOMETRE, rel=0)


@pytest.mark.parametrize("distance_m", [0.001, 1, 1_000, 30_000, 70_000, LONGEST_TOLD_BY_CHORD_M - 10])
def test_chords_tell_ways_of_every_direction_and_latitude(distance_m: float) -> None:
    random = np.random.default_rng(43)
    lats = [-90, 0, 90, *np.degrees(np.arcsin(random.uniform(-1, 1, 3_000))).tolist()]
    for lat, azimuth in zip(lats, random.uniform(-180, 180, len(lats)).tolist(), strict=True):
        told_m, expected_m = between(100.0, lat, azimuth, distance_m)
        assert abs(told_m - expected_m) < 10 * NANOMETRE, (lat, azimuth)
