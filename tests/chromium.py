"""One headless Chromium for all tests of a run that want a browser: the system's own, as Debian packages it.

A conftest takes the fixtures it needs from here: `from tests.chromium import page`.
"""

import atexit
import os
import shutil
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def chromium() -> Browser:
    """Started once: two of playwright's loops cannot live in one thread."""
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.fail(f"needs a browser, one of {', '.join(NAMES)}")
    playwright = sync_playwright().start()
    # Chromium's sandbox refuses to work for root, whom containers run tests as.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=program, args=options)
    atexit.register(playwright.stop)
    atexit.register(browser.close)
    return browser


@pytest.fixture
def page() -> Iterator[Page]:
    """An empty page of a fresh profile."""
    context = chromium().new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
