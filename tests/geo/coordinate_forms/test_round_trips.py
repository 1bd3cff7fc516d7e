"""10,000 positions, written in all forms by others (pyproj, mgrs) or by the plain rules, and read back."""

import re
from functools import cache

import mgrs
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj.transformer import TransformerGroup

from geo.coordinate_forms.parse_position import parse_position
from geo.coordinates import LonLat

GEOD = pyproj.Geod(ellps="WGS84")
LATITUDES = st.floats(5.7, 20.4)
LONGITUDES = st.floats(97.4, 105.6)
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
INDIAN_ACCURACY_M = 3.0
"""What EPSG states for the change of datum ashore."""

thousands = settings(max_examples=1_250, deadline=None)
"""With eight tests of so many each: 10,000."""


def check(text: str, lat: float, lon: float, off_m: float = 1.0) -> None:
    found = parse_position(text).position
    assert GEOD.inv(lon, lat, found.lon, found.lat)[2] <= off_m, text


@cache
def from_wgs84(epsg: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(4326, epsg, always_xy=True)


@cache
def to_indian_1975(zone: int) -> pyproj.Transformer:
    """The way that pyproj finds itself for all of Thailand ashore, of several that it knows."""
    ways = TransformerGroup(4326, 24000 + zone, always_xy=True).transformers
    return next(way for way in ways if "Indian 1975 to WGS 84 (4)" in way.description)


def sexagesimal(degrees: float, letter: str) -> str:
    # counted in hundredths of a second, so that 59.995 does not become 60
    hundredths = round(degrees * 360_000)
    minutes, seconds = divmod(hundredths, 6_000)
    return f"{minutes // 60}°{minutes % 60:02}'{seconds / 100:05.2f}\"{letter}"


@given(lat=LATITUDES, lon=LONGITUDES, thai=st.booleans(), swapped=st.booleans())
@thousands
def test_decimal_degrees(lat: float, lon: float, thai: bool, swapped: bool) -> None:
    text = f"{lon:.6f}, {lat:.6f}" if swapped else f"{lat:.6f}, {lon:.6f}"
    check(text.translate(THAI_DIGITS) if thai else text, lat, lon)


@given(lat=LATITUDES, lon=LONGITUDES, thai=st.booleans())
@thousands
def test_degrees_minutes_seconds(lat: float, lon: float, thai: bool) -> None:
    text = f"{sexagesimal(lat, 'N')} {sexagesimal(lon, 'E')}"
    check(text.translate(THAI_DIGITS) if thai else text, lat, lon)


@pytest.mark.parametrize("zone", [47, 48])
@given(lat=LATITUDES, lon=LONGITUDES)
@thousands
def test_utm_on_wgs84(zone: int, lat: float, lon: float) -> None:
    easting, northing = from_wgs84(32600 + zone).transform(lon, lat)
    if 100_000 <= easting < 1_000_000:
        check(f"{zone}N {easting:.1f} {northing:.1f}", lat, lon)


@pytest.mark.parametrize("zone", [47, 48])
@given(lat=LATITUDES, lon=LONGITUDES)
@thousands
def test_utm_on_indian_1975(zone: int, lat: float, lon: float) -> None:
    easting, northing = to_indian_1975(zone).transform(lon, lat)
    if 100_000 <= easting < 1_000_000:
        check(f"{zone}N {easting:.1f} {northing:.1f} Indian 1975", lat, lon, INDIAN_ACCURACY_M)


@given(lat=LATITUDES, lon=LONGITUDES, spaced=st.booleans())
@thousands
def test_mgrs(lat: float, lon: float, spaced: bool) -> None:
    text = mgrs.MGRS().toMGRS(lat, lon)
    check(re.sub(r"(.{3})(..)(.{5})(.{5})", r"\1 \2 \3 \4", text) if spaced else text, lat, lon)


@given(lat=LATITUDES, lon=LONGITUDES)
@thousands
def test_plus_codes(lat: float, lon: float) -> None:
    # twelve digits name a cell of some 0.6 m
    check(plus_code(lat, lon, 12), lat, lon)


@given(lat=LATITUDES, lon=LONGITUDES, north=st.floats(-0.4, 0.4), east=st.floats(-0.4, 0.4))
@settings(max_examples=1_000, deadline=None)
def test_short_plus_codes(lat: float, lon: float, north: float, east: float) -> None:
    code = plus_code(lat, lon, 10)
    near = LonLat(lon=lon + east, lat=lat + north)
    completed = parse_position(code[4:], near=near).position
    check(code, completed.lat, completed.lon)


def plus_code(lat: float, lon: float, digits: int) -> str:
    """By the specification: pairs in base 20, then cells of five rows and four columns; counted in whole cells."""
    alphabet = "23456789CFGHJMPQRVWX"
    rows = int((lat + 90) * 8_000 * 5**5)
    columns = int((lon + 180) * 8_000 * 4**5)
    tail = ""
    for _ in range(5):
        tail = alphabet[rows % 5 * 4 + columns % 4] + tail
        rows, columns = rows // 5, columns // 4
    head = ""
    for _ in range(5):
        head = alphabet[rows % 20] + alphabet[columns % 20] + head
        rows, columns = rows // 20, columns // 20
    return f"{head[:8]}+{(head[8:] + tail)[: digits - 8]}"
