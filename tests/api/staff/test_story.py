"""A central officer lets the district offices of Chon Buri in, and one of their people out again; with each sign-in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.api.staff.conftest import StaffSite
from tests.api.staff.enrolling import code_for, codes_on, enrol, issue_tokens
from tests.api.staff.visitor import PASSWORD
from tests.conftest import NewPage

pytestmark = pytest.mark.browser

OFFICE = "สำนักงานพัฒนาชุมชนอำเภอที่ 1"

OFFICE_CODE = "3100000000001"

OpenBrowser = Callable[[], Page]


class LocalDoor:
    """Signing in with a password."""

    name = "local"

    def sign_in(self, page: Page, name: str) -> None:
        page.goto("/en/staff")
        page.get_by_label("E-mail address").fill(f"{name}@example.go.th")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    def enrol(self, page: Page, name: str, code: str) -> None:
        enrol(page, "/en", name, code.lower())


class ProviderDoor:
    """Signing in at the provider."""

    name = "provider"

    def sign_in(self, page: Page, name: str) -> None:
        page.goto("/en/staff")
        page.get_by_role("link", name="Sign in with Digital ID").click()
        page.get_by_placeholder("Enter any login").fill(name)
        page.get_by_placeholder("and password").fill("whatever")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()

    def enrol(self, page: Page, name: str, code: str) -> None:
        self.sign_in(page, name)
        expect(page.get_by_text("You are signed in, but have no role yet.")).to_be_visible()
        page.get_by_label("Enrolment token").fill(code)
        page.get_by_role("button", name="Enrol").click()


@pytest.fixture(params=[LocalDoor, ProviderDoor], ids=["local", "provider"])
def door(request: pytest.FixtureRequest) -> LocalDoor | ProviderDoor:
    made: LocalDoor | ProviderDoor = request.param()
    return made


@pytest.fixture
def open_browser(new_page: NewPage, provider_site: StaffSite) -> OpenBrowser:
    """A browser of its own for each person."""
    return lambda: new_page(provider_site.address, locale="en-GB")


def issue_for_chon_buri(officer: Page) -> str:
    """Issues tokens for the 11 district offices; returns the code of `OFFICE`, which is not shown again."""
    issue_tokens(officer, "ชลบุรี")
    expect(officer.locator(".pk-card--new tbody tr")).to_have_count(11)
    codes = codes_on(officer)
    assert all(re.fullmatch(r"([A-Z0-9]{5}-){2}[A-Z0-9]{5}", code) for code in codes)
    assert len(set(codes)) == 11
    code = code_for(officer, OFFICE)
    officer.goto("/en/staff/enrolment")
    assert code not in officer.content()
    return code


def refresh_of(officer: Page, user: str) -> str:
    """Refreshes the token that this person has used; returns the new code."""
    row = officer.locator("tr", has=officer.get_by_text(OFFICE, exact=True)).filter(has_text=f"Khun {user}")
    row.get_by_role("button", name="Refresh").click()
    [code] = codes_on(officer)
    return code


def check_log(officer: Page, newcomer: str, second: str) -> None:
    """The log names every change, before and after."""
    officer.goto("/en/staff/audit")
    lines = officer.locator("main tbody tr")
    expect(lines.filter(has_text="Enrolment token issued")).not_to_have_count(0)
    told = [" ".join(text.split()) for text in lines.all_inner_texts()]
    for who, what, change in [
        ("central_officer", "Removed from the agency", "Role: Manual author → –"),
        ("central_officer", "Role changed", "Role: Service point officer → Manual author"),
        (second, "Role given", "Role: – → Service point officer"),
        (second, "Enrolment token used", "State: open → used"),
        ("central_officer", "Enrolment token refreshed", "Role: – → Service point officer"),
        (newcomer, "Role given", "Role: – → Service point officer"),
        (newcomer, "Enrolment token used", "State: open → used"),
        ("central_officer", "Enrolment token issued", "Role: – → Service point officer"),
    ]:
        assert any(f"Khun {who}" in line and what in line and change in line for line in told), (who, what, told)
    assert sum("Enrolment token issued" in line for line in told) >= 11


def test_tokens_roles_and_removal(open_browser: OpenBrowser, door: LocalDoor | ProviderDoor) -> None:
    newcomer_name, second_name = f"newcomer-{door.name}", f"second-{door.name}"
    officer, newcomer, second = open_browser(), open_browser(), open_browser()
    door.sign_in(officer, "central_officer")
    expect(officer.get_by_role("heading", level=1)).to_have_text("Hello Khun central_officer")
    code = issue_for_chon_buri(officer)

    # an officer enrols with one; a second use is refused
    door.enrol(newcomer, newcomer_name, code)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text(f"Hello Khun {newcomer_name}")
    expect(newcomer.get_by_role("region", name="Your service points")).to_contain_text(OFFICE_CODE)
    menu = newcomer.get_by_role("navigation", name="Staff pages")
    expect(menu.get_by_role("link", name="For programs")).to_be_visible()
    expect(menu.get_by_role("link", name="People")).to_have_count(0)
    door.enrol(second, second_name, code)
    expect(second.get_by_role("alert")).to_contain_text("This token is not known, has been used")

    # refreshed, it works again
    officer.reload()
    second.get_by_label("Enrolment token").fill(refresh_of(officer, newcomer_name))
    if second.get_by_label("Password").count():
        second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Enrol").click()
    expect(second.get_by_role("heading", level=1)).to_have_text(f"Hello Khun {second_name}")

    # moved to another role, she sees the other menu
    officer.goto(f"/en/staff/people?q={newcomer_name}")
    officer.get_by_role("link", name=f"Khun {newcomer_name}").click()
    officer.get_by_label("Another role").select_option("author")
    officer.get_by_role("button", name="Change the role").click()
    expect(officer.get_by_role("region", name="Manual author")).to_be_visible()
    newcomer.goto("/en/staff")
    expect(menu.get_by_role("link", name="Reports of errors")).to_be_visible()
    expect(menu.get_by_role("link", name="For programs")).to_have_count(0)

    # removed, her open sign-in ends
    officer.get_by_text("Remove from the agency").first.click()
    officer.get_by_role("button", name="Remove from the agency", exact=True).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("People")
    newcomer.reload()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Sign in")

    check_log(officer, newcomer_name, second_name)
