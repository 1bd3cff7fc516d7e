"""The list of office types: complete for the demo country, loaded once, and what it says reaches the offices."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.models import AREA_LEVELS
from geo.service_point_types import listed_types, load_service_point_types
from ingest.demo.office_kinds import OFFICE_KINDS
from tests.country import Country

ROWS = text("SELECT name_th, name_en, serves, xmin::text FROM service_point_type ORDER BY name_th")


def test_every_type_is_listed_once_in_both_languages() -> None:
    names = [name for name, _, _ in listed_types()]
    assert len(set(names)) == len(names) > 80
    assert all(english for _, english, _ in listed_types())
    assert {serves for _, _, serves in listed_types()} == {*AREA_LEVELS, None}
    assert {kind.type_th for kind in OFFICE_KINDS} <= set(names)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("ที่ว่าการอำเภอ", "district"),
        ("สำนักงานเขต", "district"),
        ("องค์การบริหารส่วนตำบล", "subdistrict"),
        ("สำนักงานเทศบาล", "subdistrict"),
        ("ศาลากลางจังหวัด", "province"),
        ("สถานีตำรวจ", None),
        ("โรงพยาบาล", None),
    ],
)
def test_what_a_type_serves(name: str, level: str | None) -> None:
    assert next(serves for listed, _, serves in listed_types() if listed == name) == level


def test_loading_again_changes_nothing(session: Session) -> None:
    load_service_point_types(session)
    before = session.execute(ROWS).all()
    assert {row.name_th for row in before} >= {name for name, _, _ in listed_types()}
    session.execute(text("SAVEPOINT second_time"))  # what is written from here on has another xmin
    load_service_point_types(session)
    assert session.execute(ROWS).all() == before


def test_only_what_differs_is_brought_to_the_list(session: Session) -> None:
    load_service_point_types(session)
    before = {row.name_th: row for row in session.execute(ROWS)}
    session.execute(text("SAVEPOINT second_time"))
    session.execute(text("UPDATE service_point_type SET serves = NULL WHERE name_th = 'ที่ว่าการอำเภอ'"))
    session.execute(text("INSERT INTO service_point_type VALUES ('จุดบริการใหม่', 'New kind', 'district')"))
    load_service_point_types(session)
    after = {row.name_th: row for row in session.execute(ROWS)}
    assert tuple(after.pop("จุดบริการใหม่"))[:3] == ("จุดบริการใหม่", "New kind", "district")
    assert after.pop("ที่ว่าการอำเภอ").serves == "district"
    del before["ที่ว่าการอำเภอ"]
    assert after == before


def test_offices_serve_what_their_type_says(session: Session, country: Country) -> None:
    load_service_point_types(session)
    office = country.make_service_point(subdistrict_code="200801")  # a ที่ว่าการอำเภอ
    session.refresh(office)
    assert office.serves == ["2008"]
    session.execute(text("UPDATE service_point_type SET serves = 'province' WHERE name_th = 'ที่ว่าการอำเภอ'"))
    session.refresh(office)
    assert office.serves == ["20"]
    load_service_point_types(session)
    session.refresh(office)
    assert office.serves == ["2008"]
