"""Every form in which a position is typed or pasted, against known points and against pyproj."""

import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coordinate_forms.parse_position import parse_position
from geo.coordinate_forms.parsed_position import NotAPosition, WrongPosition
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.words import Sentence

SICHANG = LonLat(lon=100.8085, lat=13.1492)
"""Written in every form below; how exactly is the form's own business."""

GEOD = pyproj.Geod(ellps="WGS84")

DECIMAL = [
    "13.1492, 100.8085",
    "13.1492,100.8085",
    "13.1492 100.8085",
    "13.1492;100.8085",
    "13.1492 / 100.8085",
    "  ( 13.1492 , 100.8085 ) ",
    "13,1492; 100,8085",
    "100.8085, 13.1492",
    "๑๓.๑๔๙๒, ๑๐๐.๘๐๘๕",
    "๑๓.๑๔๙๒ , 100.8085",
    "13.1492N 100.8085E",
    "N13.1492 E100.8085",
    "N 13.1492, E 100.8085",
    "E100.8085 N13.1492",
    "100.8085 E, 13.1492 N",
    "13.1492° 100.8085°",
    "13.1492°N, 100.8085°E",
    "lat 13.1492 lon 100.8085",
    "lat=13.1492, lng=100.8085",
    "lon: 100.8085 lat: 13.1492",
    "Latitude: 13.1492 Longitude: 100.8085",
    "ละติจูด 13.1492 ลองจิจูด 100.8085",
    "ลองจิจูด ๑๐๐.๘๐๘๕ ละติจูด ๑๓.๑๔๙๒",
    "13.1492 เหนือ 100.8085 ตะวันออก",
    "13.1492\u200b,\u00a0100.8085",
]

SEXAGESIMAL = [
    "13°08'57.12\"N 100°48'30.6\"E",
    "13° 08' 57.12\" N, 100° 48' 30.6\" E",
    "13º08’57.12”N 100º48’30.6”E",
    "13˚08′57.12″ 100˚48′30.6″",
    "13∘08´57.12˝N 100∘48´30.6˝E",
    "13°08‘57.12“N 100°48‘30.6“E",
    "13°08'57.12''N 100°48'30.6''E",
    "13o08'57.12\"N 100o48'30.6\"E",
    "13๐08'57.12\" 100๐48'30.6\"",
    "๑๓°๐๘'๕๗.๑๒\" ๑๐๐°๔๘'๓๐.๖\"",
    "N13°08'57.12\" E100°48'30.6\"",
    "N 13 08 57.12 E 100 48 30.6",
    "100°48'30.6\"E 13°08'57.12\"N",
    "100°48'30.6\" 13°08'57.12\"",
    "13-08-57.12N 100-48-30.6E",
    "13:08:57.12 100:48:30.6",
    "13 08 57.12 100 48 30.6",
    "13 08 57.12, 100 48 30.6",
    "13d08m57.12s N 100d48m30.6s E",
    "13°08.952'N 100°48.51'E",
    "13 08.952 100 48.51",
    "13 องศา 8 ลิปดา 57.12 ฟิลิปดา เหนือ 100 องศา 48 ลิปดา 30.6 ฟิลิปดา ตะวันออก",
    "๑๓ องศา ๘ ลิปดา ๕๗.๑๒ ฟิลิปดาเหนือ ๑๐๐ องศา ๔๘ ลิปดา ๓๐.๖ ฟิลิปดาตะวันออก",
]

UTM = [
    "47P 696027.77 1454339.24",
    "47 P 696027.77 1454339.24",
    "47N 696027.77 1454339.24",
    "47 696027.77, 1454339.24",
    "UTM zone 47 E 696027.77 N 1454339.24",
    "Zone 47N 696027.77mE 1454339.24mN",
    "696027.77E 1454339.24N 47P",
    "N 1454339.24 E 696027.77 47P",
    "1454339.24 696027.77 47P",
    "47P 696,027.77 1,454,339.24",
    "47P 0696027.77 1454339.24",
    "X=696027.77 Y=1454339.24 โซน 47",
    "๔๗P ๖๙๖๐๒๗.๗๗ ๑๔๕๔๓๓๙.๒๔",
    "WGS84 47P 696027.77 1454339.24",
    "EPSG:32647 696027.77 1454339.24",
    "696542.00 1453986.47 47P Indian 1975",
    "Indian1975 zone 47 696542.00 1453986.47",
    "47P 696542.00 1453986.47 (อินเดียน 1975)",
    "EPSG:24047 696542.00 1453986.47",
]

LINKS = [
    "https://www.google.com/maps/place/X/@13.2,100.9,17z/data=!3m1!4b1!4m6!3m5!1s0x0:0x0!8m2!3d13.1492!4d100.8085!16s",
    "https://www.google.com/maps/@13.1492,100.8085,15z",
    "https://www.google.co.th/maps/@13.1492,100.8085,15z?hl=th",
    "https://maps.google.com/?q=13.1492,100.8085",
    "https://maps.google.com/maps?q=13.1492%2C100.8085&z=17",
    "https://www.google.com/maps?q=loc:13.1492,100.8085",
    "https://www.google.com/maps?ll=13.1492,100.8085&z=15",
    "https://www.google.com/maps/search/?api=1&query=13.1492%2C100.8085",
    "https://www.google.com/maps/search/13.1492,+100.8085",
    "https://www.google.com/maps/dir/?api=1&destination=13.1492,100.8085",
    "https://www.google.com/maps/dir//13.1492,100.8085/@13.5,100.5,15z",
    "https://www.google.com/maps/dir/A/B/@13.5,100,10z/data=!4m2!4m1!1m5!1m1!1s0x0!2m2!1d100.8085!2d13.1492",
    "https://www.google.com/maps/place/13%C2%B008'57.12%22N+100%C2%B048'30.6%22E/",
    "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d3885!2d100.8085!3d13.1492!2m3",
    "google.com/maps/@13.1492,100.8085,15z",
    "https://maps.apple.com/?ll=13.1492,100.8085&q=X",
    "https://maps.apple.com/place?coordinate=13.1492,100.8085&name=x",
    "https://www.openstreetmap.org/#map=17/13.1492/100.8085",
    "https://www.openstreetmap.org/?mlat=13.1492&mlon=100.8085#map=17/13.2/100.9",
    "https://map.longdo.com/?lat=13.1492&long=100.8085&zoom=15",
    "https://www.bing.com/maps?cp=13.1492~100.8085&lvl=17",
    "https://waze.com/ul?ll=13.1492,100.8085&navigate=yes",
    "https://share.here.com/l/13.1492,100.8085",
    "ที่นี่ค่ะ https://maps.google.com/maps?q=13.1492,100.8085 ขอบคุณ",
]

FORMS = {
    "decimal_degrees": (DECIMAL, 0.001),
    "degrees_minutes_seconds": (SEXAGESIMAL, 0.001),
    "utm": (UTM, 0.02),
    "mgrs": (["47PPQ 96027 54339", "47PPQ9602754339", "47p pq 96027 54339", "MGRS 47PPQ 96027 54339"], 1.0),
    "plus_code": (["7P524RX5+MC", "7p524rx5+mc", "7P524RX5 MC"], 10.0),
    "geo_uri": (["geo:13.1492,100.8085", "geo:13.1492,100.8085,12;u=35", "geo:0,0?q=13.1492,100.8085(X)"], 0.001),
    "map_link": (LINKS, 0.001),
}
TABLE = [(form, text, off_m) for form, (texts, off_m) in FORMS.items() for text in texts]


def metres_between(one: LonLat, other: LonLat) -> float:
    return float(GEOD.inv(one.lon, one.lat, other.lon, other.lat)[2])


@pytest.mark.parametrize(("form", "text", "off_m"), TABLE)
def test_the_same_place_in_every_form(form: str, text: str, off_m: float) -> None:
    found = parse_position(text)
    assert found.form == form
    assert metres_between(found.position, SICHANG) <= off_m


@pytest.mark.parametrize(
    ("text", "swapped", "lat"),
    [
        ("13.1492, 100.8085", False, 13.1492),
        ("100.8085, 13.1492", True, 13.1492),
        ("E100.8085 N13.1492", False, 13.1492),  # said so: nothing was guessed
        ("48.8584, 2.2945", False, 48.8584),  # the whole earth may be typed, latitude first
        ("-33.8568 151.2153", False, -33.8568),
        ("33.8568S 151.2153E", False, -33.8568),
    ],
)
def test_the_order_is_told_apart_where_only_one_is_in_thailand(text: str, swapped: bool, lat: float) -> None:
    found = parse_position(text)
    assert (found.swapped, found.position.lat) == (swapped, lat)


def test_a_datum_is_brought_to_wgs84() -> None:
    on_indian = parse_position("13.1492, 100.8085 Indian 1975")
    assert on_indian.datum == "Indian 1975"
    assert 500 < metres_between(on_indian.position, SICHANG) < 700
    assert parse_position("13.1492, 100.8085 WGS 84").position == SICHANG


@pytest.mark.parametrize("digits", range(1, 6))
def test_an_mgrs_square_is_taken_by_its_middle(digits: int) -> None:
    found = parse_position("47PPQ" + "96027"[:digits] + "54339"[:digits])
    size_m = 10 ** (5 - digits)
    assert found.size_m == size_m
    assert metres_between(found.position, SICHANG) <= size_m


def test_a_short_plus_code_is_the_one_nearest_to_a_reference() -> None:
    for reference in (SICHANG, LonLat(lon=100.93, lat=13.17), LonLat(lon=100.4, lat=13.6)):
        completed = parse_position("4RX5+MC", near=reference).position
        assert metres_between(completed, parse_position("7P524RX5+MC").position) < 0.001
    with pytest.raises(WrongPosition, match="short Plus Code"):
        parse_position("4RX5+MC")


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        # of the specification's own test data
        ("7FG49Q00+", 20.375, 2.775),
        ("7FG49QCJ+2V", 20.3700625, 2.7821875),
        ("8FVC2222+22", 47.0000625, 8.0000625),
        ("4VCPPQGP+Q9", -41.2730625, 174.7859375),
        ("62G20000+", 0.5, -179.5),
        ("22220000+", -89.5, -179.5),
        ("7FG40000+", 20.5, 2.5),
        ("7P524RX5+MCJ2222", 13.14920002, 100.80850006),
    ],
)
def test_plus_codes_of_the_specification(code: str, lat: float, lon: float) -> None:
    position = parse_position(code).position
    assert (position.lat, position.lon) == pytest.approx((lat, lon), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not a coordinate"),
        ("ศรีราชา", "is not a coordinate"),
        ("13.1", "is not a coordinate"),
        ("13.1 100.8 5", "is not a coordinate"),
        ("Ayutthaya 13", "is not a coordinate"),
        ("13.1.2, 100", "is not a coordinate"),
        ("x" * 5_000, "is not a coordinate"),
        ("13°70' 100°10'", "70 is not a number of minutes"),
        ("13.5°10'N 100°55'E", "Only the last"),
        ("13°08\"57' 100°48\"31'", "in this order"),
        ("13N 14N", "two latitudes or two longitudes"),
        ("95, 200", "must lie between -90 and 90"),
        ("696027 1454339", "needs its zone"),
        ("49P 696027 1454339", "'49P' is not a UTM zone of Thailand"),
        ("47S 696027 1454339", "'47S' is not a UTM zone of Thailand"),
        ("47Q 696027 1454339", "do not lie in the band 47Q"),
        ("47P 96027 1454339", "Easting 96027 m and northing 1454339 m are not in Thailand"),
        ("47PAQ 96027 54339", "square AQ does not exist"),
        ("31UDQ 48251 11932", "'31U' is not a zone of Thailand in MGRS"),
        ("47PPQ 96027 5433", "two numbers of the same length"),
        ("47PPQ 96027 54339 Indian 1975", "on WGS84 only"),
        ("7P520000+MC", "zeros may only fill up"),
        ("geo:here", "geo:LATITUDE,LONGITUDE"),
        ("geo:13.1,100.8;crs=nad27", "only wgs84"),
        ("https://maps.app.goo.gl/abcDEF123", "shortened. Open it first"),
        ("https://goo.gl/maps/xyz", "shortened. Open it first"),
        ("https://www.openstreetmap.org/node/123", "holds no position"),
        ("https://www.google.com/maps/place/Si+Racha/", "holds no position"),
        ("https://[broken", "holds no position"),
        ("https://www.google.com/maps/@95.0,200.0,3z", "must lie between"),
    ],
)
def test_nonsense_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as caught:
        parse_position(text, field="at")
    assert caught.value.field == "at"
    thai = caught.value.sentence.render("th")
    assert thai != str(caught.value)


@given(text=st.text(max_size=60) | st.from_regex(r"[0-9NSEW°'\" .,+-]{0,40}"))
@settings(max_examples=1_000, deadline=None)
def test_whatever_is_typed_gets_a_position_or_a_sentence(text: str) -> None:
    try:
        told: object = parse_position(text).position
    except InvalidQuery as error:
        told = error.sentence
    assert isinstance(told, LonLat) or (isinstance(told, Sentence) and str(told))


def test_what_is_no_coordinate_at_all_is_told_from_a_wrong_one() -> None:
    with pytest.raises(NotAPosition):
        parse_position("บางพระ")
    with pytest.raises(WrongPosition):
        parse_position("47Z 696027 1454339")
