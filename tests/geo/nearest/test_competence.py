"""Which areas service points serve: stated, implied by type, or around them; and what keeps that true."""

from dataclasses import replace

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import AREA_LEVELS, AreaServed, ServicePoint, ServicePointType
from geo.nearest.competence import Home
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest
from tests.country import Country
from tests.geo.nearest.test_search import BANGKOK

SICHANG, SRIRACHA = "200801", "200701"


def serves(session: Session, point: ServicePoint) -> list[str] | None:
    return session.scalar(select(ServicePoint.serves).where(ServicePoint.id == point.id))


def make_type(session: Session, level: str | None) -> None:
    session.execute(delete(ServicePointType))
    session.add(ServicePointType(name_th="ที่ว่าการอำเภอ", name_en="District Office", serves=level))
    session.flush()


def test_the_type_implies_the_area_of_its_level(session: Session, country: Country) -> None:
    point = country.make_service_point(subdistrict_code=SICHANG)
    for level, code in zip(AREA_LEVELS, ("20", "2008", "200801"), strict=True):
        make_type(session, level)
        assert serves(session, point) == [code]
    make_type(session, None)
    assert serves(session, point) is None


def test_what_an_agency_states_goes_before_the_type_and_what_the_point_states_before_both(
    session: Session, country: Country
) -> None:
    make_type(session, "district")
    point = country.make_service_point(subdistrict_code=SICHANG)
    of_agency = AreaServed(agency_id=point.agency_id, area_code="20")
    session.add(of_agency)
    session.flush()
    assert serves(session, point) == ["20"]
    session.add_all(AreaServed(service_point_id=point.id, area_code=code) for code in (SRIRACHA, "2001"))
    session.flush()
    assert serves(session, point) == ["2001", SRIRACHA]
    session.execute(delete(AreaServed).where(AreaServed.service_point_id == point.id))
    assert serves(session, point) == ["20"]
    session.execute(update(AreaServed).values(area_code="10"))
    assert serves(session, point) == ["10"]
    session.delete(of_agency)
    session.flush()
    assert serves(session, point) == ["2008"]


def test_an_office_that_moves_serves_where_it_is_now(session: Session, country: Country) -> None:
    make_type(session, "district")
    point = country.make_service_point(subdistrict_code=SICHANG)
    session.execute(update(ServicePoint).values(subdistrict_code="100101"))
    assert serves(session, point) == ["1001"]


def test_abolished_areas_lead_to_their_successors_also_when_they_are_abolished_later(
    session: Session, country: Country
) -> None:
    point = country.make_service_point(subdistrict_code=SICHANG)
    session.add(AreaServed(service_point_id=point.id, area_code=SRIRACHA))
    session.flush()
    assert serves(session, point) == [SRIRACHA]
    abolish = text("UPDATE area SET abolished_on = '2026-01-01', successor_codes = :by WHERE code = :code")
    session.execute(abolish, {"code": SRIRACHA, "by": ["100101", SICHANG]})
    assert serves(session, point) == ["100101", SICHANG]
    session.execute(abolish, {"code": SICHANG, "by": ["100102"]})
    assert serves(session, point) == ["100101", "100102"]
    session.execute(abolish, {"code": SRIRACHA, "by": ["100103"]})
    assert serves(session, point) == ["100103"]


def test_a_cycle_of_successors_ends(session: Session) -> None:
    abolish = text("UPDATE area SET abolished_on = '2026-01-01', successor_codes = :by WHERE code = :code")
    session.execute(abolish, {"code": SRIRACHA, "by": [SICHANG]})
    session.execute(abolish, {"code": SICHANG, "by": [SRIRACHA]})
    assert session.scalar(text("SELECT areas_in_force(ARRAY['200701'])")) is None


def test_competent_ones_come_first_however_far_and_pages_cross_over(session: Session, country: Country) -> None:
    make_type(session, "district")
    procedure = country.make_procedure(jurisdiction="district")
    near = [country.make_service_point(at=BANGKOK, subdistrict_code="100101", offers=(procedure,)) for _ in range(3)]
    far = country.make_service_point(at=LonLat(lon=100.81, lat=13.15), subdistrict_code=SICHANG, offers=(procedure,))
    query = NearestQuery(origin=BANGKOK, procedure_id=procedure.id, home=Home(code=SICHANG, level="district"), limit=2)
    first = find_nearest(session, query)
    assert [(hit.service_point_id, hit.competent) for hit in first.hits] == [(far.id, True), (near[0].id, False)]
    assert first.next is not None
    second = find_nearest(session, replace(query, after=query.place(first.next)))
    assert [hit.service_point_id for hit in second.hits] == [near[1].id, near[2].id]
    assert second.next is None
