"""Brings the database's schema and reference data up to date; safe to run at any time, by several at once."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.application_role import grant_to_application
from geo.areas import load_areas
from geo.database import reachable
from geo.errors import DatabaseUnavailable
from geo.service_point_types import load_service_point_types
from geo.words import N_

# Alembic is imported where it is used: it takes a second, which every terminal command would wait for.
if TYPE_CHECKING:
    from alembic.config import Config

MIGRATION_LOCK = 7_256_683
"""Any number, the same for every process: whoever holds this advisory lock migrates, the others wait."""

LOCK_TIMEOUT = "10s"
"""How long a migration waits for a table that searches are using before it gives up instead of queueing them all."""

STATEMENT_TIMEOUT = "30min"
"""Long enough to build an index over tens of millions of offerings."""


def migrate(url: str) -> None:
    """Migrate to the newest schema and load the reference data: areas of Thailand, kinds of offices. Safe to repeat.

    Raises: DatabaseUnavailable.
    """
    from alembic import command

    engine = create_engine(url, poolclass=NullPool)
    with reachable(), engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.commit()  # the lock belongs to the session and stays
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        connection.commit()
        grant_to_application(connection)
        connection.commit()
        with Session(connection) as session:
            load_areas(session)
            load_service_point_types(session)
            session.commit()


def current_revision(engine: Engine) -> str | None:
    """The schema revision of the database, None when it has no schema yet."""
    from alembic.runtime.migration import MigrationContext

    with reachable(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_schema(engine: Engine) -> None:
    """Raises: DatabaseUnavailable when there is no database, or its schema is not the one this program needs."""
    if current_revision(engine) != newest_revision():
        raise DatabaseUnavailable(N_("The database has not been prepared for this version. Run: pakmud db up"))


@cache
def newest_revision() -> str:
    """The schema revision this program needs."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_configuration()).get_current_head()
    assert head is not None, "there is always a first migration"  # noqa: S101
    return head


def _configuration() -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return configuration
