"""The officer's story in a browser: hours pasted, tried out, saved, seen by citizens; closed next Monday; undone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.hours.conftest import CARD, PASSPORT, next_working_monday, open_offices
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible

pytestmark = pytest.mark.browser

HOURS = f"/staff/service-points/{OFFICE}/hours"
PASTED = "จันทร์ - ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ โทรสอบถามก่อน"


def test_the_officers_story(new_page: NewPage, hours_site: StaffSite) -> None:  # noqa: PLR0915 - it is a story
    """With a thumb on a telephone, in Thai."""
    page = new_page(hours_site.address, viewport={"width": 360, "height": 740})
    sign_in(page, "", "point_officer")
    monday = next_working_monday()
    page.goto(f"/staff/service-points/{OFFICE}")
    page.get_by_role("link", name="เวลาทำการ", exact=True).click()

    page.locator("#paste summary").click()
    page.locator("#text").fill(PASTED)
    page.get_by_role("button", name="อ่านข้อความ").click()
    expect(page.locator(".pk-pasted mark")).to_have_text(re.compile("โทรสอบถาม"))
    expect(page.locator("#mo_1_from")).to_have_value("08:30")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("alert")).to_contain_text("ข้อความที่ระบบไม่เข้าใจ")
    expect_accessible(page)
    page.get_by_label("แสดงในหมายเหตุให้ประชาชนเห็น").check()

    page.get_by_role("button", name="พักเที่ยง 12–13 น. ทุกวัน").click()
    expect(page.locator("#mo_2_from")).to_have_value("13:00")
    expect(page.locator("#preview-words")).to_contain_text("Monday–Friday 08:30–16:30, lunch break 12:00–13:00")
    page.locator("#sa").select_option("open")
    expect(page.locator("#sa_1_from")).to_be_visible()
    page.get_by_text("บางสัปดาห์ (เสาร์)").click()
    page.locator("[name=sa_week_1]").check()
    page.locator("#mo_2_to").fill("๑๕.๐๐")
    expect(page.locator("#preview-words")).to_contain_text("จันทร์ 08:30–15:00 พักเที่ยง 12:00–13:00")
    page.locator("#do-same-mo-tu-we-th-fr").click()
    expect(page.locator("#fr_2_to")).to_have_value("๑๕.๐๐")
    expect_accessible(page)
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("button", name="เลิกทำ")).to_be_visible()

    page.goto(f"/service-points/{OFFICE}")
    expect(page.locator(".pk-week")).to_contain_text("08:30–12:00, 13:00–15:00")
    expect(page.get_by_text("โทรสอบถามก่อน")).to_be_visible()
    assert open_offices(hours_site.address, monday, "14:59") == [OFFICE]
    assert open_offices(hours_site.address, monday, "12:30") == []

    page.goto(HOURS)
    page.get_by_role("button", name="แจ้งปิดหรือเปลี่ยนเวลาชั่วคราว").click()
    thai = f"{monday.day}/{monday.month}/{monday.year + 543}"
    page.locator("#first").fill(thai)
    page.locator("#last").fill(thai)
    page.locator("#note_th").fill("ปิดอบรมเจ้าหน้าที่")
    row = page.locator(f"#preview tr:has(time[datetime='{monday.isoformat()}'])")
    expect(row).to_contain_text("ปิดอบรมเจ้าหน้าที่")
    expect_accessible(page)
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#temporary")).to_contain_text("ปิดอบรมเจ้าหน้าที่")
    assert open_offices(hours_site.address, monday) == []
    assert open_offices(hours_site.address, monday + timedelta(days=1)) == [OFFICE]
    page.goto(f"/service-points/{OFFICE}")
    expect(page.get_by_text("ปิดอบรมเจ้าหน้าที่").first).to_be_visible()
    page.goto(HOURS)
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("#temporary")).to_contain_text("ไม่มีกำหนดปิดหรือเปลี่ยนเวลา")
    assert open_offices(hours_site.address, monday) == [OFFICE]


def test_the_week_without_a_script(new_page: NewPage, hours_site: StaffSite) -> None:
    """In English, by the keyboard: the Enter key shows and saves nothing."""
    page = new_page(hours_site.address, java_script_enabled=False)
    sign_in(page, "/en", "point_officer")
    page.goto(f"/en{HOURS}")
    page.locator("#mo_1_to").fill("15.00")
    page.locator("#mo_1_to").press("Enter")
    expect(page.locator("#preview-words")).to_contain_text("Monday 08:30–15:00")
    page.locator("#do-same-mo-tu-we-th-fr").click()
    page.locator("#do-lunch-mo").click()
    page.locator("#do-same-mo-tu").click()
    page.locator("#ph").select_option("usual")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#preview-words")).to_contain_text("Monday–Tuesday 08:30–12:00, 13:00–15:00")
    expect(page.locator("#preview-words")).to_contain_text("open on government holidays too")
    page.get_by_text("Give a service hours of its own").click()
    page.locator(f"a[href$='/offerings/{PASSPORT}/hours']").click()
    page.get_by_label("As an OpenStreetMap expression").check()
    page.locator("#expression").fill("Mo-Fr 08:30-10:00; Jun-Aug off")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#offerings")).to_contain_text("some days may differ")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#offerings")).to_contain_text("Everything here is done as long as the office is open.")


@FOR_EVERYBODY
def test_no_violations(new_page: NewPage, hours_site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    page = new_page(hours_site.address, **options)
    sign_in(page, prefix, "point_officer")
    page.goto(f"{prefix}/staff/service-points/{OFFICE}/temporary-hours/add")
    page.locator("#first").fill("1/1/2569")
    page.locator("#last").fill("")
    page.locator("#by-week").check()
    page.locator("#note_th").fill("เปิดครึ่งวัน")
    page.locator(".pk-savebar button").first.click()
    page.wait_for_url(f"**{prefix}{HOURS}*")
    closure = page.locator("#temporary a").first.get_attribute("href")
    offering = f"{prefix}/staff/service-points/{OFFICE}/offerings/{CARD}/hours"
    for path in (prefix + HOURS, str(closure), offering):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        expect_accessible(page)
    page.locator("#by-week").check()
    page.locator("#mo_1_from").fill("x")
    page.locator(".pk-savebar button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible(page)
