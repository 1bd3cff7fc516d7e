"""The pin's page in a real browser: the phone knows where it is, and no page has a barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api.staff.conftest import StaffSite
from tests.api.staff.pins.conftest import MINUTES, PIN, SWAPPED, nearest
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible

pytestmark = pytest.mark.browser

OpenBrowser = Callable[..., Page]


@pytest.fixture
def open_browser(new_page: NewPage, pin_site: StaffSite) -> OpenBrowser:
    """A browser of its own for each person, signed in."""

    def open_browser(name: str, prefix: str = "/en", **options: object) -> Page:
        page = new_page(pin_site.address, **options)
        sign_in(page, prefix, name)
        return page

    return open_browser


def test_the_phone_knows_where_it_is(open_browser: OpenBrowser, pin_site: StaffSite) -> None:
    page = open_browser(
        "point_officer",
        viewport={"width": 360, "height": 780},
        geolocation={"latitude": 13.1712345, "longitude": 100.9371234, "accuracy": 80},
        permissions=["geolocation"],
    )
    page.goto(f"/en{PIN}")
    page.get_by_role("button", name="I am standing at its door").click()
    expect(page.locator("#reading")).to_contain_text("Your phone says: to within 80 m.")
    expect(page.locator("#reading")).to_contain_text("That is too far off for a door")
    page.get_by_role("button", name="Save the pin").click()
    expect(page.get_by_role("region", name="The pin now")).to_contain_text("position of a phone, to within 80 m")
    assert nearest(pin_site) == pytest.approx((13.1712345, 100.9371234))


@FOR_EVERYBODY
def test_no_page_has_a_barrier(
    open_browser: OpenBrowser, pin_site: StaffSite, prefix: str, options: dict[str, object]
) -> None:
    officer = open_browser("point_officer", prefix, **options)
    for path in ("/staff", PIN, f"{PIN}?q={MINUTES}", f"{PIN}?q={SWAPPED}", "/staff/insisted-pins"):
        officer.goto(prefix + path)
        has_none(officer)
    # insisted on, so that the central officer has something to decide
    officer.goto(f"{prefix}{PIN}?q={MINUTES}")
    for box in officer.locator("#reading input[type=checkbox]").all():
        box.check()
    officer.locator("#because").fill("ท่าเรือ")
    officer.locator("button[value=save]").click()
    expect(officer.locator("#because")).to_have_count(0)
    central = open_browser("central_officer", prefix, **options)
    for path in (PIN, "/staff/insisted-pins", "/staff/pin-audit", "/staff/pin-audit?kind=haunted"):
        central.goto(prefix + path)
        has_none(central)
    central.goto(f"{prefix}/staff/pin-audit")
    expect(central.locator("#refresh[aria-busy]")).to_have_count(0)
    central.reload()
    has_none(central)
    expect(central.locator("[data-work-map] .pk-cluster").first).to_be_visible()


def has_none(page: Page) -> None:
    for card in page.locator("[data-own-map]").all():
        card.scroll_into_view_if_needed()
        expect(page.locator("[data-map][data-ready]")).to_have_count(1)
    expect_accessible(page)
