"""Somebody signs in with her browser."""

from playwright.sync_api import Page

from tests.api.staff.visitor import PASSWORD


def sign_in(page: Page, prefix: str, name: str) -> None:
    """As the person `name` of the small state, in the language of `prefix` ("" or "/en")."""
    page.goto(f"{prefix}/staff/sign-in")
    page.locator("#email").fill(f"{name}@example.go.th")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{prefix}/staff")
