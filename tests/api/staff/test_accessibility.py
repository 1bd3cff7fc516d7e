"""axe-core finds nothing on any page of staff, in either language, light or dark; nothing is wider than a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.account_requests import NewRequest, make_request
from tests.api.staff.conftest import DEPARTMENT, PASSWORD, StaffSite, agency_id_of

pytestmark = pytest.mark.browser

OUTSIDE = ("/staff/sign-in", "/staff/forgotten", "/staff/reset?token=x", "/staff/enrol", "/staff/help")
OUTSIDE_FORMS = (
    "/staff/request-account?q=พัฒนา",
    "/staff/request-account?unlisted=1",
    "/staff/request-account?agency=1",
    "/staff/request-account?sent=1",
)
INSIDE = (
    "/staff",
    "/staff?q=สำนักงาน",
    "/staff/account",
    "/staff/people",
    "/staff/people/3",
    "/staff/enrolment",
    "/staff/enrolment?q=ชลบุรี",
    "/staff/requests",
    "/staff/audit",
    "/staff/audit?since=x",
    "/staff/searches",
    "/staff/api-tokens",
)


@pytest.fixture(scope="module")
def site(provider_site: StaffSite) -> StaffSite:
    """With a request that waits."""
    engine = create_engine(provider_site.url, poolclass=NullPool)
    with Session(engine) as session:
        make_request(
            session,
            NewRequest(
                name="สมหญิง ใจดี",
                email="somying@example.go.th",
                position="นักวิชาการ",
                phone="0 2000 0000",
                note="ขอใช้งานระบบ",
                agency_id=agency_id_of(session, DEPARTMENT),
                agency_name="",
                parent_agency_id=None,
            ),
        )
        session.commit()
    return provider_site


def check(page: Page, path: str) -> None:
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    results = Axe().run(page)
    assert results.violations_count == 0, f"{path}\n{results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth"), path


@pytest.mark.parametrize(
    ("prefix", "options"),
    [
        ("", {"viewport": {"width": 360, "height": 780}}),
        ("/en", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
    ],
)
def test_no_violations(browser: Browser, site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    context = browser.new_context(base_url=site.address, **options)  # type: ignore[arg-type]
    page = context.new_page()
    for path in (*OUTSIDE, *OUTSIDE_FORMS):
        check(page, prefix + path)
    page.goto(f"{prefix}/staff/sign-in")
    page.locator("#email").fill("central_officer@example.go.th")
    page.locator("#password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/staff")
    for path in INSIDE:
        check(page, prefix + path)
    context.close()


def test_the_keyboard_is_enough(browser: Browser, site: StaffSite) -> None:
    """From the sign-in to the sign-out without a mouse, nor a script."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/staff/sign-in")
    page.locator("#email").focus()
    page.keyboard.type("reviewer@example.go.th")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Khun reviewer")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()
