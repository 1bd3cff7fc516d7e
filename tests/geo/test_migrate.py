"""The migrated schema is the one the models describe, however often and by however many it is migrated."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.cluster.embedded import EmbeddedServer
from geo.errors import DatabaseUnavailable
from geo.migrate import current_revision, migrate, newest_revision
from geo.models import Base


@pytest.fixture
def empty_database(server: EmbeddedServer) -> str:
    """URL of a database with nothing in it but the extensions, which need a superuser."""
    with create_engine(
        server.url("postgres", role="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    ).connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty"))
        connection.execute(text("CREATE DATABASE empty OWNER pakmud"))
    with create_engine(server.url("empty", role="postgres"), poolclass=NullPool).begin() as connection:
        for extension in ("postgis", "btree_gist", "pg_trgm"):
            connection.execute(text(f"CREATE EXTENSION {extension}"))
    return server.url("empty")


def is_ours(item: object, name: str, kind: str, reflected: bool, compare_to: object) -> bool:
    """Not PostGIS's own, and not the table that only triggers know."""
    return name != "data_change" and alembic_helpers.include_object(item, name, kind, reflected, compare_to)  # type: ignore[no-untyped-call]


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_the_migrated_schema_is_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        differences = [
            difference
            for difference in compare_metadata(context, Base.metadata)
            # Indexes and the order of unique columns are the migrations' own business.
            if "index" not in str(difference[0]) and "constraint" not in str(difference[0])
        ]
    assert differences == []


def test_several_processes_may_migrate_at_once(empty_database: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate, [empty_database] * 3))
    engine = create_engine(empty_database, poolclass=NullPool)
    assert current_revision(engine) == newest_revision()
    with Session(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM area WHERE level = 'province' AND abolished_on IS NULL")) == 77


def test_migrating_again_changes_nothing(make_database: Callable[[], str]) -> None:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    versions = text("SELECT sum(xmin::text::bigint), count(*) FROM area")
    with engine.connect() as connection:
        before = connection.execute(versions).one()
    migrate(url)
    with engine.connect() as connection:
        assert connection.execute(versions).one() == before


def test_an_unreachable_database_gets_a_sentence() -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        migrate("postgresql+psycopg://nobody@/nowhere?host=/nonexistent")
