"""What can be had in some areas only, and what is done online: on a citizen's pages, on paper, for search engines."""

import re
from html import unescape

import httpx
import pytest
from playwright.sync_api import expect

from api.citizen.procedure.online_channel import OnlineChannel, online_channel
from tests.api.citizen.conftest import NARROW
from tests.api.citizen.test_manual_pdf import squeezed, text_by_pdfium
from tests.api.citizen.test_service_point_page import data_of
from tests.api.listed_procedures import BEACH, FERRY, OFFICES, ONLINE, SURVEY
from tests.api.small_country import ID_CARD, PASSPORT
from tests.conftest import NewPage
from tests.expect_accessible import expect_accessible_unfolded

BROWSER = {"Accept": "text/html"}
HOST = "beach.example.go.th"


def words(site: str, path: str) -> str:
    """What stands on a page, without its tags."""
    answer = httpx.get(site + path, headers=BROWSER)
    assert answer.status_code == 200, path
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        (
            "",
            [
                "เฉพาะกิจการใน: ต.บางละมุง อ.บางละมุง จ.ชลบุรี, อ.เกาะสีชัง จ.ชลบุรี",
                "จ.ชลบุรี : อ.เกาะสีชัง",
                "อ.บางละมุง จ.ชลบุรี : ต.บางละมุง",
                "ไปจุดบริการใดก็ได้ที่ให้บริการเรื่องนี้",
                f"ทำออนไลน์ เรื่องนี้ทำออนไลน์ได้ ที่เว็บไซต์ {HOST}",
            ],
        ),
        (
            "/en",
            [
                "Only for businesses in: Bang Lamung, Bang Lamung, Chon Buri; Ko Sichang, Chon Buri",
                "Districts of Chon Buri : Ko Sichang",
                "Subdistricts of Bang Lamung, Chon Buri : Bang Lamung",
                "Any office that offers it will serve you.",
                f"Do it online This can be done online, on another website: {HOST}",
            ],
        ),
    ],
)
def test_the_manual_says_where_it_can_be_had_and_that_it_is_done_online(
    listed_site: str, prefix: str, said: list[str]
) -> None:
    page = words(listed_site, f"{prefix}/procedures/{BEACH}")
    assert [one for one in said if one.replace(" :", ":") not in page.replace(" :", ":")] == []
    assert "wherever you live" not in page
    assert "ไม่ว่าคุณจะอยู่ที่ไหน" not in page
    html = httpx.get(f"{listed_site}{prefix}/procedures/{BEACH}", headers=BROWSER).text
    links = re.findall(r'<a class="([^"]*)" href="https://beach\.example[^"]*" rel="([^"]*)"', html)
    assert [rel for _, rel in links] == ["noopener noreferrer external"] * 2  # near the top, and where and when
    assert "govuk-button" in links[0][0]


def test_long_lists_are_folded_also_without_a_manual(listed_site: str) -> None:
    page = words(listed_site, f"/procedures/{SURVEY}")
    assert "ฉันทำได้ไหม" in page
    assert "และอีก 9 พื้นที่ ดูทั้งหมด 12 พื้นที่ ทั้งจังหวัด" in page  # the one in a province that is listed is not counted
    html = httpx.get(f"{listed_site}/procedures/{SURVEY}", headers=BROWSER).text
    assert '<details class="govuk-details pk-details pk-only__fold">' in html


def test_a_link_that_is_none_is_not_shown(listed_site: str) -> None:
    for path in (f"/procedures/{FERRY}", f"/nearest?procedure={FERRY}&area=2008"):
        html = httpx.get(f"{listed_site}{path}", headers=BROWSER).text
        assert "javascript:" not in html
        assert "pk-online" not in html


@pytest.mark.parametrize("path", [f"/procedures/{ID_CARD}", f"/nearest?procedure={ID_CARD}&area=2008"])
def test_what_can_be_had_anywhere_says_nothing_of_it(listed_site: str, path: str) -> None:
    html = httpx.get(f"{listed_site}{path}", headers=BROWSER).text
    assert "pk-only" not in html
    assert "pk-online" not in html


@pytest.mark.parametrize(
    ("prefix", "asked", "refused", "group", "served"),
    [
        (
            "",
            "กิจการตั้งอยู่ที่ไหน เรื่องนี้ทำได้เฉพาะบางพื้นที่ เฉพาะกิจการใน: ต.บางละมุง อ.บางละมุง จ.ชลบุรี",
            "พื้นที่นี้ทำเรื่องนี้ไม่ได้ เพราะ อ.ศรีราชา จ.ชลบุรี ไม่ได้อยู่ในพื้นที่ที่กำหนด เฉพาะกิจการใน:",
            "จุดบริการที่ทำเรื่องนี้ แต่ไม่ใช่สำหรับพื้นที่ของคุณ",
            "พื้นที่นี้ทำเรื่องนี้ได้ ไปจุดบริการใดก็ได้ที่ให้บริการ",
        ),
        (
            "/en",
            "Where is the business? This cannot be had everywhere. Only for businesses in: Bang Lamung,",
            "This cannot be had there: Si Racha, Chon Buri is in none of the areas for which it is done. Only for",
            "They do it, but not for the area you gave",
            "This can be had there, from any office that offers it.",
        ),
    ],
)
def test_the_answer_asks_where_and_says_what_that_means(  # noqa: PLR0917 - a language's words
    listed_site: str, prefix: str, asked: str, refused: str, group: str, served: str
) -> None:
    answer = f"{prefix}/nearest?procedure={BEACH}&area=2008"
    page = words(listed_site, answer)
    assert asked in page
    assert HOST in page
    assert group not in page
    outside = words(listed_site, f"{answer}&home=2007")
    assert refused in outside
    assert group in outside
    assert HOST not in outside  # neither there nor online
    inside = words(listed_site, f"{answer}&home=200801")
    assert served in inside
    assert HOST in inside
    assert group not in inside


def test_an_area_of_which_a_part_is_listed_is_asked_about_with_its_parts(listed_site: str) -> None:
    page = words(listed_site, f"/nearest?procedure={BEACH}&area=2008&home=20")
    assert "อยู่ส่วนใดของ จ.ชลบุรี" in page
    assert "อ.เกาะสีชัง" in page


def test_office_and_area_are_told_together(listed_site: str) -> None:
    page = words(listed_site, f"/en/nearest?procedure={SURVEY}&area=2008&home=2008")
    assert "This can be had there." in page
    assert "Offices that may serve you" in page
    outside = words(listed_site, f"/en/nearest?procedure={SURVEY}&area=2008&home=1001")
    assert "They do it, but not for the area you gave" in outside
    assert "It serves only" not in outside


def test_the_paper_says_both(listed_site: str) -> None:
    found = text_by_pdfium(httpx.get(f"{listed_site}/procedures/{BEACH}.pdf", timeout=60).content)
    for said in ("ทำออนไลน์", ONLINE, "เฉพาะกิจการใน:", "อ.บางละมุง จ.ชลบุรี: ต.บางละมุง"):
        assert squeezed(said) in found


@pytest.mark.parametrize(
    ("prefix", "procedure", "bound"),
    [
        ("", BEACH, "เฉพาะกิจการใน: ต.บางละมุง อ.บางละมุง จ.ชลบุรี, อ.เกาะสีชัง จ.ชลบุรี"),
        ("/en", BEACH, "Only for businesses in: Bang Lamung, Bang Lamung, Chon Buri; Ko Sichang, Chon Buri"),
        ("/en", SURVEY, "Go to the office of the district where the land is. Only for land in:"),
        ("/en", ID_CARD, "Go to the office of the district where your home is registered."),
    ],
)
def test_the_frame_for_other_sites_says_whom_it_is_for(
    listed_site: str, prefix: str, procedure: str, bound: str
) -> None:
    html = httpx.get(f"{listed_site}{prefix}/embed?procedure={procedure}&area=2008", headers=BROWSER).text
    assert f'<p class="pk-bound">{bound}' in html
    assert ("Which of them may serve me?" if prefix else "จุดบริการใดให้บริการฉันได้") in html


def test_the_frame_says_nothing_of_it_where_any_office_serves_anybody(listed_site: str) -> None:
    html = httpx.get(f"{listed_site}/embed?procedure={PASSPORT}&area=2008", headers=BROWSER).text
    assert "pk-bound" not in html
    assert "ดูทุกแห่งบนแผนที่" in html


def test_search_engines_read_both(listed_site: str) -> None:
    data = data_of(listed_site, f"/en/procedures/{BEACH}")
    assert data["areaServed"] == [
        {"@type": "AdministrativeArea", "name": "Bang Lamung", "identifier": "200401"},
        {"@type": "AdministrativeArea", "name": "Ko Sichang", "identifier": "2008"},
    ]
    assert data["availableChannel"][0] == {"@type": "ServiceChannel", "name": "Online", "serviceUrl": ONLINE}
    anywhere = data_of(listed_site, f"/procedures/{ID_CARD}")
    assert anywhere["areaServed"] == {"@type": "Country", "name": "TH"}
    assert "serviceUrl" not in str(anywhere["availableChannel"])


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.dopa.go.th@evil.example/x", "evil.example"),
        ("http://EXAMPLE.go.th:8080/", "example.go.th"),
        ("javascript://example.go.th/%0Aalert(1)", None),
        ("https://", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_the_host_is_whose_site_it_is(url: str | None, host: str | None) -> None:
    assert online_channel(url) == (OnlineChannel(str(url), host) if host else None)


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_phone_shows_all_of_it(new_page: NewPage, listed_site: str, prefix: str) -> None:
    page = new_page(listed_site, viewport=NARROW)
    page.goto(f"{prefix}/procedures/{SURVEY}")
    expect_accessible_unfolded(page)
    page.goto(f"{prefix}/procedures/{BEACH}")
    expect(page.locator(".pk-online__go")).to_be_in_viewport()
    expect_accessible_unfolded(page)
    page.goto(f"{prefix}/embed?procedure={SURVEY}&area=2008")
    expect_accessible_unfolded(page)
    page.goto(f"{prefix}/nearest?procedure={BEACH}&area=2008")
    expect_accessible_unfolded(page)
    page.locator("#home_province").select_option(value="20")
    page.locator("#home_district").select_option(value="2007")
    page.locator("#home_subdistrict").wait_for()
    page.locator(".pk-home__form button").click()
    page.wait_for_url(f"**{prefix}/nearest?procedure={BEACH}&area=2008&home=2007")
    expect(page.locator(".pk-home--refused")).to_be_visible()
    expect(page.locator("[data-hit][data-other]")).to_have_count(len(OFFICES))
    expect_accessible_unfolded(page)


@pytest.mark.browser
def test_on_paper_nothing_is_folded(new_page: NewPage, listed_site: str) -> None:
    page = new_page(listed_site, viewport=NARROW)
    page.goto(f"/procedures/{SURVEY}")
    groups, fold = page.locator(".pk-only--folded"), page.get_by_text("ดูทั้งหมด 12 พื้นที่")
    expect(groups).to_be_hidden()
    page.emulate_media(media="print")
    expect(groups).to_be_visible()
    expect(groups).to_contain_text("ทั้งจังหวัด")
    expect(fold).to_be_hidden()
    page.emulate_media(media="screen")
    fold.click()
    expect(groups).to_be_visible()
