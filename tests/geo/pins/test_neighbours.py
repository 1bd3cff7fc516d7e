"""When one service point changes, its neighbours are looked at again: nothing waits for the daily look at all."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.coordinates import LonLat
from geo.models import ServicePoint
from geo.pins.audit import AuditQuestion, find_findings
from geo.pins.duplicates import NEAR_M
from geo.pins.kept_findings import recheck_point
from geo.pins.models import StoredFinding
from geo.pins.neighbours import OF_NEIGHBOURS, find_neighbours, neighbours_statement
from geo.staff.service_point_edit import load_point
from tests.country import Country

DOOR = LonLat(lon=101.051234, lat=13.051234)
NEXT_DOOR = LonLat(lon=101.051234, lat=13.053)
ELSEWHERE = LonLat(lon=101.251234, lat=13.041234)


def move(session: Session, point: ServicePoint, to: LonLat | None) -> None:
    point.location = to.as_wkt() if to else None  # type: ignore[assignment]
    point.pin_method, point.pinned_at = ("typed", func.now()) if to else (None, None)
    session.flush()


def kept(session: Session) -> set[tuple[int, str, str | None]]:
    rows = select(StoredFinding.service_point_id, StoredFinding.kind, StoredFinding.other_code)
    return {(point_id, kind, other) for point_id, kind, other in session.execute(rows)}


def found(session: Session) -> set[tuple[int, str, str | None]]:
    return {(point_id, one.kind, one.other_code) for point_id, one in find_findings(session, AuditQuestion())}


def test_the_twin_that_stayed_learns_of_it_at_once(session: Session, country: Country) -> None:
    stays = country.make_service_point("stays", at=DOOR)
    moves = country.make_service_point("moves", at=ELSEWHERE)
    recheck_point(session, "stays")
    recheck_point(session, "moves")
    assert not [kind for _, kind, _ in kept(session) if kind == "duplicate"]
    move(session, moves, NEXT_DOOR)
    recheck_point(session, "moves")
    assert {(stays.id, "duplicate", "moves"), (moves.id, "duplicate", "stays")} <= kept(session)
    move(session, moves, ELSEWHERE)
    recheck_point(session, "moves")
    assert not [kind for _, kind, _ in kept(session) if kind == "duplicate"]


def test_who_left_the_pin_of_the_head_office_leaves_the_others_too(session: Session, country: Country) -> None:
    agency = country.make_agency()
    branches = [
        country.make_service_point(at=DOOR, agency=agency, subdistrict_code=code, name_th=f"สาขา {code}")
        for code in ("200701", "200702", "200801")
    ]
    recheck_point(session, branches[0].code)
    assert Counter(kind for _, kind, _ in kept(session))["head_office"] == 3
    move(session, branches[0], ELSEWHERE)
    recheck_point(session, branches[0].code)
    assert Counter(kind for _, kind, _ in kept(session))["head_office"] == 0


def test_whatever_changes_what_is_kept_is_what_the_audit_finds(session: Session, country: Country) -> None:
    dice = random.Random(11)
    agencies = [country.make_agency() for _ in range(2)]
    names = ("ที่ว่าการอำเภอศรีราชา", "ที่ว่าการอำเภอศรีราชา 2", "สถานีตำรวจศรีราชา")
    areas = ("200701", "200702", "200801", "210101")
    places = (DOOR, DOOR, NEXT_DOOR, ELSEWHERE, None)
    points = [
        country.make_service_point(
            at=dice.choice(places),
            agency=dice.choice(agencies),
            name_th=dice.choice(names),
            subdistrict_code=dice.choice(areas),
        )
        for _ in range(16)
    ]
    for number, point in enumerate(points):
        point.address_th = f"{number % 4} ถนนเทศบาล"
        recheck_point(session, point.code)
    assert kept(session) == found(session)
    told: set[str] = set()
    for _ in range(40):
        point = dice.choice(points)
        match dice.randrange(5):
            case 0:
                point.name_th = dice.choice(names)
            case 1:
                point.shown = not point.shown
            case 2:
                point.subdistrict_code = dice.choice(areas)
            case _:
                move(session, point, dice.choice(places))
        recheck_point(session, point.code)
        assert kept(session) == found(session)
        told |= {kind for _, kind, _ in kept(session)}
    assert told >= OF_NEIGHBOURS


def test_two_who_save_twins_at_once_do_not_block_each_other(make_database: Callable[[], str]) -> None:
    engine = create_engine(make_database(), poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        country.make_service_point("here", at=DOOR)
        country.make_service_point("there", at=NEXT_DOOR)
        recheck_point(session, "here")
        session.commit()
    with Session(engine) as one, Session(engine) as other:
        for session, code in ((one, "here"), (other, "there")):
            session.execute(text("SET LOCAL lock_timeout = '5s'"))  # or a lock would keep the test for ever
            load_point(session, code, to_change=True)
        recheck_point(one, "here")
        one.commit()
        recheck_point(other, "there")
        assert {(kind, twin) for _, kind, twin in kept(other) if kind == "duplicate"} == {
            ("duplicate", "here"),
            ("duplicate", "there"),
        }
    engine.dispose()


@pytest.mark.parametrize(("metres", "is_near"), [(NEAR_M - 5, True), (2 * NEAR_M, False)])
def test_no_further_than_the_rules_look(session: Session, country: Country, metres: float, is_near: bool) -> None:
    country.make_service_point("here", at=DOOR)
    country.make_service_point("there", at=LonLat(lon=DOOR.lon, lat=DOOR.lat + metres / 110_600))
    country.make_service_point("hidden", at=DOOR, shown=False)
    assert find_neighbours(session, "here") == (["there"] if is_near else [])
    assert find_neighbours(session, "nowhere") == []


def test_both_places_are_looked_up_by_the_index(session: Session, country: Country) -> None:
    point = country.make_service_point("here", at=DOOR)
    move(session, point, NEXT_DOOR)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = text(f"EXPLAIN {neighbours_statement()}")
    plan = session.scalars(explain, {"code": "here", "near_degrees": 0.003, "most": 10})
    assert any("service_point_location" in line for line in plan)
