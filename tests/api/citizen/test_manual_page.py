"""The manual's page: the nearest points right there, however she says where she is, and what machines read."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.api.citizen.conftest import OpenPage
from tests.api.citizen.test_service_point_page import data_of
from tests.api.small_country import ID_CARD, ISLAND_OFFICE, NOBODYS, SICHANG

BROWSER = {"Accept": "text/html"}


@pytest.mark.browser
def test_where_my_phone_is(open_page: OpenPage) -> None:
    place = {"latitude": SICHANG.lat, "longitude": SICHANG.lon}
    page = open_page(f"/procedures/{ID_CARD}", geolocation=place, permissions=["geolocation"])
    page.get_by_role("button", name="ใช้ตำแหน่งของฉัน").click()
    page.wait_for_url(f"**/procedures/{ID_CARD}?lat=*&lon=*")
    first = page.locator(".pk-near__list li").first
    expect(first).to_contain_text("350 ม.")
    expect(first.get_by_role("link")).to_have_attribute("href", f"/service-points/{ISLAND_OFFICE}")


@pytest.mark.browser
def test_whom_it_is_for_is_folded_away_until_asked(open_page: OpenPage) -> None:
    page = open_page(f"/procedures/{ID_CARD}", java_script_enabled=False)
    situation = page.get_by_text("กระเป๋าเงินถูกขโมยไป")
    expect(situation).to_be_hidden()
    page.get_by_text("เมื่อไรที่ต้องใช้").click()
    expect(situation).to_be_visible()


@pytest.mark.browser
def test_from_the_lists_without_script(open_page: OpenPage) -> None:
    page = open_page(f"/en/procedures/{ID_CARD}", java_script_enabled=False)
    page.get_by_label("Province").select_option(label="Chon Buri")
    page.get_by_role("button", name="Show the nearest offices").click()
    expect(page).to_have_url(f"{page.url.partition('/en/')[0]}/en/procedures/{ID_CARD}?area=20#find")
    expect(page.get_by_label("District", exact=True)).to_be_visible()
    page.get_by_label("District", exact=True).select_option(label="Ko Sichang")
    page.get_by_role("button", name="Show the nearest offices").click()
    expect(page.locator(".pk-near__list li")).to_have_count(3)


def test_where_she_is_is_not_in_the_address_that_others_are_given(citizen_site: str) -> None:
    page = httpx.get(f"{citizen_site}/procedures/{ID_CARD}?lat=13.15&lon=100.81", headers=BROWSER).text
    assert f'<link rel="canonical" href="{citizen_site}/procedures/{ID_CARD}">' in page
    assert f'og:url" content="{citizen_site}/procedures/{ID_CARD}"' in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("lat=100.8&lon=13.1", 422, "สลับกัน"),
        ("area=99", 404, "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
        ("area=9999", 404, "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
    ],
)
def test_a_place_that_is_none(citizen_site: str, query: str, status: int, words: str) -> None:
    answer = httpx.get(f"{citizen_site}/procedures/{ID_CARD}?{query}", headers=BROWSER)
    assert answer.status_code == status
    assert words in answer.text


def test_nobody_offers_it(citizen_site: str) -> None:
    page = httpx.get(f"{citizen_site}/procedures/{NOBODYS}?area=2008", headers=BROWSER).text
    assert "ยังไม่มีจุดบริการที่ทำเรื่องนี้" in page


def test_what_search_engines_read(citizen_site: str) -> None:
    data = data_of(citizen_site, f"/procedures/{ID_CARD}?area=2008")
    assert data["@type"] == "GovernmentService"
    assert data["url"] == f"{citizen_site}/procedures/{ID_CARD}"
    assert data["alternateName"] == ["ทำบัตรประชาชน", "บัตรหาย"]
    assert data["provider"]["url"] == f"{citizen_site}/agencies/0150400000000"
    assert data["termsOfService"] == "100 บาท · 15 นาที"
