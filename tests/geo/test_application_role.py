"""The web application's role in the database: it works with rows, and can do nothing to the audit log but add to it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from geo.application_role import APPEND_ONLY, has_application_role, work_as_application
from geo.cluster.embedded import APPLICATION_ROLE, EmbeddedServer
from geo.database import connect
from geo.staff.audit import AT_THE_TERMINAL, Subject, record

CHANGES = ["UPDATE audit_log SET action = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"]


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str]) -> str:
    return make_database()


@pytest.fixture
def application(url: str) -> Iterator[Engine]:
    engine = connect(url, pool_size=1)
    work_as_application(engine)
    with Session(engine) as session:
        record(session, AT_THE_TERMINAL, "agency.edit", Subject("agency", "1", "กรม"), after={"a": 1})
        session.commit()
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "change",
    [*CHANGES, "DROP TABLE audit_log", "ALTER TABLE audit_log DISABLE TRIGGER ALL", "DROP TABLE agency CASCADE"],
)
def test_the_application_can_neither_change_the_log_nor_any_table(application: Engine, change: str) -> None:
    with application.connect() as connection, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(change))
    with application.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_log")) > 0


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_of_the_tables_is_refused_too(url: str, change: str) -> None:
    owner = connect(url, pool_size=1)
    with owner.connect() as connection, pytest.raises(ProgrammingError, match="append-only"):
        connection.execute(text(change))
    owner.dispose()


def test_every_connection_works_in_the_role_also_after_a_rollback(application: Engine) -> None:
    with application.connect() as connection:
        connection.rollback()
        assert connection.scalar(text("SELECT current_user")) == APPLICATION_ROLE


def test_the_application_can_write_every_other_table(application: Engine) -> None:
    with application.connect() as connection:
        closed = connection.scalars(
            text("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind = 'r'
                AND NOT (has_table_privilege(c.oid, 'SELECT, INSERT') AND has_table_privilege(c.oid, 'UPDATE')
                         AND has_table_privilege(c.oid, 'DELETE'))
            """)
        ).all()
    assert set(closed) == {*APPEND_ONLY, "alembic_version", "spatial_ref_sys"}


def test_a_login_without_the_role_is_told_of(url: str, server: EmbeddedServer) -> None:
    """As on a server of somebody else's, who gave us a plain login: the application works, and the check says so."""
    engine = connect(server.url(make_url(url).database or "", role="postgres"), pool_size=1)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE plain"))
        connection.execute(text("SET SESSION AUTHORIZATION plain"))
        assert not has_application_role(connection)
        connection.rollback()
    engine.dispose()
