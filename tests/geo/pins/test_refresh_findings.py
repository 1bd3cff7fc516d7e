"""All pins looked at beside everything else: what is kept is what the audit finds, and it can be followed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.coordinates import LonLat
from geo.models import ServicePoint
from geo.pins.audit import CONFIRM_WITHIN, AuditQuestion, audit_pins
from geo.pins.kept_findings import recheck_point, stored_finding
from geo.pins.models import StoredFinding
from geo.pins.refresh_findings import STALE_AFTER, begin_refresh, find_refresh, refresh_findings
from geo.words import languages
from tests.country import Country
from tests.geo.pins.conftest import outline

AT = LonLat(lon=101.051234, lat=13.051234)


@pytest.fixture
def engine_of_its_own(make_database: Callable[[], str]) -> Iterator[Engine]:
    """Two agencies on one pin, one office without a pin, one beyond its subdistrict, one that is right."""
    engine = create_engine(make_database(), poolclass=NullPool)
    with Session(engine) as session:
        outline(session, "200701", w=101, e=101.1)
        outline(session, "200702", w=101.1, e=101.2)
        country = Country(session)
        offers = (country.make_procedure(),)
        here, there = country.make_agency(), country.make_agency()
        country.make_service_point("a", at=AT, agency=here, subdistrict_code="200701", offers=offers)
        other = country.make_service_point("b", at=AT, agency=there, subdistrict_code="200701", offers=offers)
        other.address_th = "2 ถนนเทศบาล"
        country.make_service_point("c", at=None, hours="whenever", offers=offers)
        country.make_service_point(
            "d", at=LonLat(lon=101.151234, lat=13.041234), subdistrict_code="200701", offers=offers
        )
        country.make_service_point(
            "e", at=LonLat(lon=101.061234, lat=13.061234), subdistrict_code="200701", name_th="ไปรษณีย์", offers=offers
        )
        session.commit()
    yield engine
    engine.dispose()


def refresh(engine: Engine) -> None:
    with Session(engine) as session:
        run_id = begin_refresh(session, "Khun Somying")
        session.commit()
    assert run_id is not None
    refresh_findings(engine, run_id, CONFIRM_WITHIN)


def kept(session: Session) -> list[tuple[str, str, str]]:
    rows = session.execute(
        select(ServicePoint.code, StoredFinding)
        .join(StoredFinding, StoredFinding.service_point_id == ServicePoint.id)
        .order_by(ServicePoint.code, StoredFinding.urgency)
    )
    return [
        (code, language, f"{found.kind} {found.sentence.render(language)} {found.remedy}")
        for code, row in rows
        for found in [stored_finding(row)]
        for language in languages()
    ]


def found(session: Session) -> list[tuple[str, str, str]]:
    return [
        (one.code, language, f"{one.finding.kind} {one.finding.sentence.render(language)} {one.finding.remedy}")
        for one in audit_pins(session, AuditQuestion())
        for language in languages()
    ]


def test_what_is_kept_is_what_the_audit_finds(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own) as session:
        assert find_refresh(session).is_due(datetime.now(UTC))
    refresh(engine_of_its_own)
    with Session(engine_of_its_own) as session:
        assert kept(session) == found(session) != []
        state = find_refresh(session)
        assert (state.points, state.is_running, state.failed, state.areas_drawn) == (5, False, None, True)
        assert state.finished_at is not None
        assert not state.is_due(datetime.now(UTC))
        assert state.is_due(state.finished_at + STALE_AFTER + timedelta(seconds=1))
    refresh(engine_of_its_own)
    with Session(engine_of_its_own) as session:
        assert kept(session) == found(session)


def test_one_point_is_looked_at_again_with_those_that_were_found_because_of_it(engine_of_its_own: Engine) -> None:
    refresh(engine_of_its_own)
    with Session(engine_of_its_own) as session:
        assert {code for code, _, text in kept(session) if "on_another_agency" in text} == {"a", "b"}
        point = session.scalars(select(ServicePoint).where(ServicePoint.code == "b")).one()
        point.location = LonLat(lon=101.071234, lat=13.071234).as_wkt()  # type: ignore[assignment]
        recheck_point(session, "b", CONFIRM_WITHIN)
        assert kept(session) == found(session)
        assert not [text for _, _, text in kept(session) if "on_another_agency" in text]


def test_a_second_look_waits_for_the_first_to_end(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own) as session:
        assert begin_refresh(session, None) is not None
        session.commit()
        assert find_refresh(session).is_running
        assert begin_refresh(session, None) is None


def test_a_look_whose_process_is_gone_is_over(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own) as session:
        begin_refresh(session, None)
        session.execute(text("UPDATE pin_audit_run SET started_at = now() - interval '1 hour'"))
        session.commit()
        state = find_refresh(session)
        assert not state.is_running
        assert "stopped" in str(state.failed)
        assert begin_refresh(session, None) is not None


def test_what_goes_wrong_is_told(engine_of_its_own: Engine) -> None:
    with Session(engine_of_its_own) as session:
        run_id = begin_refresh(session, None)
        session.execute(text("ALTER TABLE pin_finding RENAME TO gone"))
        session.commit()
    assert run_id is not None
    refresh_findings(engine_of_its_own, run_id, CONFIRM_WITHIN)
    with Session(engine_of_its_own) as session:
        state = find_refresh(session)
        assert (state.is_running, str(state.failed)) == (False, "The database stopped the work.")
