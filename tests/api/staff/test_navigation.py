"""The menu of staff: one line on a computer, with what belongs together under one name; all of it on a phone."""

import pytest
from playwright.sync_api import expect

from tests.api.staff.conftest import StaffSite
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import expect_accessible

pytestmark = pytest.mark.browser

BELOW = ".pk-menu__below a"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_line_on_a_computer_and_a_second_one_in_a_group(
    new_page: NewPage, staff_site: StaffSite, prefix: str
) -> None:
    page = new_page(staff_site.address, viewport={"width": 1280, "height": 900})
    sign_in(page, prefix, "platform_admin")
    entries = page.locator("#staff-menu > li")
    assert len(set(entries.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)"))) == 1
    expect(page.locator(BELOW).filter(visible=True)).to_have_count(0)

    page.locator(f'#staff-menu a[href="{prefix}/staff/people"]').click()
    expect(page.locator(BELOW).filter(visible=True)).to_have_count(2)
    page.locator(f'#staff-menu a[href="{prefix}/staff/requests"]').click()
    page.wait_for_url(f"**{prefix}/staff/requests")
    expect(page.locator(f'#staff-menu a[href="{prefix}/staff/requests"]')).to_have_attribute("aria-current", "page")
    expect(page.locator(f'#staff-menu a[href="{prefix}/staff/people"]')).to_have_attribute("aria-current", "true")
    bottom = page.locator(BELOW).last.bounding_box()
    top = page.locator("h1").bounding_box()
    assert bottom is not None
    assert top is not None
    assert bottom["y"] + bottom["height"] < top["y"]
    expect_accessible(page)


def test_all_of_it_on_a_phone(new_page: NewPage, staff_site: StaffSite) -> None:
    page = new_page(staff_site.address, viewport={"width": 360, "height": 780})
    sign_in(page, "/en", "central_officer")
    menu = page.get_by_role("navigation", name="Staff pages")
    menu.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Enrolment tokens").click()
    expect(menu.get_by_role("button")).to_have_text("MenuEnrolment tokens")
    menu.get_by_role("button").click()
    expect_accessible(page)


def test_nobody_is_led_where_she_may_not_go(new_page: NewPage, staff_site: StaffSite) -> None:
    """The first page of a group that she may see stands for it; a group of which she may see none is not there."""
    page = new_page(staff_site.address, viewport={"width": 360, "height": 780}, java_script_enabled=False)
    for name, expected in (
        ("opdc_officer", {"people": 0, "searches": 1}),
        ("author", {"searches": 1}),
        ("point_officer", {}),
    ):
        sign_in(page, "/en", name)
        shown = page.locator("#staff-menu a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        below = page.locator(BELOW).evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        for page_name in ("people", "enrolment", "requests", "searches"):
            href = f"/en/staff/{page_name}"
            assert (href in shown, href in below) == (page_name in expected, bool(expected.get(page_name))), name
        page.get_by_role("button", name="Sign out").click()
