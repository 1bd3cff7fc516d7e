"""The pages of service points and agencies in browsers: axe, narrow and wide, light and dark, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, StaffSite
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible

pytestmark = pytest.mark.browser

PATHS = (
    "/staff/service-points",
    "/staff/service-points?q=สำนักงาน&province=20&sort=changed",
    "/staff/service-points?sort=x",
    f"/staff/service-points/{OFFICE}",
    f"/staff/service-points/{OFFICE}/edit",
    "/staff/service-points/add",
    "/staff/service-points/add?name=สำนักงานพัฒนาชุมชนอำเภอบางละมง&where=ชลบุรี",
    "/staff/service-points/add?name=x&where=nowhere-at-all",
    f"/staff/service-points/add/new?name=ก&agency={DEPARTMENT}",
    "/staff/agencies",
    "/staff/agencies?open=1&open=2",
    "/staff/agencies?q=กรม&level=department&type=department&category=social&shown=yes",
    "/staff/agencies?level=department",
    "/staff/agencies?type=x",
    f"/staff/agencies/{DEPARTMENT}",
    f"/staff/agencies/{DEPARTMENT}/edit",
    f"/staff/agencies/add?parent={DEPARTMENT}",
)


@FOR_EVERYBODY
def test_no_violations(new_page: NewPage, staff_site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    page = new_page(staff_site.address, **options)
    sign_in(page, prefix, "platform_admin")
    for path in PATHS:
        page.goto(prefix + path)
        expect_accessible(page)
    page.goto(f"{prefix}/staff/service-points/{OFFICE}/edit")
    page.locator("#postcode").fill("1")
    page.locator("#name_th").fill("")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible(page)


def test_two_officers_and_a_record_without_a_script(new_page: NewPage, staff_site: StaffSite) -> None:
    """Found in the table, changed by one while the other types, hidden, found again while adding, brought back."""
    slow, quick = (new_page(staff_site.address, java_script_enabled=False) for _ in range(2))
    sign_in(slow, "/en", "central_officer")
    sign_in(quick, "/en", "platform_admin")
    slow.get_by_role("link", name="Service points", exact=True).click()
    slow.locator("#q").fill("ศรีราชา")
    slow.get_by_role("button", name="Look up").click()
    expect(slow.locator("#found")).to_have_text("1 service points")
    slow.locator("tbody a").click()
    slow.get_by_role("button", name="Edit").click()
    quick.goto(f"/en/staff/service-points/{NEIGHBOUR}/edit")
    quick.locator("#phone").fill("0 3831 1111")
    quick.get_by_role("button", name="Save").click()
    expect(quick.get_by_text("0 3831 1111").first).to_be_visible()
    slow.locator("#name_en").fill("Si Racha Community Development Office")
    slow.get_by_role("button", name="Save").click()
    expect(slow.get_by_role("alert")).to_contain_text("Khun platform_admin")
    expect(slow.get_by_role("alert")).to_contain_text("0 3831 1111")
    expect(slow.locator("#name_en")).to_have_value("Si Racha Community Development Office")
    expect(slow.locator("#phone")).to_have_value("0 3831 1111")
    slow.get_by_role("button", name="Save").click()
    expect(slow.get_by_role("heading", level=1)).to_have_text("Si Racha Community Development Office")
    slow.locator("#reason").fill("ย้ายสำนักงาน")
    slow.get_by_role("button", name="Hide it").click()
    expect(slow.get_by_role("heading", name="Bring it back")).to_be_visible()
    slow.goto("/en/staff/service-points/add")
    slow.locator("#name").fill("พัฒนาชุมชน ศรีราชา")
    slow.get_by_role("button", name="Look for it").click()
    slow.get_by_role("button", name="Bring it back").click()
    expect(slow.get_by_role("link", name="See it as a citizen")).to_be_visible()
    slow.get_by_role("link", name="See it as a citizen").click()
    expect(slow.get_by_role("heading", level=1)).to_have_text("Si Racha Community Development Office")


def test_the_tree_opens_by_links(new_page: NewPage, staff_site: StaffSite) -> None:
    page = new_page(staff_site.address, java_script_enabled=False)
    sign_in(page, "", "platform_admin")
    page.goto("/staff/agencies")
    expect(page.get_by_role("link", name="กรมที่ดิน")).to_have_count(0)
    page.get_by_role("link", name="ขยายกระทรวงมหาดไทย").click()
    page.get_by_role("link", name="กรมที่ดิน", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("กรมที่ดิน")
