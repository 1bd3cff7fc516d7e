"""The page of photos in browsers: uploaded with and without a script, by keyboard, axe, and no jump for citizens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible
from tests.photographs import TEXT, photograph

pytestmark = pytest.mark.browser

BASE = f"/staff/service-points/{OFFICE}/photos"


@pytest.fixture
def site(
    serve_app: ServeApp, make_staff_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> StaffSite:
    url = make_staff_database()
    return StaffSite(serve_app(url, home=tmp_path_factory.mktemp("home")), url)


@FOR_EVERYBODY
def test_from_the_file_to_the_citizens_page(
    new_page: NewPage, site: StaffSite, tmp_path: Path, prefix: str, options: dict[str, object]
) -> None:
    names = ("entrance.jpg", "road.jpg", "note.jpg")
    for number, name in enumerate(names):
        content = TEXT if name == "note.jpg" else photograph(seed=40 * number, at=(13.1492, 100.8085))
        (tmp_path / name).write_bytes(content)
    page = new_page(site.address, **options)
    sign_in(page, prefix, "point_officer")
    page.goto(prefix + BASE)
    expect_accessible(page)
    page.locator("#photo").set_input_files([tmp_path / name for name in names[:2]])
    page.locator("form[data-upload] button").click()
    page.wait_for_url("**added=2**")
    expect(page.locator(".pk-photo-cards img")).to_have_count(2)
    expect_accessible(page)
    page.locator(".pk-photo-cards input[id^=alt_th-]").first.fill("ประตูรั้วสีน้ำเงิน")
    page.locator(".pk-photo-cards form[action$=describe] button").first.press("Enter")
    expect(page.locator(".pk-photo-cards .pk-tag")).to_have_count(1)
    page.locator("form[action$='move/down'] button").press("Enter")
    expect(page.locator(".pk-photo-cards input[id^=alt_th-]").last).to_have_value("ประตูรั้วสีน้ำเงิน")
    page.locator("#photo").set_input_files([tmp_path / "note.jpg"])
    page.locator("form[data-upload] button").click()
    expect(page.get_by_role("alert").first).to_contain_text("note.jpg")
    expect_accessible(page)
    page.goto(f"{prefix}/service-points/{OFFICE}")
    photos = page.locator(".pk-photos img")
    expect(photos).to_have_count(2)
    before = photos.first.bounding_box()
    photos.first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.pk-photos img').naturalWidth > 0")
    after = photos.first.bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    expect_accessible(page)
