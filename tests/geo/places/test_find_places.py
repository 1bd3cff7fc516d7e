"""The whole search: areas, service points, positions, postcodes, codes, near and far."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.places.find_area_index import find_area_index
from geo.places.find_places import PlaceQuery, find_places
from geo.places.place_hit import PlaceHit
from tests.country import Country

SI_RACHA = LonLat(lon=100.93, lat=13.17)


def find(session: Session, text: str, near: LonLat | None = None, limit: int = 10) -> list[PlaceHit]:
    return find_places(session, PlaceQuery(text=text, near=near, limit=limit))


def codes(hits: Sequence[PlaceHit]) -> list[str | None]:
    return [hit.code for hit in hits]


def place_at(session: Session, code: str, at: LonLat) -> None:
    session.execute(
        sql("UPDATE area SET centre = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) WHERE code = :code"),
        {"lon": at.lon, "lat": at.lat, "code": code},
    )


def test_of_the_same_name_the_nearest_comes_first(session: Session) -> None:
    for code, lat in (("2001", 13.36), ("2201", 12.6), ("3402", 15.1)):
        place_at(session, code, LonLat(lon=101.0, lat=lat))
    namesakes = [code for code in codes(find(session, "หนองบัว", limit=100)) if code and len(code) == 6]
    assert len(namesakes) >= 28
    place_at(session, namesakes[20], SI_RACHA)
    first = find(session, "ต.หนองบัว", near=SI_RACHA)[0]
    assert first.code == namesakes[20]
    assert first.distance_m == pytest.approx(0, abs=1)


def test_where_it_lies_is_told_or_said_not_to_be_known(session: Session) -> None:
    assert find(session, "ศรีราชา")[0].position is None
    place_at(session, "2007", SI_RACHA)
    hit = find(session, "ศรีราชา", near=LonLat(lon=100.93, lat=13.27))[0]
    assert hit.position == SI_RACHA
    assert hit.distance_m == pytest.approx(11_119, abs=10)


def test_a_changed_area_is_found_by_its_new_name_at_once(session: Session) -> None:
    assert find(session, "เมืองใหม่เอี่ยมอ่อง") == []
    session.execute(sql("UPDATE area SET name_th = 'เมืองใหม่เอี่ยมอ่อง' WHERE code = '200801'"))
    assert codes(find(session, "เมืองใหม่เอี่ยมอ่อง")) == ["200801"]
    session.execute(sql("DELETE FROM area WHERE code = '200801'"))
    assert find(session, "เมืองใหม่เอี่ยมอ่อง") == []


def test_the_index_is_kept_as_long_as_nothing_changes(session: Session) -> None:
    index = find_area_index(session)
    session.execute(sql("UPDATE area SET name_th = name_th WHERE false"))
    assert find_area_index(session) is index


def test_service_points_by_name(session: Session, country: Country) -> None:
    for name in ("โรงพยาบาลบางพระ", "โรงพยาบาลบางพระน้อย", "สถานีตำรวจภูธรบางพระ"):
        country.make_service_point(name_th=name, subdistrict_code="200707")
    hit = find(session, "โรงพยาบาลบางพระ")[0]
    assert (hit.kind, hit.name_th, hit.match) == ("service_point", "โรงพยาบาลบางพระ", "exact")
    assert [area.code for area in hit.areas] == ["20", "2007", "200707"]
    assert hit.position == LonLat(lon=100.5, lat=13.75)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("สถานีตำรวจภูธรบางพระ", "exact"),
        ("สถานีตํารวจภูธร บางพระ", "exact"),
        ("สภ.บางพระ", "exact"),
        ("สถานีตำรวจภูธรบาง", "beginning"),
        ("ตำรวจ บางพระ", "part"),
        ("บางพระ ตำรวจ", "part"),
        ("สถานีตำรวจภูธร ศรีราชา", "part"),  # the name does not say so, but it lies there
        ("สถานีตำรวจ อ.ศรีราชา จ.ชลบุรี", "part"),
        ("สถานีตำรวรภูธรบางพระ", "similar"),
        ("Bang Phra Police Station", "exact"),
        ("police station", "part"),
    ],
)
def test_a_service_point_as_people_call_it(session: Session, country: Country, text: str, match: str) -> None:
    point = country.make_service_point(name_th="สถานีตำรวจภูธรบางพระ", subdistrict_code="200707")
    point.name_en = "Bang Phra Police Station"
    session.flush()
    assert [(hit.code, hit.match) for hit in find(session, text) if hit.kind == "service_point"] == [
        (point.code, match)
    ]


def test_a_service_point_that_is_hidden_or_renamed(session: Session, country: Country) -> None:
    country.make_service_point(name_th="หอสมุดลับ", shown=False)
    point = country.make_service_point(name_th="หอสมุดเดิม")
    assert find(session, "หอสมุดลับ") == []
    point.name_th = "หอสมุดใหม่"
    session.flush()
    assert find(session, "หอสมุดเดิม") == []
    assert codes(find(session, "หอสมุดใหม่")) == [point.code]


@pytest.mark.parametrize("text", ["1234567890123", "๑๒๓๔๕๖๗๘๙๐๑๒๓", " 1234567890123 "])
def test_a_service_point_by_code(session: Session, country: Country, text: str) -> None:
    country.make_service_point("1234567890123")
    assert [(hit.code, hit.match) for hit in find(session, text)] == [("1234567890123", "code")]


def test_areas_come_before_service_points_of_their_name(session: Session, country: Country) -> None:
    point = country.make_service_point(name_th="ศรีราชา")
    assert codes(find(session, "ศรีราชา"))[:3] == ["2007", "200701", point.code]


def test_the_nearest_service_point_of_a_name(session: Session, country: Country) -> None:
    far = country.make_service_point(name_th="ศูนย์บริการร่วม", at=LonLat(lon=99.0, lat=18.8))
    near = country.make_service_point(name_th="ศูนย์บริการร่วม", at=LonLat(lon=100.9, lat=13.2))
    assert codes(find(session, "ศูนย์บริการร่วม")) == [far.code, near.code]
    assert codes(find(session, "ศูนย์บริการร่วม", near=SI_RACHA)) == [near.code, far.code]


@pytest.mark.parametrize("text", ["13.17, 100.93", "100.93 13.17", "13°10'12\"N 100°55'48\"E", "7P525WCJ+XX"])
def test_positions_lead_to_what_lies_there(session: Session, text: str) -> None:
    place_at(session, "200701", SI_RACHA)
    (hit,) = find(session, text)
    assert (hit.kind, hit.code, hit.match) == ("position", None, "coordinate")
    assert [area.code for area in hit.areas] == ["20", "2007", "200701"]
    assert hit.position is not None
    assert hit.position.lat == pytest.approx(13.17, abs=0.01)


def test_a_short_plus_code_is_completed_by_the_place_beside_it(session: Session) -> None:
    place_at(session, "2008", LonLat(lon=100.81, lat=13.15))
    for text in ("4RX5+MC เกาะสีชัง", "เกาะสีชัง 4RX5+MC", "4RX5+MC, Ko Sichang"):
        (hit,) = find(session, text)
        assert hit.position is not None
        assert (hit.position.lat, hit.position.lon) == pytest.approx((13.1492, 100.8085), abs=0.001)
    with pytest.raises(InvalidQuery, match="short Plus Code"):
        find(session, "4RX5+MC")
    assert find(session, "4RX5+MC", near=SI_RACHA)[0].kind == "position"


@pytest.mark.parametrize(
    ("text", "limit", "field", "sentence"),
    [
        ("  ", 10, "q", "Give the name of a place"),
        ("ก" * 3_000, 10, "q", "longer than 2000"),
        ("ศรีราชา", 0, "limit", "between 1 and 100"),
        ("ศรีราชา", 101, "limit", "between 1 and 100"),
        ("47Z 696028 1454339", 10, "q", "not a UTM zone"),
        ("https://maps.app.goo.gl/x", 10, "q", "Open it first"),
    ],
)
def test_what_cannot_be_asked(session: Session, text: str, limit: int, field: str, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as caught:
        find(session, text, limit=limit)
    assert caught.value.field == field


def test_no_more_than_asked_for(session: Session) -> None:
    assert len(find(session, "บ้าน", limit=7)) == 7


@pytest.mark.parametrize("text", ["%", "_____", "\\", "'; DROP TABLE area", "x" * 400, "١٢٣", "🙂🙂🙂"])
def test_odd_texts_find_nothing(session: Session, country: Country, text: str) -> None:
    country.make_service_point()
    assert find(session, text) == []
