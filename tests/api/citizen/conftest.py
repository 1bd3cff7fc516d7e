"""A real Chromium on the citizens' pages of the small country, which may ask no host but the site's own."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.conftest import ServeApp
from tests.api.registry_offices import load_registry_offices
from tests.api.small_country import SICHANG, load_small_country
from tests.conftest import NewPage
from tests.country import Country

LOST_CARD = "0150410000003"
"""A second case of what people call ทำบัตรประชาชน; offered by nobody here."""

NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1280, "height": 900}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def citizen_site(serve_for_all: ServeApp, make_database: Callable[[], str]) -> str:
    """Address of the app on the small country, in which Ko Sichang's town is known and a common name is shared,
    with offices that only serve an area."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_small_country(session)
        load_registry_offices(session)
        Country(session).make_procedure(
            LOST_CARD,
            title_th="การขอมีบัตรใหม่ กรณีบัตรหาย",
            title_en="Lost identity card",
            common_names_th=("ทำบัตรประชาชน", "บัตรหาย"),
        )
        session.execute(
            text(
                "UPDATE area SET centre = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) WHERE code IN ('2008', '200801')"
            ),
            {"lon": SICHANG.lon, "lat": SICHANG.lat},
        )
        session.commit()
    engine.dispose()
    return serve_for_all(url)


@pytest.fixture
def open_page(new_page: NewPage, citizen_site: str) -> Iterator[OpenPage]:
    """Opens a path of the site in a browser of its own; keyword arguments are the context's.

    Afterwards: no page asked another host, and none had an error in its scripts or broke the content security policy.
    """
    here = urlsplit(citizen_site).netloc
    strangers: list[str] = []
    complaints: list[str] = []

    def watch(route: Route) -> None:
        if urlsplit(route.request.url).netloc == here:
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    def open_page(path: str, **options: object) -> Page:
        page = new_page(citizen_site, **{"viewport": NARROW, **options})
        page.context.route("**/*", watch)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        page.goto(path)
        return page

    yield open_page
    assert strangers == []
    assert complaints == []
