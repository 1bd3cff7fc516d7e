"""A central officer issues enrolment tokens in her browser, and a newcomer enrols with one in hers."""

from playwright.sync_api import Page

from tests.api.staff.visitor import PASSWORD


def issue_tokens(central: Page, words: str) -> None:
    """One for each service point whose name or place has these words; `central` is at a page in English."""
    menu = central.get_by_role("navigation", name="Staff pages")
    menu.get_by_role("link", name="People").click()
    menu.get_by_role("link", name="Enrolment tokens").click()
    central.get_by_label("Service points, by name, district or province").fill(words)
    central.get_by_role("button", name="Find the service points").click()
    central.get_by_role("button", name="Issue a token for each").click()


def codes_on(central: Page) -> list[str]:
    """Of the tokens just issued, which are shown this once."""
    return central.locator(".pk-card--new .pk-code").all_inner_texts()


def code_for(central: Page, office: str) -> str:
    """Of the token just issued for the service point of this name."""
    row = central.locator(".pk-card--new tr", has=central.get_by_text(office, exact=True))
    return row.locator(".pk-code").inner_text()


def enrol(page: Page, prefix: str, name: str, code: str) -> None:
    """With a new account of our own, in the language of `prefix` ("" or "/en")."""
    page.goto(f"{prefix}/staff/enrol")
    page.locator("#token").fill(code)
    page.locator("#name").fill(f"Khun {name}")
    page.locator("#email").fill(f"{name}@example.go.th")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
