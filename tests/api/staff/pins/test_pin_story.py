"""In a real browser: an officer pins her office three ways, with the mouse and without; no page has a barrier."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.pins.conftest import AT, MINUTES, PIN, SWAPPED, UTM, UTM_AT, nearest
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import expect_accessible

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


def field(page: Page) -> str:
    return page.get_by_label("Coordinate, or a link from a map").input_value()


def numbers(page: Page) -> tuple[float, float]:
    lat, lon = map(float, field(page).split(","))
    return lat, lon


def test_pasted_pasted_and_dragged(open_browser: OpenBrowser, pin_site: StaffSite) -> None:
    page = open_browser("point_officer", locale="en-GB", viewport={"width": 1280, "height": 1000})
    page.get_by_role("link", name="สำนักงานพัฒนาชุมชนอำเภอบางละมุง").or_(
        page.get_by_role("link", name="District Office")
    ).first.click()
    page.get_by_role("link", name="Pin", exact=True).click()
    reading = page.locator("#reading")
    box = page.get_by_label("Coordinate, or a link from a map")
    expect(page.locator("[data-pin-map] [data-map][data-ready]")).to_be_visible()

    # what the old record says: understood at once, and found wanting
    box.fill(MINUTES)
    expect(reading).to_contain_text("Understood as degrees, minutes and seconds: 13.166667, 100.916667")
    expect(reading).to_contain_text("is rounded: the office may be 1.3 km away")
    page.get_by_role("button", name="Save the pin").click()
    expect(page.get_by_role("alert")).to_contain_text("The pin was not saved")
    assert nearest(pin_site) == pytest.approx(AT)

    # swapped numbers are swapped back by one press
    box.fill(SWAPPED)
    reading.get_by_role("button", name="Swap them for me").click()
    expect(reading).to_contain_text("Nothing seems wrong with it")
    assert numbers(page) == pytest.approx(UTM_AT)

    # what the surveyor wrote
    box.fill(UTM)
    expect(reading).to_contain_text("Understood as UTM metres: 13.170780, 100.936332")
    expect(reading).to_contain_text("Nothing seems wrong with it")
    page.get_by_role("button", name="Save the pin").click()
    expect(page.get_by_role("region", name="The pin now")).to_contain_text("coordinate typed in")
    assert nearest(pin_site) == pytest.approx(UTM_AT, abs=1e-6)

    # and dragged to the door, then a step by keyboard
    marker = page.get_by_role("button", name="The new pin: drag it, or press the arrow keys")
    expect(marker).to_be_visible()
    marker.scroll_into_view_if_needed()
    at = marker.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] / 2 + 60, at["y"] + at["height"] / 2 - 30, steps=8)
    page.mouse.up()
    expect(box).to_have_value(re.compile(r"^13\.\d{7}, 100\.\d{7}$"))
    dragged = numbers(page)
    assert dragged[0] > UTM_AT[0]
    assert dragged[1] > UTM_AT[1]
    marker.focus()
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_label("1 m", exact=True).check()
    page.get_by_role("button", name="To the east").click()
    nudged = numbers(page)
    assert (dragged[0] - nudged[0]) * 111_320 == pytest.approx(10, abs=0.2)
    assert (nudged[1] - dragged[1]) * 108_400 == pytest.approx(1, abs=0.1)
    expect(reading).to_contain_text("The place: ")
    page.get_by_role("button", name="Save the pin").click()
    expect(page.get_by_role("region", name="The pin now")).to_contain_text("put on the map")
    assert nearest(pin_site) == pytest.approx(nudged, abs=1e-6)
    page.goto(f"/en/service-points/{OFFICE}")
    expect(page.locator("[data-point]")).to_have_attribute("data-lat", re.compile(f"^{nudged[0]:.5f}"))


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


@pytest.mark.parametrize(
    ("prefix", "options"),
    [
        ("", {"viewport": {"width": 360, "height": 780}}),
        ("/en", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    ],
)
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
