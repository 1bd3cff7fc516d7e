"""Offerings by the million are what the triggers would have made of each one."""

import pytest
from psycopg import Cursor
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from ingest.demo.bulk_offerings import OFFICE_HOURS, OfferingsDisagree, check_offerings
from tests.country import Country

ROWS = text(
    "SELECT id, agency_id, schedule_id, own_schedule_id, hours_class, location::bytea FROM offering "
    "WHERE own_schedule_id IS NOT NULL OR hours_class <> 0 "
    "OR service_point_id IN (SELECT service_point_id FROM temporary_hours) ORDER BY id"
)


def driver_cursor(session: Session) -> Cursor[tuple[object, ...]]:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    cursor: Cursor[tuple[object, ...]] = driver.cursor()
    return cursor


def test_the_triggers_agree_with_every_row(demo: Connection) -> None:
    before = demo.execute(ROWS).all()
    assert len(before) > 1_000
    demo.execute(text("UPDATE offering SET procedure_id = procedure_id"))
    assert demo.execute(ROWS).all() == before
    demo.rollback()


def test_where_doors_never_close_most_is_done_in_office_hours(demo: Connection) -> None:
    statement = text(
        "SELECT DISTINCT p.code, own.expression FROM offering o JOIN procedure p ON p.id = o.procedure_id "
        "JOIN service_point s ON s.id = o.service_point_id JOIN schedule h ON h.id = s.schedule_id "
        "LEFT JOIN schedule own ON own.id = o.own_schedule_id WHERE h.expression = '24/7'"
    )
    hours = {row.code: row.expression for row in demo.execute(statement)}
    assert hours.pop("0250110000001") is None  # a lost document is reported at night too
    assert len(hours) >= 4
    assert set(hours.values()) == {OFFICE_HOURS}
    elsewhere = (
        "SELECT count(*) FROM offering o JOIN service_point s ON s.id = service_point_id WHERE own_schedule_id > 0 "
    )
    not_always = (
        "AND s.schedule_id IS DISTINCT FROM (SELECT id FROM schedule WHERE expression = '24/7' AND exceptions = '[]')"
    )
    assert demo.scalar(text(elsewhere + not_always)) == 0


@pytest.mark.parametrize(
    "wrong", ["agency_id = -1", "schedule_id = NULL", "hours_class = 2 - hours_class", "location = NULL"]
)
def test_a_row_that_differs_from_its_service_point_is_found(session: Session, country: Country, wrong: str) -> None:
    procedure = country.make_procedure()
    point = country.make_service_point()
    country.make_offering(point, procedure, hours="24/7")
    country.make_service_point(offers=(procedure,))
    db = driver_cursor(session)
    check_offerings(db)
    closed = "INSERT INTO temporary_hours (service_point_id, during, expression) VALUES (%s, %s, 'off')"
    db.execute(closed, [point.id, "[2026-12-01, 2026-12-05)"])
    check_offerings(db)
    db.execute("ALTER TABLE offering DISABLE TRIGGER USER")
    db.execute(f"UPDATE offering SET {wrong} WHERE own_schedule_id IS NOT NULL")  # noqa: S608 - named above
    with pytest.raises(OfferingsDisagree, match="1 offerings differ"):
        check_offerings(db)
