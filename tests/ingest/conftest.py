"""A session with the rows that service points and offerings refer to; the demo country, made once."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from ingest.demo.offices import Office
from ingest.demo.places import all_places
from ingest.demo_country import SEED, make_country, make_offices
from tests.ingest.written_files import prepare


@pytest.fixture
def prepared(session: Session) -> Session:
    """One agency and one procedure are there."""
    prepare(session)
    return session


@pytest.fixture(scope="session")
def offices() -> list[Office]:
    """Those of the demo country."""
    return make_offices(SEED, all_places())


@pytest.fixture(scope="session")
def made(make_database: Callable[[], str]) -> Iterator[Engine]:
    """A database with the demo country in it."""
    engine = create_engine(make_database(), poolclass=NullPool, connect_args={"options": "-c timezone=Asia/Bangkok"})
    with engine.begin() as connection:
        assert make_country(connection).made
    yield engine
    engine.dispose()


@pytest.fixture
def demo(made: Engine) -> Iterator[Connection]:
    """Whatever a test changes in the demo country is undone."""
    with made.connect() as connection:
        yield connection
