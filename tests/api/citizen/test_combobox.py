"""The box's suggestions by keyboard alone and as a screen reader is told of them (ARIA: editable combobox)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.citizen.conftest import LOST_CARD, WIDE, OpenPage
from tests.api.small_country import ID_CARD, PASSPORT
from tests.expect_accessible import expect_accessible

pytestmark = pytest.mark.browser

CHIANG_RAI_PLACE = "จ.เชียงราย"


def tab_to_the_box(page: Page) -> Locator:
    box = page.get_by_role("combobox", name="ทำอะไร ที่ไหน")
    expect(box).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if box.evaluate("(one) => one === document.activeElement"):
            return box
    pytest.fail("the box cannot be reached with Tab")


def expect_active(page: Page, box: Locator, number: int) -> None:
    """The option is pointed to, and it alone is selected; the focus stays in the field."""
    option = page.locator(".pk-option").nth(number)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator(".pk-option[aria-selected=true]")).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(box).to_be_focused()


def test_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/")
    box = tab_to_the_box(page)
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("ทำบัตรประชาชน เชียงราย")
    expect(box).to_have_attribute("aria-expanded", "true")
    listbox = page.get_by_role("listbox", name="คำแนะนำ")
    expect(box).to_have_attribute("aria-controls", listbox.get_attribute("id") or "")
    options = listbox.get_by_role("option")
    expect(options.first).to_be_visible()
    count = options.count()
    assert count >= 3
    expect(page.locator("[data-status]")).to_have_text(f"มี {count} คำแนะนำ เลือกด้วยปุ่มลูกศร")
    expect(listbox.get_by_role("group", name="เรื่อง").get_by_role("option")).to_have_count(2)
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect_active(page, box, 0)
    page.keyboard.press("End")
    expect_active(page, box, count - 1)
    page.keyboard.press("ArrowDown")
    expect_active(page, box, 0)
    page.keyboard.press("ArrowUp")
    expect_active(page, box, count - 1)
    page.keyboard.press("Home")
    expect_active(page, box, 0)
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("ทำบัตรประชาชน เชียงราย")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(listbox).to_be_hidden()
    expect(page.get_by_role("button", name="ค้นหา")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = options.first.locator("span").first.inner_text()
    page.keyboard.press("Enter")
    # The procedure is known now, and the words for the place have stayed in the field, which asks for it alone.
    expect(page.locator(".pk-known__name")).to_have_text(chosen)
    place = page.get_by_role("combobox", name="ที่ไหน")
    expect(place).to_have_value("เชียงราย")
    expect(place).to_be_focused()
    expect(options.filter(has_text=CHIANG_RAI_PLACE).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/nearest\?procedure=({ID_CARD}|{LOST_CARD})&area=57"))


def test_the_place_first_keeps_the_words_for_the_procedure(open_page: OpenPage) -> None:
    page = open_page("/", viewport=WIDE)
    page.get_by_role("combobox").fill("การขอหนังสือเดินทาง เกาะสีชัง")
    page.locator(".pk-option", has_text="อ.เกาะสีชัง").click()
    expect(page.get_by_role("combobox", name="ต้องการทำเรื่องอะไร")).to_have_value("การขอหนังสือเดินทาง")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/nearest?procedure={PASSPORT}&area=2008")


def test_a_known_part_can_be_taken_back(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.get_by_role("combobox").fill("identity card")
    page.locator(".pk-option").first.click()
    expect(page.get_by_role("combobox", name="Where?")).to_be_focused()
    page.get_by_role("button", name="Change What").click()
    expect(page.get_by_role("combobox", name="What do you need, and where?")).to_be_focused()
    expect(page.locator(".pk-known")).to_have_count(0)


def test_options_are_large_enough_to_be_touched(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("combobox").fill("ทำบัตรประชาชน เกาะสีชัง")
    expect(page.locator(".pk-option").first).to_be_visible()
    for option in page.locator(".pk-option").all():
        size = option.bounding_box()
        assert size is not None
        assert size["height"] >= 44
        assert size["x"] >= 0
        assert size["x"] + size["width"] <= 360


def test_no_suggestions_are_told_and_the_form_still_works(open_page: OpenPage) -> None:
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.fill("ราคาทองวันนี้")
    expect(page.locator("[data-status]")).to_have_text("ไม่มีคำแนะนำ กดค้นหาได้เลย")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบเรื่อง “ราคาทองวันนี้”")


def test_the_phones_position_as_a_suggestion(open_page: OpenPage) -> None:
    here = {"latitude": 13.1492, "longitude": 100.8085}
    page = open_page(f"/ask?procedure={ID_CARD}", geolocation=here, permissions=["geolocation"])
    page.get_by_role("combobox", name="ที่ไหน").click()
    page.get_by_role("option", name="ตำแหน่งของฉัน").click()
    page.wait_for_url(f"**/nearest?procedure={ID_CARD}&lat=13.149200&lon=100.808500")
