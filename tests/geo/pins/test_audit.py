"""All stored pins by the same rules, narrowed to those who look after them; and what service points lack."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownAgency, UnknownArea
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.pins.audit import AuditedFinding, AuditQuestion, audit_pins, count_pins
from geo.pins.check import check_pin
from geo.pins.checked_pins import find_proposed_pin
from geo.pins.finding import PinFinding, parse_kind
from geo.pins.rules import PIN_RULES
from tests.country import Country

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=BANGKOK)
AT = LonLat(lon=101.051234, lat=13.051234)
ABOUT_PINS = {kind for rule in PIN_RULES for kind in rule.kinds}


def kinds(session: Session, point: ServicePoint, **question: object) -> list[str]:
    found = audit_pins(session, AuditQuestion(codes=[point.code], now=NOW, **question))  # type: ignore[arg-type]
    return [one.finding.kind for one in found]


def sound(country: Country, **about: object) -> ServicePoint:
    """Pinned lately, and offers something."""
    procedure = country.make_procedure()
    return country.make_service_point(offers=(procedure,), **({"at": AT} | about))  # type: ignore[arg-type]


def test_a_service_point_that_lacks_nothing(squares: Session, country: Country) -> None:
    assert kinds(squares, sound(country, subdistrict_code="200701")) == []


def test_what_is_missing(session: Session, country: Country) -> None:
    assert kinds(session, country.make_service_point(at=None, hours=None)) == [
        "not_pinned",
        "hours_missing",
        "no_offering",
    ]
    assert kinds(session, sound(country, hours="whenever")) == ["hours_unreadable"]


@pytest.mark.parametrize(
    ("pinned", "verified", "stale"),
    [
        ("2026-06-01", None, False),
        ("2025-06-01", None, True),
        ("2024-01-01", "2026-06-01", False),
        ("2024-01-01", "2025-11-01", True),
    ],
)
def test_stale(session: Session, country: Country, pinned: str, verified: str | None, stale: bool) -> None:
    point = sound(country)
    session.execute(
        text(
            "UPDATE service_point SET pinned_at = CAST(:pinned AS timestamptz), "
            "pin_verified_at = CAST(:verified AS timestamptz)"
        ),
        {"pinned": pinned, "verified": verified},
    )
    assert kinds(session, point) == (["stale"] if stale else [])
    assert kinds(session, point, confirm_within=timedelta(days=10_000)) == []


@pytest.mark.parametrize(
    ("name", "other", "metres", "told"),
    [
        ("สถานีตำรวจภูธรบ้านบึง", "สถานีตำรวจภูธรบ้านบึง", 200, True),
        ("สถานีตำรวจภูธรบ้านบึง", "สถานีตำรวจภูธร บ้านบืง", 200, True),
        ("สถานีตำรวจภูธรบ้านบึง", "สถานีตำรวจภูธรบ้านบึง", 400, False),
        ("ที่ทำการผู้ใหญ่บ้าน หมู่ที่ 3 ตำบลบางพระ", "ที่ทำการผู้ใหญ่บ้าน หมู่ที่ 4 ตำบลบางพระ", 100, False),
        ("สถานีตำรวจภูธรบ้านบึง", "โรงพยาบาลบ้านบึง", 100, False),
    ],
)
def test_duplicates(  # noqa: PLR0917 - what is compared, and what comes of it
    session: Session, country: Country, name: str, other: str, metres: float, told: bool
) -> None:
    point = sound(country, name_th=name)
    twin = sound(country, name_th=other, at=LonLat(lon=AT.lon, lat=AT.lat + metres / 110_640))
    assert kinds(session, point) == (["duplicate"] if told else [])
    assert kinds(session, twin) == (["duplicate"] if told else [])


def test_a_swapped_pin_that_came_by_another_way_does_not_stop_the_audit(squares: Session, country: Country) -> None:
    squares.execute(text("ALTER TABLE service_point DROP CONSTRAINT pin_on_earth, DISABLE TRIGGER USER"))
    point = country.make_service_point(hours=None, subdistrict_code="200701")
    squares.execute(text("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(13.05, 101.05), 4326)"))
    assert kinds(squares, point)[0] == "swapped"


def test_one_agency_with_all_below_it_one_area_some_kinds(session: Session, country: Country) -> None:
    ministry = country.make_agency()
    department, other = country.make_agency(parent=ministry), country.make_agency()
    ours = country.make_service_point(agency=department, subdistrict_code="200701", hours=None)
    theirs = country.make_service_point(agency=other, subdistrict_code="210101", hours=None)
    country.make_service_point(agency=other, subdistrict_code="210101", hours=None, shown=False)

    def codes(**question: object) -> set[str]:
        return {one.code for one in audit_pins(session, AuditQuestion(**question))}  # type: ignore[arg-type]

    assert codes() == {ours.code, theirs.code}
    assert codes(agency_code=ministry.code) == codes(area_code="20") == codes(area_code="200701") == {ours.code}
    assert count_pins(session, AuditQuestion(agency_code=ministry.code)) == 1
    (found,) = audit_pins(session, AuditQuestion(area_code="21", kinds=frozenset({"hours_missing"})))
    assert (found.code, found.agency_code, found.province is not None) == (theirs.code, other.code, True)
    with pytest.raises(UnknownAgency):
        codes(agency_code="0")
    with pytest.raises(UnknownArea):
        codes(area_code="99")
    with pytest.raises(InvalidQuery, match="none of the kinds"):
        parse_kind("haunted")


def test_one_pin_is_checked_as_all_are(squares: Session, country: Country) -> None:
    """Whatever the audit says of a pin, in the crowd or alone, is said of it before it is saved."""
    dice = random.Random(7)
    agencies = [country.make_agency() for _ in range(3)]
    corners = [LonLat(lon=101 + dice.random() * 0.42, lat=12.99 + dice.random() * 0.12) for _ in range(8)]
    corners += [LonLat(lon=101.15, lat=13.05), LonLat(lon=101.051, lat=13.02), LonLat(lon=100.2, lat=5.6)]
    points = []
    for number in range(60):
        point = country.make_service_point(
            at=dice.choice(corners),
            agency=dice.choice(agencies),
            subdistrict_code=dice.choice(["200701", "200702", "200801", "210101", None]),
        )
        point.address_th = dice.choice(["ศาลากลางจังหวัด ชั้น 2", "ศาลากลางจังหวัด ชั้น 3", f"{number} ถนนเทศบาล"])
        points.append(point)
    squares.flush()
    squares.execute(text("ANALYZE service_point"))
    crowd: dict[str, list[PinFinding]] = {point.code: [] for point in points}
    for one in _about_pins(audit_pins(squares, AuditQuestion(now=NOW))):
        crowd[one.code].append(one.finding)
    told = {finding.kind for found in crowd.values() for finding in found}
    assert told >= {"wrong_province", "wrong_subdistrict", "on_another_agency", "head_office", "centroid", "rounded"}
    for point in points:
        (position,) = squares.execute(
            text("SELECT ST_X(location) AS lon, ST_Y(location) AS lat FROM service_point WHERE id = :id"),
            {"id": point.id},
        ).all()
        alone = [one.finding for one in _about_pins(audit_pins(squares, AuditQuestion(codes=[point.code], now=NOW)))]
        before = check_pin(squares, find_proposed_pin(squares, point.code, lon=position.lon, lat=position.lat))
        assert crowd[point.code] == alone == before


def _about_pins(found: list[AuditedFinding]) -> list[AuditedFinding]:
    return [one for one in found if one.finding.kind in ABOUT_PINS]
