"""axe-core finds nothing on any page of staff, in either language, light or dark; nothing is wider than a telephone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.staff.conftest import StaffSite
from tests.api.staff.visitor import PASSWORD
from tests.api.staff.walked_records import make_account_request
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible, expect_accessible_unfolded

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
        make_account_request(session)
        session.commit()
    return provider_site


@FOR_EVERYBODY
def test_no_violations(new_page: NewPage, site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    page = new_page(site.address, **options)
    for path in (*OUTSIDE, *OUTSIDE_FORMS):
        page.goto(prefix + path)
        expect_accessible_unfolded(page)
    page.goto(f"{prefix}/staff/sign-in")
    page.locator("#email").fill("central_officer@example.go.th")
    page.locator("#password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible(page)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/staff")
    for path in INSIDE:
        page.goto(prefix + path)
        expect_accessible_unfolded(page)


def test_the_keyboard_is_enough(new_page: NewPage, site: StaffSite) -> None:
    """From the sign-in to the sign-out without a mouse, nor a script."""
    page = new_page(site.address, java_script_enabled=False)
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
