"""Looking through areas and agencies, down to each service point, with links alone."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.listed_points import POINTS_A_PAGE
from geo.settings import Settings
from tests.api.citizen.conftest import OpenPage
from tests.api.conftest import served
from tests.api.registry_offices import COMPETENT
from tests.api.small_country import HIDDEN_OFFICE, ISLAND_OFFICE
from tests.country import Country

POINTS = POINTS_A_PAGE + 20


@pytest.fixture(scope="module")
def pages(make_database: object) -> Iterator[httpx.Client]:
    """A district with more points than a page holds, in two subdistricts, of a department and one below it."""
    assert callable(make_database)
    url = make_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        country = Country(session)
        ministry = country.make_agency("0150000000000", name_th="กระทรวงมหาดไทย")
        department = country.make_agency("0150400000000", parent=ministry, name_th="กรมการปกครอง")
        country.make_procedure(title_th="การของกระทรวง")
        for number in range(POINTS):
            country.make_service_point(
                f"70000000{number:05}",
                name_th=f"จุดบริการ {number:03}",
                agency=department,
                subdistrict_code="200801" if number % 2 else "200701",
            )
        country.make_service_point("7999999999999", subdistrict_code="200801", shown=False)
        session.commit()
    with (
        served(Settings(_env_file=None, database_url=url)) as site,  # type: ignore[call-arg]
        httpx.Client(base_url=site, headers={"Accept": "text/html"}, timeout=30) as client,
    ):
        yield client


@pytest.mark.browser
def test_from_the_country_to_an_office_without_script(open_page: OpenPage) -> None:
    page = open_page("/areas", java_script_enabled=False)
    page.get_by_role("link", name="จ.ชลบุรี").click()
    page.get_by_role("link", name="อ.เกาะสีชัง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("อ.เกาะสีชัง จ.ชลบุรี")
    page.get_by_role("link", name="ที่ว่าการอำเภอเกาะสีชัง").click()
    page.wait_for_url(f"**/service-points/{ISLAND_OFFICE}")
    page.get_by_role("navigation", name="คุณอยู่ที่นี่").get_by_role("link", name="ชลบุรี", exact=True).click()
    page.wait_for_url("**/areas/20")


@pytest.mark.browser
def test_from_the_ministries_to_an_office_without_script(open_page: OpenPage) -> None:
    page = open_page("/en/agencies", java_script_enabled=False)
    page.get_by_role("link", name="Department of Provincial Administration").first.click()
    page.wait_for_url("**/en/agencies/0150400000000")
    page.locator(f'a[href="/en/service-points/{ISLAND_OFFICE}"]').click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_counts_agree_with_what_is_listed(pages: httpx.Client) -> None:
    assert f'<span class="pk-count">{POINTS}</span>' in pages.get("/areas").text
    assert f'<span class="pk-count">{POINTS // 2}</span>' in pages.get("/areas/20").text
    assert pages.get("/areas/2008").text.count('href="/service-points/') == POINTS // 2


def test_every_page_of_a_list_is_reached_and_nothing_comes_twice(pages: httpx.Client) -> None:
    first = pages.get("/agencies/0150000000000").text
    assert f"จุดบริการ {POINTS} แห่ง" in first
    assert "การของกระทรวง" in first
    seen: list[str] = []
    addresses = ["/agencies/0150000000000"]
    for address in addresses:
        page = pages.get(address).text
        seen += re.findall(r'href="/service-points/(\d+)"', page)
        addresses += re.findall(r'href="([^"]+)" rel="next"', page)
    assert len(addresses) == 2
    assert len(seen) == len(set(seen)) == POINTS
    assert "7999999999999" not in seen


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/areas/99", 404, "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
        ("/agencies/0", 404, "ไม่มีหน่วยงานใดใช้รหัส"),
        ("/areas/2008?after=x", 404, "ไม่มีจุดบริการใดใช้รหัส"),
    ],
)
def test_what_there_is_not(pages: httpx.Client, path: str, status: int, words: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == status
    assert words in answer.text


def test_a_subdistrict_leads_to_its_district(pages: httpx.Client) -> None:
    answer = pages.get("/en/areas/200801")
    assert (answer.status_code, answer.headers["location"]) == (301, "/en/areas/2008")


def test_hidden_points_are_in_no_list(citizen_site: str) -> None:
    page = httpx.get(f"{citizen_site}/areas/2008", headers={"Accept": "text/html"}).text
    assert ISLAND_OFFICE in page
    assert COMPETENT in page
    assert HIDDEN_OFFICE not in page
