"""The pages of offerings in browsers: axe in both languages, and bulk by keyboard without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.offerings_state import OF_KIND, OURS, serve_offerings
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible

pytestmark = pytest.mark.browser

PATHS = (
    f"/staff/service-points/{OFFICE}/offerings",
    f"/staff/service-points/{OFFICE}/offerings?ministry=0150000000000&department=0150800000000",
    f"/staff/service-points/{OFFICE}/offerings/unlink?procedure={OURS[0]}",
    f"/staff/service-points/{OFFICE}/offerings/unlink",
    "/staff/offerings",
    "/staff/offerings?sort=x",
    f"/staff/offerings/{OURS[0]}",
    f"/staff/offerings/bulk?procedure={OURS[1]}&procedure={OURS[2]}&act=link&type={OF_KIND}&province=20",
    f"/staff/offerings/bulk?procedure={OURS[1]}&act=link",
    "/staff/offerings/bulk",
)


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    return serve_offerings(serve_app, make_staff_database)


def test_in_bulk_by_keyboard_without_a_script(new_page: NewPage, site: StaffSite) -> None:
    page = new_page(site.address, java_script_enabled=False)
    sign_in(page, "/en", "central_officer")
    page.get_by_role("link", name="Offerings").click()
    page.get_by_label("Matter 5").check()
    page.get_by_label("Matter 6").check()
    page.get_by_role("button", name="Link what is ticked in bulk").press("Enter")
    page.get_by_label("Province").select_option("20")
    page.get_by_role("button", name="See what would be linked").press("Enter")
    expect(page.get_by_role("heading", name="22 offerings would be linked")).to_be_visible()
    page.get_by_role("button", name="Link 22").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("In bulk: 22 linked")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Undone: 22 unlinked")


@FOR_EVERYBODY
def test_no_violations(new_page: NewPage, site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    page = new_page(site.address, **options)
    sign_in(page, prefix, "platform_admin")
    for path in PATHS:
        page.goto(prefix + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        expect_accessible(page)
