"""The map beside the answer: everybody else on it as clusters, closer by a click, the list anew from its middle."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.citizen.conftest import NARROW, WIDE, OpenPage
from tests.api.small_country import ID_CARD, ROADSIDE, SICHANG
from tests.expect_accessible import expect_accessible

pytestmark = pytest.mark.browser

ANSWER = f"/nearest?procedure={ID_CARD}&lat={SICHANG.lat}&lon={SICHANG.lon}"
EVERYBODY_ELSE = 8
"""Eighteen offer it, of whom the list has ten."""


def expect_ready(page: Page) -> Locator:
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    return page.locator("[data-map]")


def expect_others(page: Page, count: int) -> None:
    """What the clusters say adds up to what the line below the map says."""
    expect(page.locator("[data-answer]").get_by_role("status")).to_have_text(re.compile(rf": {count} แห่ง$"))
    discs = page.locator(".pk-cluster").all_inner_texts()
    assert sum(int(text or "1") for text in discs) == count


def zoom(page: Page, name: str, times: int) -> None:
    """Each step after the map has arrived at the one before."""
    for _ in range(times):
        with page.expect_response("**/v1/map?**"):
            page.get_by_role("button", name=name).click()


def test_everybody_else_is_counted_from_any_height(open_page: OpenPage) -> None:
    page = open_page(ANSWER, viewport=WIDE, reduced_motion="reduce")
    expect_ready(page)
    zoom(page, "ย่อ", 4)
    expect_others(page, EVERYBODY_ELSE)
    expect(page.locator(".pk-pin")).to_have_count(10)


def test_a_click_on_a_cluster_comes_closer(open_page: OpenPage) -> None:
    page = open_page(ANSWER, viewport=WIDE, reduced_motion="reduce")
    expect_ready(page)
    zoom(page, "ย่อ", 4)
    expect_others(page, EVERYBODY_ELSE)
    largest = page.locator(".pk-cluster:not(.pk-cluster--one)").first
    count = int(largest.inner_text())
    expect(largest).to_have_accessible_name(f"จุดบริการ {count} แห่ง กดเพื่อดูใกล้ขึ้น")
    with page.expect_response("**/v1/map?**"):
        largest.press("Enter")
    expect(page.locator(".pk-cluster")).not_to_have_count(1)
    expect(page.locator("[data-map]")).to_be_focused()


def test_a_single_office_tells_its_name(open_page: OpenPage) -> None:
    page = open_page(ANSWER, viewport=WIDE, reduced_motion="reduce")
    expect_ready(page)
    zoom(page, "ย่อ", 1)
    with page.expect_response("**/v1/map?**"):
        page.locator(".pk-cluster").first.press("Enter")
    office = page.locator(".pk-cluster--one").first
    name = office.get_attribute("aria-label")
    office.press("Enter")
    link = page.locator(".leaflet-popup").get_by_role("link", name=str(name))
    expect(link).to_be_focused()
    expect(link).to_have_attribute("href", re.compile(r"^/service-points/\d{13}$"))
    assert str(link.get_attribute("href")).split("/")[-1] in ROADSIDE
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(office).to_be_focused()


def test_the_list_anew_from_the_middle_of_the_map(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&within_m=50000&start=1", viewport=WIDE, reduced_motion="reduce")
    chart = expect_ready(page)
    link = page.get_by_role("link", name="ค้นหาบริเวณนี้")
    expect(link).to_be_hidden()
    first = page.locator("#hit-1 .pk-hit__name").inner_text()
    chart.focus()
    for _ in range(4):
        with page.expect_response("**/v1/map?**"):
            page.keyboard.press("ArrowRight")
    expect(link).to_be_visible()
    expect_accessible(page)
    link.click()
    page.wait_for_url(re.compile(rf"procedure={ID_CARD}&lat=13\.\d+&lon=10[01]\.\d+&within_m=50000$"))
    assert "area" not in page.url
    assert "start" not in page.url
    expect(page.locator("#hit-1 .pk-hit__name")).not_to_have_text(first)


def test_list_and_map_light_up_together(open_page: OpenPage) -> None:
    page = open_page(ANSWER, viewport=WIDE, reduced_motion="reduce")
    expect_ready(page)
    page.locator("#hit-3").hover()
    expect(page.locator(".pk-pin--lit")).to_have_text("3")
    pin = page.locator(".pk-pin").nth(6)
    pin.focus()
    expect(page.locator("#hit-7")).to_have_class(re.compile("pk-hit--lit"))
    pin.press(" ")
    expect(page.locator("#hit-7 .pk-hit__name a")).to_be_focused()
    expect(page.locator("#hit-7")).to_be_in_viewport()


def test_on_a_phone_the_map_is_folded_and_not_loaded(open_page: OpenPage) -> None:
    page = open_page("/procedures", viewport=NARROW)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ANSWER, wait_until="networkidle")
    expect(page.locator("[data-map]")).to_be_hidden()
    wanted = re.compile("leaflet|map|land|region")
    assert [url for url in asked if wanted.search(url)] == []
    page.get_by_role("link", name="ดูแผนที่").click()
    expect_ready(page)
    expect(page.locator("[data-answer]").get_by_role("status")).not_to_be_empty()
    assert any("leaflet" in url for url in asked)


@pytest.mark.parametrize(("prefix", "scheme"), [("", "light"), ("/en", "dark")])
@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_no_violations(open_page: OpenPage, prefix: str, scheme: str, viewport: dict[str, int]) -> None:
    page = open_page(prefix + ANSWER, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    if viewport == NARROW:
        page.locator("summary.pk-fold__summary").click()
    expect_ready(page)
    expect(page.locator(".pk-cluster").first).to_be_attached()
    expect_accessible(page)


def test_nothing_in_the_page_moves_when_the_map_comes(open_page: OpenPage) -> None:
    page = open_page("/procedures", viewport=WIDE)
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver((seen) => window.shifts.push(...seen.getEntries()"
        ".map((one) => one.value))).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(ANSWER)
    expect_ready(page)
    expect(page.locator(".pk-cluster").first).to_be_visible()
    assert page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)") < 0.01
