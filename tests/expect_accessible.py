"""What every page owes everybody, looked at in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FOR_EVERYBODY = pytest.mark.parametrize(
    ("prefix", "options"),
    [
        ("", {"viewport": {"width": 360, "height": 780}}),
        ("/en", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    ],
)
"""In Thai on a phone; in English, in the dark, on a computer. `options` are those of `new_page`."""


def expect_accessible(page: Page) -> None:
    """No violation that axe knows, and nothing wider than the window."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth"), page.url


def expect_accessible_unfolded(page: Page) -> None:
    """The same with everything open that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    expect_accessible(page)
