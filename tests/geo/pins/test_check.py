"""Each rule by what it finds and what it lets pass, on a pin that is about to be saved."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.coordinates import THAILAND_LAT, THAILAND_LON, LonLat
from geo.errors import UnknownServicePoint
from geo.models import ServicePoint
from geo.pins.check import check_pin
from geo.pins.checked_pins import ProposedPin, find_proposed_pin
from geo.pins.finding import KINDS, PinFinding, parse_kind
from geo.words import languages
from tests.country import Country
from tests.geo.pins.conftest import outline

IN_SQUARE = LonLat(lon=101.051234, lat=13.051234)
"""In 200701, precise, and nowhere near its middle."""


def kinds(found: list[PinFinding]) -> list[str]:
    return [finding.kind for finding in found]


def check(session: Session, at: LonLat = IN_SQUARE, **about: object) -> list[PinFinding]:
    return check_pin(session, ProposedPin(lon=at.lon, lat=at.lat, **about))  # type: ignore[arg-type]


def test_a_right_pin_has_no_findings(squares: Session) -> None:
    assert check(squares, area_code="200701") == []


def test_a_swapped_pin_is_swapped_back(session: Session) -> None:
    (finding,) = check_pin(session, ProposedPin(lon=13.05, lat=101.05, area_code="200701"))
    assert (finding.kind, finding.may_insist, finding.severity) == ("swapped", False, "error")
    assert finding.remedy.proposed == LonLat(lon=101.05, lat=13.05)
    assert str(finding.remedy.sentence) == "Swap them: latitude 13.05, longitude 101.05."
    assert "สลับ" in finding.sentence.render("th")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lon=st.floats(-180, 180), lat=st.floats(-180, 180))
def test_a_swap_is_only_proposed_into_thailand(session: Session, lon: float, lat: float) -> None:
    for finding in check_pin(session, ProposedPin(lon=lon, lat=lat)):
        proposed = finding.remedy.proposed
        if proposed is not None:
            assert finding.kind == "swapped"
            assert THAILAND_LON[0] <= proposed.lon <= THAILAND_LON[1]
            assert THAILAND_LAT[0] <= proposed.lat <= THAILAND_LAT[1]


@pytest.mark.parametrize("at", [LonLat(lon=2.35, lat=48.85), LonLat(lon=0, lat=0), LonLat(lon=-101.05, lat=13.05)])
def test_outside_thailand(squares: Session, at: LonLat) -> None:
    (finding,) = check(squares, at, area_code="200701")
    assert (finding.kind, finding.may_insist) == ("outside_thailand", True)


@pytest.mark.parametrize(
    ("area_code", "kind", "words"),
    [
        ("200701", "wrong_province", ["Mueang Rayong", "outside Chon Buri,"]),
        ("200801", "wrong_province", ["outside Chon Buri,"]),
        ("2101", None, []),
        ("21", None, []),
        ("20", "wrong_province", []),
        ("210101", None, []),
    ],
)
def test_the_largest_area_that_is_wrong_is_told(
    squares: Session, area_code: str, kind: str | None, words: list[str]
) -> None:
    found = check(squares, LonLat(lon=101.351234, lat=13.051234), area_code=area_code)
    assert kinds(found) == ([kind] if kind else [])
    assert all(word in str(found[0].sentence) for word in words)


def test_wrong_district_and_subdistrict(squares: Session) -> None:
    (found,) = check(squares, LonLat(lon=101.251234, lat=13.051234), area_code="200702")
    assert (found.kind, found.severity) == ("wrong_district", "warning")
    (found,) = check(squares, LonLat(lon=101.151234, lat=13.051234), area_code="200701")
    assert found.kind == "wrong_subdistrict"
    assert "5.6 km outside" in str(found.sentence)


def test_a_border_is_half_a_kilometre_wide(squares: Session) -> None:
    assert check(squares, LonLat(lon=101.1045, lat=13.051234), area_code="200701") == []  # 488 m
    assert kinds(check(squares, LonLat(lon=101.1049, lat=13.051234), area_code="200701")) == ["wrong_subdistrict"]


def test_just_outside_the_province_the_subdistrict_is_wrong(squares: Session) -> None:
    found = check(squares, LonLat(lon=101.301234, lat=13.051234), area_code="200702")
    assert kinds(found) == ["wrong_district"]


def test_an_abolished_area_is_where_its_successors_are(session: Session) -> None:
    outline(session, "104701", w=100.6, e=100.7)
    at = LonLat(lon=100.651234, lat=13.051234)
    assert check(session, at, area_code="104701") == []
    assert check(session, at, area_code="104702") == []
    assert kinds(check(session, LonLat(lon=100.751234, lat=13.051234), area_code="104702")) == ["wrong_province"]


def test_between_outlines_and_nothing_stated(squares: Session) -> None:
    found = check(squares, LonLat(lon=100.9991234, lat=13.051234))
    assert kinds(found) == ["between_outlines"]
    assert "95 m away" in str(found[0].sentence)
    assert check(squares) == []


def test_without_outlines_nothing_is_said_of_areas(session: Session) -> None:
    assert check(session, area_code="200701") == []


def put(country: Country, at: LonLat, address: str | None = None, **about: object) -> ServicePoint:
    point = country.make_service_point(at=at, **about)  # type: ignore[arg-type]
    point.address_th = address
    country.session.flush()
    return point


def near(metres_north: float) -> LonLat:
    return LonLat(lon=IN_SQUARE.lon, lat=IN_SQUARE.lat + metres_north / 110_640)


@pytest.mark.parametrize(("metres", "told"), [(0, True), (0.9, True), (1.2, False)])
def test_on_another_agency(session: Session, country: Country, metres: float, told: bool) -> None:
    ours, theirs = country.make_agency(), country.make_agency(name_th="กรมที่ดิน")
    other = put(country, near(metres), "2 ถนนสุขุมวิท", agency=theirs)
    put(country, IN_SQUARE, "9 ถนนเทศบาล", agency=ours)
    found = check(session, agency_id=ours.id, address_th="1 ถนนสุขุมวิท ตำบลท่าเทววงษ์")
    assert kinds(found) == (["on_another_agency"] if told else [])
    if told:
        assert found[0].other_code == other.code
        assert "กรมที่ดิน" in found[0].sentence.render("th")


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        ("ศูนย์ราชการจังหวัดชลบุรี อาคาร 1 ชั้น 2 ตำบลบางปลาสร้อย", "ศูนย์ราชการจังหวัดชลบุรี อาคาร 1 ชั้น 4 ต.บางปลาสร้อย", False),
        ("ศาลากลางจังหวัด ห้อง 12 อำเภอเมือง", "ศาลากลางจังหวัด", False),
        ("ศาลากลางจังหวัด", "ศาลากลางจังหวัด อาคาร 2", True),
        ("ตำบลบางพระ อำเภอศรีราชา", "ตำบลบางพระ อำเภอศรีราชา", True),
        (None, "ศาลากลางจังหวัด", True),
    ],
)
def test_one_building_may_hold_many(
    session: Session, country: Country, here: str | None, there: str, told: bool
) -> None:
    ours, theirs = country.make_agency(), country.make_agency()
    put(country, IN_SQUARE, there, agency=theirs)
    assert bool(check(session, agency_id=ours.id, address_th=here)) == told


def test_the_head_offices_pin(squares: Session, country: Country) -> None:
    agency = country.make_agency()
    codes = ("200701", "200702", "200801", "210101")
    branches = [put(country, IN_SQUARE, agency=agency, subdistrict_code=code) for code in codes[:2]]
    assert kinds(check(squares, agency_id=agency.id)) == []
    found = check(squares, agency_id=agency.id, area_code="210101")
    assert kinds(found) == ["wrong_province", "head_office"]
    assert "3 subdistricts" in str(found[1].sentence)
    head = find_proposed_pin(squares, branches[0].code, lon=IN_SQUARE.lon, lat=IN_SQUARE.lat)
    put(country, IN_SQUARE, agency=agency, subdistrict_code="210101")
    assert check_pin(squares, head) == []
    branch = find_proposed_pin(squares, branches[1].code, lon=IN_SQUARE.lon, lat=IN_SQUARE.lat)
    assert "head_office" in kinds(check_pin(squares, branch))


def test_the_middle_of_an_area(squares: Session) -> None:
    found = check(squares, LonLat(lon=101.05, lat=13.05), area_code="200701", decimals=5)
    assert kinds(found) == ["centroid"]
    assert "middle of the subdistrict" in str(found[0].sentence)
    assert check(squares, LonLat(lon=101.05012, lat=13.05), area_code="200701", decimals=5) == []


def test_the_town_that_a_province_is_known_by(session: Session) -> None:
    session.execute(
        text("UPDATE area SET centre = ST_SetSRID(ST_MakePoint(100.98471, 13.36221), 4326) WHERE code = '20'")
    )
    (found,) = check(session, LonLat(lon=100.9847, lat=13.3622), area_code="200101")
    assert (found.kind, "province Chon Buri" in str(found.sentence)) == ("centroid", True)


@pytest.mark.parametrize(
    ("lon", "lat", "decimals", "away"),
    [
        (101.04, 13.06, None, "787 m"),
        (101.051, 13.052, None, "79 m"),
        (101.0512, 13.0512, None, None),
        (101.0512, 13.05, None, None),
        (100 + 55 / 60, 13 + 10 / 60, None, "1.3 km"),
        (100.916667, 13.166667, None, "1.3 km"),
        (100 + 55.3 / 60, 13 + 10.7 / 60, None, "131 m"),
        (100 + 55 / 60 + 12 / 3600, 13 + 10 / 60 + 43 / 3600, None, None),
        (101.05, 13.05, 5, None),
        (101.051, 13.052, 3, "79 m"),
        (101.0, 13.0, 0, "78.7 km"),
    ],
)
def test_rounded(session: Session, lon: float, lat: float, decimals: int | None, away: str | None) -> None:
    found = check_pin(session, ProposedPin(lon=lon, lat=lat, decimals=decimals))
    assert kinds(found) == (["rounded"] if away else [])
    if away:
        assert f"may be {away} away" in str(found[0].sentence)


def test_five_kilometres_is_far(session: Session) -> None:
    before = LonLat(lon=IN_SQUARE.lon, lat=IN_SQUARE.lat + 0.0453)
    (found,) = check(session, previous=before)
    assert (found.kind, found.remedy.proposed) == ("moved_far", before)
    assert check(session, previous=LonLat(lon=IN_SQUARE.lon, lat=IN_SQUARE.lat + 0.0451)) == []


def test_the_context_of_a_stored_service_point(session: Session, country: Country) -> None:
    point = put(country, LonLat(lon=100.9, lat=13.9), "1 ถนนสุขุมวิท", subdistrict_code="200701")
    pin = find_proposed_pin(session, point.code, lon=IN_SQUARE.lon, lat=IN_SQUARE.lat, decimals=6)
    assert (pin.service_point_id, pin.area_code, pin.previous) == (point.id, "200701", LonLat(lon=100.9, lat=13.9))
    assert kinds(check_pin(session, pin)) == ["moved_far"]
    with pytest.raises(UnknownServicePoint):
        find_proposed_pin(session, "nobody", lon=1, lat=1)


def test_every_kind_has_a_name_in_every_language() -> None:
    for kind, about in KINDS.items():
        assert parse_kind(kind) == kind
        assert about.name
    assert "th" in languages()


def test_outside_an_abolished_subdistrict_of_the_same_district(session: Session) -> None:
    outline(session, "104701", w=100.6, e=100.7)
    outline(session, "1047", w=100.6, e=100.9)
    (found,) = check(session, LonLat(lon=100.751234, lat=13.051234), area_code="104701")
    assert found.kind == "wrong_subdistrict"
    assert "outside " in str(found.sentence)


def test_where_only_provinces_are_drawn_only_they_are_checked(session: Session) -> None:
    outline(session, "20", w=101.0, e=101.3)
    outline(session, "21", w=101.3, e=101.4)
    assert check(session, area_code="200701") == []
    (found,) = check(session, LonLat(lon=101.351234, lat=13.051234), area_code="200701")
    assert (found.kind, "in Rayong, 5.6 km outside Chon Buri" in str(found.sentence)) == ("wrong_province", True)


def test_at_sea_nothing_is_near(squares: Session) -> None:
    """As long as most provinces are not drawn, nobody can say that this is abroad."""
    (found,) = check(squares, LonLat(lon=101.051234, lat=12.051234), area_code="200701")
    assert (found.kind, "The pin is 105.0 km outside" in str(found.sentence)) == ("wrong_province", True)


def test_abroad_where_the_whole_country_is_drawn(session: Session) -> None:
    session.execute(
        text(
            "UPDATE area SET boundary = ST_Multi(ST_MakeEnvelope(101, 13, 101.1, 13.1, 4326)) "
            "WHERE level = 'subdistrict' AND code LIKE '__0101'"
        )
    )
    found = check(session, LonLat(lon=101.121234, lat=13.051234), area_code="200101")
    assert kinds(found) == ["outside_thailand"]
