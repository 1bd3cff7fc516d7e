"""axe-core finds nothing on any page, in either language, light or dark."""

import pytest
from playwright.sync_api import expect

from tests.api.citizen.conftest import WIDE, OpenPage
from tests.api.registry_offices import MOVING
from tests.api.small_country import HOURS_UNKNOWN, ID_CARD, ISLAND_OFFICE, NOBODYS
from tests.expect_accessible import expect_accessible

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/ask?q=ทำบัตรประชาชน เกาะสีชัง",
    f"/ask?procedure={ID_CARD}&province=20&district=2008&missing=where",
    f"/ask?procedure={ID_CARD}&place=ท่าทราย",
    f"/ask?procedure={ID_CARD}&area=1004&change=place",
    "/ask?q=ราคาทองวันนี้ ศรีราชา",
    "/ask?area=2008&missing=procedure",
    f"/nearest?procedure={ID_CARD}&area=200801",
    f"/nearest?procedure={NOBODYS}&area=2008",
    f"/service-points/{ISLAND_OFFICE}",
    f"/service-points/{HOURS_UNKNOWN}",
    f"/nearest?procedure={MOVING}&area=2008&home=2008&no_copy=true&day=25/11/2569&time=10:00",
    f"/nearest?procedure={MOVING}&area=2008&home=10250&languages=ru&day=x",
    "/procedures",
    "/procedures?letter=บ",
    "/procedures?q=ราคาทองวันนี้",
    f"/procedures/{ID_CARD}",
    f"/service-points/{ISLAND_OFFICE}?q=x",
    "/areas",
    "/areas/20",
    "/areas/2008",
    "/agencies",
    "/agencies/0150400000000",
    f"/procedures/{ID_CARD}?area=2008",
    f"/embed?procedure={ID_CARD}&area=2008",
    f"/embed/code?procedure={ID_CARD}&province=20",
    "/embed/code?q=บัตร",
    "/design",
    "/nope",
)


@pytest.mark.parametrize(("prefix", "options"), [("", {}), ("/en", {"viewport": WIDE, "color_scheme": "dark"})])
def test_no_violations(open_page: OpenPage, prefix: str, options: dict[str, object]) -> None:
    page = open_page(prefix + PATHS[0], **options)
    for path in PATHS:
        page.goto(prefix + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if page.locator("[data-map]").count():
            page.locator("[data-map]").scroll_into_view_if_needed()
            expect(page.locator("[data-map][data-ready]")).to_be_attached()
        expect_accessible(page)
