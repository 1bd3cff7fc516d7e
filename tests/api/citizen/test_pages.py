"""What each page says of its one thing."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.api.citizen.conftest import OpenPage
from tests.api.small_country import (
    ALWAYS_OPEN,
    BY_APPOINTMENT,
    DEMO_OFFICE,
    HIDDEN_OFFICE,
    HOSTILE,
    HOSTILE_NAME,
    HOURS_UNKNOWN,
    ID_CARD,
    ISLAND_OFFICE,
    NOT_PINNED,
    PASSPORT,
)

pytestmark = pytest.mark.browser

BROWSER = {"Accept": "text/html"}


def test_service_point(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{ISLAND_OFFICE}")
    expect(page).to_have_title("ที่ว่าการอำเภอเกาะสีชัง, ต.ท่าเทววงษ์ อ.เกาะสีชัง จ.ชลบุรี · ปักหมุด")
    expect(page.get_by_text("1 ถนนสุขุมวิท ต.ท่าเทววงษ์ อ.เกาะสีชัง จ.ชลบุรี")).to_be_visible()
    expect(page.get_by_role("link", name="0 2000 0000", exact=True)).to_have_attribute("href", "tel:020000000")
    expect(page.locator(".pk-week tbody tr")).to_have_count(7)
    expect(page.locator(".pk-week tbody tr").first).to_contain_text("วันนี้")
    expect(page.get_by_role("link", name="Google Maps")).to_have_attribute("href", re.compile("destination=13.149200"))
    expect(page.locator("[data-map][data-ready]")).to_have_count(0)  # not before somebody looks
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator("[data-map][data-ready] .pk-pin")).to_have_count(1)
    page.get_by_role("link", name="การขอมีบัตรประจำตัวประชาชน").click()
    page.wait_for_url(f"**/procedures/{ID_CARD}")


def test_service_point_in_english_says_which_text_is_thai(open_page: OpenPage) -> None:
    page = open_page(f"/en/service-points/{ISLAND_OFFICE}")
    expect(page.get_by_role("heading", name="District Office", level=1)).to_be_visible()
    expect(page.locator("p span[lang=th]", has_text="1 ถนนสุขุมวิท")).to_be_visible()
    expect(page.get_by_text("Tha Thewawong", exact=False).or_(page.get_by_text("Ko Sichang")).first).to_be_visible()


@pytest.mark.parametrize(
    ("code", "badge"), [(ALWAYS_OPEN, "เปิดอยู่"), (BY_APPOINTMENT, "ต้องนัดหมาย"), (HOURS_UNKNOWN, "ไม่ทราบเวลา")]
)
def test_badge(open_page: OpenPage, code: str, badge: str) -> None:
    page = open_page(f"/service-points/{code}")
    expect(page.locator("main .pk-tag").first).to_have_text(badge)


def test_unknown_hours_are_never_shown_as_closed(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{HOURS_UNKNOWN}")
    expect(page.get_by_text("ยังไม่ทราบเวลาทำการ")).to_be_visible()
    expect(page.get_by_text("ปิด", exact=True)).to_have_count(0)


def test_not_pinned(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{NOT_PINNED}")
    expect(page.get_by_text("ยังไม่มีการปักหมุดจุดบริการนี้")).to_be_visible()
    expect(page.locator("[data-map]")).to_have_count(0)


def test_demo_data_is_marked(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{DEMO_OFFICE}")
    expect(page.get_by_role("complementary", name="ข้อมูลสาธิต")).to_contain_text("ข้อมูลสาธิต")
    page.goto(f"/service-points/{ISLAND_OFFICE}")
    expect(page.get_by_role("complementary", name="ข้อมูลสาธิต")).to_have_count(0)


def test_a_name_is_letters_only(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{HOSTILE_NAME}")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.goto(f"/nearest?procedure={ID_CARD}&area=2008")
    expect(page.locator("#hit-5").get_by_role("heading")).to_have_text(HOSTILE)
    page.get_by_role("link", name="ดูแผนที่").click()
    expect(page.locator(".pk-pin").nth(4)).to_have_attribute("title", f"5. {HOSTILE}")


def test_manual(open_page: OpenPage) -> None:
    page = open_page(f"/procedures/{ID_CARD}")
    questions = page.locator(".pk-manual__text h2")
    expect(questions).to_have_text(
        [
            "ฉันทำได้ไหม",
            "ต้องนำอะไรไปบ้าง",
            "ใช้เวลานานเท่าไร",
            "ค่าธรรมเนียมเท่าไร",
            "ทำที่ไหน เมื่อไร",
            "ขั้นตอน",
            "แบบฟอร์ม",
            "ร้องเรียนเมื่อไม่ได้รับความสะดวก",
            "กฎหมายที่เกี่ยวข้อง",
        ]
    )
    registration, report = page.locator(".pk-documents li").all()
    expect(registration).to_contain_text("ตัวจริง 1 ฉบับ, ไม่ต้องใช้สำเนา")
    expect(report).to_contain_text("สำเนา 2 ฉบับ")
    expect(page.get_by_text("ต้องไปที่สำนักงานของอำเภอ/เขตที่คุณมีชื่อในทะเบียนบ้าน").first).to_be_visible()
    page.get_by_label("จังหวัด").select_option(label="ชลบุรี")
    page.get_by_label("อำเภอ/เขต").select_option(label="เกาะสีชัง")
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    page.wait_for_url(f"**/procedures/{ID_CARD}?area=2008#find")
    expect(page.locator(".pk-near__list li")).to_have_count(3)
    page.get_by_role("link", name="จุดบริการใดให้บริการฉันได้").click()
    page.wait_for_url(f"**/nearest?procedure={ID_CARD}&area=2008")


def test_manual_not_yet_written(open_page: OpenPage) -> None:
    page = open_page(f"/procedures/{PASSPORT}")
    expect(page.get_by_text("ยังไม่มีคู่มือของเรื่องนี้")).to_be_visible()


def test_list_of_manuals_finds_a_common_name(open_page: OpenPage) -> None:
    page = open_page("/procedures", java_script_enabled=False)
    page.get_by_role("searchbox").fill("บัตรหาย")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".pk-manuals li")).to_have_count(2)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nope", 404, "ไม่มีหน้าใดอยู่ที่ที่อยู่นี้"),
        ("/en/nope", 404, "There is nothing at this address."),
        ("/service-points/0", 404, "ไม่มีจุดบริการใดใช้รหัส"),
        (f"/service-points/{HIDDEN_OFFICE}", 404, "ไม่มีจุดบริการใดใช้รหัส"),
        ("/en/procedures/0", 404, "No procedure has the code"),
        (f"/nearest?procedure={ID_CARD}&area=99", 404, "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
        (f"/nearest?procedure={ID_CARD}&lat=100.8&lon=13.1", 422, "สลับกัน"),
        (f"/nearest?procedure={ID_CARD}&lat=here&lon=13.1", 422, "ต้องเป็นตัวเลของศา"),
        (f"/nearest?procedure={ID_CARD}&area=2008&cursor=x", 422, "cursor"),
        ("/procedures/%00", 404, "ไม่มีเรื่องใดใช้รหัส"),
    ],
)
def test_problem_with_a_way_on(citizen_site: str, path: str, status: int, words: str) -> None:
    answer = httpx.get(citizen_site + path, headers=BROWSER)
    assert answer.status_code == status
    assert words in answer.text
    assert 'class="govuk-button"' in answer.text


def test_addresses_of_the_other_language(citizen_site: str) -> None:
    page = httpx.get(f"{citizen_site}/en/procedures/{ID_CARD}", headers=BROWSER).text
    assert '<html lang="en"' in page
    assert f'<link rel="canonical" href="{citizen_site}/en/procedures/{ID_CARD}">' in page
    assert f'hreflang="th" href="{citizen_site}/procedures/{ID_CARD}"' in page
    assert f'hreflang="x-default" href="{citizen_site}/procedures/{ID_CARD}"' in page


def test_nothing_is_stored_in_the_browser(citizen_site: str) -> None:
    assert "set-cookie" not in httpx.get(citizen_site, headers=BROWSER).headers


def test_static_files_are_kept(citizen_site: str) -> None:
    stylesheet = re.search(r'href="(/static/[0-9a-f]+/site\.css)"', httpx.get(citizen_site, headers=BROWSER).text)
    assert stylesheet is not None
    assert "immutable" in httpx.get(citizen_site + stylesheet[1]).headers["cache-control"]
    assert "immutable" not in httpx.get(f"{citizen_site}/static/old/site.css").headers["cache-control"]
    assert httpx.get(f"{citizen_site}/static/old/vendor/update.py").status_code == 404
