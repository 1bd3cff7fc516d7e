"""The whole program on a free port, over a small country that is committed: what real HTTP asks in these tests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import httpx
import pytest
import uvicorn
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from starlette.types import ASGIApp

from api.app import create_app
from api.whole_answers import WholeAnswers
from geo.models import Area
from geo.settings import Settings
from tests.api.listed_procedures import load_listed_procedures
from tests.api.registry_offices import load_registry_offices
from tests.api.small_country import SICHANG, load_small_country

ServeApp = Callable[..., str]


@pytest.fixture(scope="session")
def serve_for_all() -> Iterator[ServeApp]:
    """As `serve_app`, until the run ends, for what the tests of several files ask."""
    yield from _serve_app()


@pytest.fixture(scope="module")
def serve_app() -> Iterator[ServeApp]:
    """Serves the app on the database of a URL, with further settings by name; returns its address, without a slash.

    Until the tests of the file are through: dozens of apps that nobody asks any more take a quarter of a core.
    """
    yield from _serve_app()


def _serve_app() -> Iterator[ServeApp]:
    with ExitStack() as stack:

        def serve(database_url: str, **settings: object) -> str:
            return stack.enter_context(served(Settings(_env_file=None, database_url=database_url, **settings)))  # type: ignore[arg-type, call-arg]

        yield serve


@pytest.fixture(scope="session")
def small_country(make_database: Callable[[], str]) -> str:
    """URL of a database with what `tests/api/small_country.py` describes. Tests leave it as it is."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_small_country(session)
        session.commit()
    return url


@pytest.fixture(scope="session")
def site(serve_for_all: ServeApp, small_country: str) -> str:
    """Address of the app on the small country, such as http://127.0.0.1:40123."""
    return serve_for_all(small_country)


@pytest.fixture(scope="session")
def listed_site(serve_for_all: ServeApp, make_database: Callable[[], str]) -> str:
    """Address of the app on the small country with what can be had in some areas only (listed_procedures.py)."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_small_country(session)
        load_registry_offices(session)
        load_listed_procedures(session)
        town = SICHANG.as_wkt()  # an answer from Ko Sichang needs to know where that is
        session.execute(update(Area).where(Area.code == "2008").values(centre=town))
        session.commit()
    return serve_for_all(url)


@pytest.fixture(scope="session")
def client(site: str) -> Iterator[httpx.Client]:
    """An HTTP client of `site` that follows no redirects."""
    with httpx.Client(base_url=site, timeout=30) as client:
        yield client


def served(settings: Settings) -> AbstractContextManager[str]:
    return serving(create_app(settings))


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of any application, on the server that `pakmud serve` has."""
    server = uvicorn.Server(
        uvicorn.Config(app, http=WholeAnswers, host="127.0.0.1", port=0, log_level="warning", access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the app did not start; its log says why")
        time.sleep(0.01)
    try:
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)
