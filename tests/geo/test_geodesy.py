"""The bounds that make the search exact, against geodesics and chords computed by pyproj."""

import math

from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.coordinates import LonLat
from geo.geodesy import TOLERANCE_M, geocentric, longest_chord_m, shortest_chord_m

WGS84 = Geod(ellps="WGS84")
TO_GEOCENTRIC = Transformer.from_crs(4979, 4978, always_xy=True)
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
