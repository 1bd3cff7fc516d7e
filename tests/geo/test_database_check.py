from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from geo.cluster.embedded import EmbeddedServer
from geo.database_check import check_database

OFFICE_WITH_AN_OFFERING = """
    INSERT INTO agency (code, level, name_th) VALUES ('0000000000001', 'ministry', 'กระทรวง');
    INSERT INTO service_point (code, agency_id, name_th, location, pin_method, pinned_at)
        SELECT '0000000000002', id, 'สำนักงาน', 'SRID=4326;POINT(100.5 13.75)', 'demo', now() FROM agency;
    INSERT INTO procedure (code, title_th, agency_id) SELECT '1', 'ทำบัตร', id FROM agency;
    INSERT INTO offering (procedure_id, service_point_id) SELECT p.id, s.id FROM procedure p, service_point s;
"""


@pytest.fixture
def engine(make_database: Callable[[], str]) -> Iterator[Engine]:
    engine = create_engine(make_database(), poolclass=NullPool)
    change(engine, OFFICE_WITH_AN_OFFERING)
    yield engine
    engine.dispose()


def change(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statements)


def problems(engine: Engine) -> str:
    return " ".join(str(finding.problem) for finding in check_database(engine))


def test_a_database_in_order_has_no_findings(engine: Engine) -> None:
    assert check_database(engine) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("ALTER TABLE service_point DISABLE TRIGGER service_point_tells_its_offerings", "service_point_tells"),
        ("DROP TRIGGER offering_repeats_its_service_point ON offering", "offering_repeats"),
        ("DROP INDEX offering_nearest", "offering_nearest is missing"),
        ("UPDATE alembic_version SET version_num = '0000'", "revision 0000"),
        ("DROP TABLE alembic_version", "revision -"),
    ],
)
def test_damage_is_found(engine: Engine, damage: str, problem: str) -> None:
    change(engine, damage)

    assert problem in problems(engine)


@pytest.mark.parametrize("edit", ["shown = false", "location = 'SRID=4326;POINT(100.6 13.75)'"])
def test_offerings_that_missed_an_edit_are_counted_and_the_remedy_works(engine: Engine, edit: str) -> None:
    table = "ALTER TABLE service_point {} TRIGGER service_point_tells_its_offerings"
    change(engine, table.format("DISABLE"))
    change(engine, f"UPDATE service_point SET {edit}")  # noqa: S608
    change(engine, table.format("ENABLE"))

    assert problems(engine) == "1 offerings disagree with their service points."
    change(engine, "UPDATE offering SET procedure_id = procedure_id")
    assert check_database(engine) == []


def test_an_empty_database_lacks_the_extensions_and_the_schema(server: EmbeddedServer) -> None:
    engine = create_engine(server.url("template1", role="postgres"), poolclass=NullPool)

    found = problems(engine)

    assert all(f"extension {name} is missing" in found for name in ("postgis", "btree_gist", "pg_trgm"))
    assert "revision -" in found


def test_plain_c_and_another_encoding_are_found(server: EmbeddedServer) -> None:
    administration = create_engine(
        server.url("postgres", role="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE plain_c LOCALE 'C' ENCODING 'LATIN1' TEMPLATE template0"))

    found = problems(create_engine(server.url("plain_c", role="postgres"), poolclass=NullPool))

    assert "locale is C" in found
    assert "encoding is LATIN1" in found


def test_a_server_that_does_not_answer_is_one_finding(server: EmbeddedServer) -> None:
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing", poolclass=NullPool)

    findings = check_database(engine)

    assert len(findings) == 1
    assert "cannot be reached" in str(findings[0].problem)
    assert "pakmud db up" in str(findings[0].remedy)
