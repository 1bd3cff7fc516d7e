"""One real PostGIS a run: a migrated template database, and for each test a transaction that is rolled back."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.cluster.embedded import EmbeddedServer
from geo.finding.finder import Finder
from geo.finding.readiness import make_all_vectors
from geo.migrate import migrate
from tests.country import Country

NewPage = Callable[..., Page]

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What each new window brings along and nobody looks at, two pages of the browser's own and a process in store, takes as
# long as a page of ours. The rest is playwright's list, which this one takes the place of.
_SWITCHED_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
CHROMIUM_ARGUMENTS = [
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # the sandbox refuses to work for root, as in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_SWITCHED_OFF)}",
]

# A test cluster may lose everything in a crash: it is made anew anyway. Dozens of sites are served at once.
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400"}


LONGEST = (
    "test_readme.py",
    "test_benchmarks.py",
    "test_judged.py",
    "test_manual_story.py",
    "test_filters.py",
    "test_accessibility.py",
    "test_plan_shape.py",
    "test_crash.py",
    "test_sign_in.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: a worker that came to one of them last would keep the run waiting.

    xdist would put those with the most tests first, which these are not: `--no-loadscope-reorder` in the Makefile.
    """
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The cluster of this run, in a folder that the unprivileged user of the server can reach."""
    home = Path(tempfile.mkdtemp(prefix="pakmud-"))
    home.chmod(0o755)
    server = EmbeddedServer(home, options=FAST_AND_LOOSE)
    try:
        server.start()
        yield server
    finally:
        server.stop(at_once=True)  # hundreds of databases that are thrown away need not be written out first
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """Name of a database with the schema, the areas and the reference vectors, which nobody is connected to."""
    url = server.start()
    migrate(url)
    engine = create_engine(url, poolclass=NullPool)
    make_all_vectors(engine, Finder().catalogue)  # once here, instead of in every site that is served
    engine.dispose()
    return "pakmud"


@pytest.fixture(scope="session")
def copy_of(server: EmbeddedServer) -> Iterator[Callable[[str], str]]:
    """Copies a database that nobody is connected to, by its name; returns the URL of the copy."""
    administration = create_engine(
        server.url("postgres", role="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    numbers = count()

    def copy(template: str) -> str:
        name = f"test_{next(numbers)}"
        with administration.connect() as connection:
            # a fourth of the time that a copy through the log takes, and a run of all tests makes hundreds
            version = connection.dialect.server_version_info or ()
            strategy = "STRATEGY file_copy" if version >= (15,) else ""  # before 15 there is no other
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER pakmud {strategy}'))
        return server.url(name)

    yield copy
    administration.dispose()


@pytest.fixture(scope="session")
def make_database(copy_of: Callable[[str], str], template: str) -> Callable[[], str]:
    """Makes a migrated database of its own, for tests that must commit; returns its URL."""
    return lambda: copy_of(template)


@pytest.fixture
def fresh_database(make_database: Callable[[], str]) -> str:
    """URL of an empty, migrated database of this test's own."""
    return make_database()


@pytest.fixture(scope="session")
def engine(make_database: Callable[[], str]) -> Iterator[Engine]:
    """The database that `session` works in."""
    engine = create_engine(make_database(), connect_args={"options": "-c timezone=Asia/Bangkok"})
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose every change, committed or not, is gone after the test."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def country(session: Session) -> Country:
    """Makes rows that name only what the test is about."""
    return Country(session)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's own Chromium, headless; one a run: two of playwright's loops cannot share a thread."""
    program = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.fail(f"needs a browser, one of {', '.join(CHROMIUM_NAMES)}")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Makes an empty page of a fresh profile, at a site's address if given; keyword arguments are the context's.

    Each act and each expectation first waits until the scripts of the page have started: no person is so quick that
    she comes before them, and before them a page does what it does without scripts.
    """
    contexts: list[BrowserContext] = []

    def new_page(address: str | None = None, **options: object) -> Page:
        contexts.append(browser.new_context(base_url=address, **options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(30_000)
        page = contexts[-1].new_page()
        if options.get("java_script_enabled", True):
            starting = page.locator("html:has(script[src$='/pakmud.js']):not([data-started])")
            page.add_locator_handler(starting, lambda _: None)
        return page

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """An empty page of a fresh profile."""
    return new_page(locale="en-GB", viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it are skipped without it, never in CI."""
    if not SHARED_DATA.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"needs the real data in {SHARED_DATA}, which is not part of the repository")
    return SHARED_DATA
