"""The main journey, as people make it: by lists, without scripts, by the phone's position, by the map, in English."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.citizen.conftest import WIDE, OpenPage
from tests.api.citizen.journey_country import a_saturday
from tests.api.small_country import CHIANG_RAI, ID_CARD, ISLAND_OFFICE, NOBODYS, PASSPORT, SICHANG

pytestmark = pytest.mark.browser

HERE = {"latitude": SICHANG.lat, "longitude": SICHANG.lon}


def expect_island_answer(page: Page) -> None:
    """Ten hits from Ko Sichang, the island's own office first."""
    expect(page.locator("[data-hit]")).to_have_count(10)
    first = page.locator("#hit-1")
    expect(first.get_by_role("link", name="ที่ว่าการอำเภอเกาะสีชัง", exact=True)).to_have_attribute(
        "href", f"/service-points/{ISLAND_OFFICE}"
    )
    expect(first.locator(".pk-distance")).to_have_text("350 ม.")


def expect_pins_to_match(page: Page) -> None:
    """Each hit has one pin, with its number and its name."""
    hits = page.locator("[data-hit]")
    pins = page.locator(".leaflet-marker-pane .pk-pin")
    expect(pins).to_have_count(hits.count())
    for index in range(hits.count()):
        name = hits.nth(index).get_by_role("heading").inner_text()
        number = hits.nth(index).get_attribute("data-hit")
        expect(pins.nth(index)).to_have_attribute("title", f"{number}. {name}")
        expect(pins.nth(index)).to_have_text(str(number))


def test_by_lists(open_page: OpenPage) -> None:
    page = open_page("/", viewport=WIDE)
    page.get_by_text("หรือเลือกจากรายการ").click()
    page.get_by_label("เลือกจากรายการ").select_option(ID_CARD)
    page.get_by_label("จังหวัด").select_option(label="ชลบุรี")
    page.get_by_label("อำเภอ/เขต").select_option(label="เกาะสีชัง")
    page.get_by_label("ตำบล/แขวง").select_option(label="ท่าเทววงษ์")
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    page.wait_for_url(f"**/nearest?procedure={ID_CARD}&area=200801")
    expect(page.get_by_role("heading", level=1)).to_contain_text("จาก ต.ท่าเทววงษ์ อ.เกาะสีชัง จ.ชลบุรี")
    expect_island_answer(page)
    expect_pins_to_match(page)


def test_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    expect(page.locator("[data-map]")).to_have_count(0)
    page.get_by_label("ทำอะไร ที่ไหน").fill("ทำบัตรประชาชน")
    page.get_by_role("button", name="ค้นหา", exact=True).click()
    page.get_by_role("link", name="การขอมีบัตรประจำตัวประชาชน").click()
    page.get_by_label("จังหวัด").select_option(label="ชลบุรี")
    page.get_by_role("button", name="ต่อไป: เลือกอำเภอ/เขต").click()
    page.get_by_label("อำเภอ/เขต").select_option(label="เกาะสีชัง")
    page.get_by_role("button", name="ต่อไป: เลือกตำบล/แขวง").click()
    page.get_by_label("ตำบล/แขวง").select_option(label="ท่าเทววงษ์")
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    page.wait_for_url(f"**/nearest?procedure={ID_CARD}&area=200801")
    expect_island_answer(page)
    page.get_by_role("link", name="ดูเพิ่ม ที่ไกลออกไป").click()
    expect(page.locator("#hit-11 .pk-number")).to_have_text("11")


def test_by_the_phones_position(open_page: OpenPage) -> None:
    page = open_page(f"/ask?procedure={ID_CARD}", geolocation=HERE, permissions=["geolocation"])
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()
    page.wait_for_url("**/nearest?**")
    assert f"lat={SICHANG.lat:.6f}&lon={SICHANG.lon:.6f}" in page.url
    expect(page.get_by_role("heading", level=1)).to_contain_text("บริเวณใกล้ ต.ท่าเทววงษ์ อ.เกาะสีชัง จ.ชลบุรี")
    expect_island_answer(page)


def test_position_denied(open_page: OpenPage) -> None:
    page = open_page(f"/ask?procedure={ID_CARD}", permissions=[])
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()
    expect(page.get_by_text("เบราว์เซอร์ไม่ได้บอกตำแหน่งของคุณ")).to_be_visible()


def test_by_the_map(open_page: OpenPage) -> None:
    page = open_page(f"/ask?procedure={ID_CARD}", viewport=WIDE)
    chart = page.locator("[data-map][data-ready]")
    chart.click(position={"x": 200, "y": 260})
    expect(page.get_by_text("ตำแหน่งที่คุณเลือก")).to_be_visible()
    expect(chart.locator(".pk-pin")).to_have_count(1)
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    page.wait_for_url("**/nearest?**lat=**")
    expect(page.locator("[data-hit]")).to_have_count(10)


def test_list_and_map_light_up_together(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=2008", viewport=WIDE)
    expect(page.locator("[data-map][data-ready]")).to_be_visible()
    page.locator("#hit-2").get_by_role("heading").get_by_role("link").focus()
    expect(page.locator(".pk-pin--lit")).to_have_text("2")


def test_in_english(open_page: OpenPage) -> None:
    page = open_page("/en/")
    page.get_by_text("Or choose from lists").click()
    page.get_by_label("Choose from the list").select_option(ID_CARD)
    page.get_by_label("Province").select_option(label="Chon Buri")
    page.get_by_label("District", exact=True).select_option(label="Ko Sichang")
    page.get_by_role("button", name="Show the nearest offices").click()
    page.wait_for_url(f"**/en/nearest?procedure={ID_CARD}&area=2008")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Identity card")
    expect(page.locator("#hit-1 .pk-distance")).to_have_text("350 m")
    page.get_by_role("link", name="ไทย").click()
    page.wait_for_url(f"**/nearest?procedure={ID_CARD}&area=2008")
    expect_island_answer(page)


def test_what_is_missing_is_asked_for(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_text("หรือเลือกจากรายการ").click()
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    expect(page.get_by_role("alert")).to_contain_text("เลือกเรื่องที่ต้องการทำ")
    page.goto(f"/nearest?procedure={ID_CARD}")
    expect(page.get_by_role("alert")).to_contain_text("บอกว่าคุณอยู่ที่ไหน")


def test_nobody_offers_it(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={NOBODYS}&area=2008")
    expect(page.get_by_role("heading", name="ยังไม่มีจุดบริการที่ทำเรื่องนี้")).to_be_visible()


def test_an_area_that_nobody_can_place(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=57")
    expect(page.get_by_role("heading", name="เราไม่ทราบว่า จ.เชียงราย อยู่ตรงไหน")).to_be_visible()
    page.get_by_role("link", name="บอกตำแหน่งด้วยวิธีอื่น").click()
    expect(page.get_by_label("จังหวัด")).to_have_value("57")


def test_farther_than_the_map(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={PASSPORT}&lat=5.77&lon=101.07", viewport=WIDE)
    expect(page.locator("#hit-1").get_by_role("heading").get_by_role("link")).to_have_attribute(
        "href", f"/service-points/{CHIANG_RAI}"
    )
    expect_pins_to_match(page)


def test_each_office_can_be_called_reached_and_shared(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=2008", permissions=["clipboard-read", "clipboard-write"])
    first = page.locator("#hit-1")
    expect(first.get_by_role("link", name="โทร 0 2000 0000")).to_have_attribute("href", "tel:020000000")
    first.get_by_text("เส้นทาง").click()
    hrefs = [link.get_attribute("href") or "" for link in first.locator(".pk-act-list a").all()]
    starts = (
        "https://www.google.com/maps",
        "https://maps.apple.com",
        "https://www.openstreetmap.org",
        "geo:13.149200,",
    )
    assert len(hrefs) == len(starts)
    assert all(href.startswith(start) for href, start in zip(hrefs, starts, strict=True))
    page.evaluate("delete Navigator.prototype.share")
    first.get_by_role("link", name="แชร์").click()
    expect(page.get_by_text("คัดลอกลิงก์แล้ว")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == f"{page.url.partition('/nearest')[0]}/service-points/{ISLAND_OFFICE}"
    )


def test_sharing_without_scripts_opens_the_office(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=2008", java_script_enabled=False)
    page.locator("#hit-1").get_by_role("link", name="แชร์").click()
    page.wait_for_url(f"**/service-points/{ISLAND_OFFICE}")


def test_another_time_leaves_nobody_out(open_page: OpenPage) -> None:
    at = a_saturday()
    asked = f"/nearest?procedure={ID_CARD}&area=2008"
    page = open_page(f"{asked}&day={at:%Y-%m-%d}&time=10:00", java_script_enabled=False)
    expect(page.locator("#hit-1 .pk-hit__name a")).not_to_have_attribute("href", f"/service-points/{ISLAND_OFFICE}")
    page.get_by_role("link", name="แสดงจุดที่ปิดในเวลานั้นด้วย").click()
    page.wait_for_url("**&at=**")
    expect_island_answer(page)
    expect(page.locator("#hit-1 .pk-hit__open")).to_contain_text("ปิด เปิดอีกครั้ง จันทร์ 08:30")
    page.get_by_role("link", name="ดูตอนนี้").click()
    page.wait_for_url(f"**{asked}")
