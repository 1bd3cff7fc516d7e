"""Where she is registered decides who may serve her: asked for, chosen, followed, and told office by office."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.citizen.conftest import WIDE, OpenPage
from tests.api.registry_offices import BOROUGH_TAX, COMPETENT, MOVING, NEARER, PARTLY
from tests.api.small_country import PASSPORT

pytestmark = pytest.mark.browser

ANSWER = f"/nearest?procedure={MOVING}&area=2008"


def expect_competent_first(page: Page) -> None:
    """Ko Sichang's own office, then the nearer one that is not, then the rest."""
    expect(page.locator(".pk-hits__title")).to_have_text(
        [
            "จุดบริการที่ให้บริการคุณได้",
            "อยู่ใกล้กว่า แต่ให้บริการคุณไม่ได้",
            "อาจให้บริการคุณได้ ขึ้นกับที่ตั้งที่แน่นอน",
            "อยู่ไกลออกไป และให้บริการคุณไม่ได้",
        ]
    )
    for number, code in enumerate((COMPETENT, NEARER, PARTLY), 1):
        link = page.locator(f"#hit-{number} .pk-hit__name a")
        expect(link).to_have_attribute("href", f"/service-points/{code}")
    expect(page.locator("#hit-2 .pk-hit__reason")).to_have_text("ให้บริการเฉพาะ อ.ศรีราชา จ.ชลบุรี")
    expect(page.locator("#home")).to_contain_text(
        "จุดบริการที่ใกล้ที่สุดคือ ที่ว่าการอำเภอศรีราชา (350 ม.) แต่ให้บริการคุณไม่ได้ "
        "จุดที่ใกล้ที่สุดที่ให้บริการคุณได้คือ ทะเบียนอำเภอเกาะสีชัง (4.2 กม.)"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_the_place_where_she_is(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(ANSWER, java_script_enabled=scripts)
    expect(page.get_by_role("heading", name="คุณมีชื่อในทะเบียนบ้านที่ไหน")).to_be_visible()
    expect(page.locator(".pk-hits__title")).to_have_count(0)
    page.get_by_role("link", name="ที่ที่ฉันอยู่ตอนนี้: อ.เกาะสีชัง จ.ชลบุรี").click()
    page.wait_for_url(f"**{ANSWER}&home=2008")
    expect_competent_first(page)
    page.get_by_role("link", name="เปลี่ยน ทะเบียนบ้านของคุณ").click()
    page.wait_for_url(f"**{ANSWER}#home")


def test_by_lists(open_page: OpenPage) -> None:
    page = open_page(ANSWER)
    page.get_by_text("เลือกพื้นที่อื่น").click()
    page.get_by_label("จังหวัด").and_(page.locator("#home_province")).select_option(label="ชลบุรี")
    page.locator("#home_district").select_option(label="เกาะสีชัง")
    expect(page.locator("#home_subdistrict")).to_have_count(0)  # nobody needs to know
    page.get_by_role("button", name="ดูจุดบริการที่ให้บริการฉันได้").click()
    page.wait_for_url(f"**{ANSWER}&home=2008")
    expect_competent_first(page)


def test_by_lists_without_scripts(open_page: OpenPage) -> None:
    page = open_page(ANSWER, java_script_enabled=False)
    page.get_by_text("เลือกพื้นที่อื่น").click()
    page.locator("#home_province").select_option(label="ชลบุรี")
    page.get_by_role("button", name="ดูจุดบริการที่ให้บริการฉันได้").click()
    page.wait_for_url(f"**{ANSWER}&home=20")
    expect(page.get_by_text("อยู่ส่วนใดของ จ.ชลบุรี")).to_be_visible()
    page.get_by_role("link", name="อ.เกาะสีชัง", exact=True).click()
    page.wait_for_url(f"**{ANSWER}&home=2008")
    expect_competent_first(page)


def test_a_postcode_of_several_districts_is_a_choice(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&no_copy=true", java_script_enabled=False)
    page.get_by_text("เลือกพื้นที่อื่น").click()
    page.get_by_label("หรือรหัสไปรษณีย์").fill("๑๐๒๕๐")
    page.get_by_role("button", name="ดูจุดบริการที่ให้บริการฉันได้").click()
    page.wait_for_url(f"**{ANSWER}&home=10250&no_copy=true")
    expect(page.get_by_text("รหัสไปรษณีย์ 10250 มีหลายพื้นที่")).to_be_visible()
    page.get_by_role("link", name="เขตประเวศ กรุงเทพมหานคร").click()
    page.wait_for_url(f"**{ANSWER}&home=1032&no_copy=true")
    expect(page.locator("#home")).to_contain_text("ไม่พบจุดบริการที่ตรงกับข้อที่เลือกและให้บริการพื้นที่ของคุณ")
    expect(page.get_by_role("heading", name="จุดบริการที่ยังไม่ทราบว่าให้บริการคุณได้หรือไม่")).to_be_visible()


def test_a_postcode_of_one_district_is_none(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&home=20120", java_script_enabled=False)
    expect(page.locator("#home")).to_contain_text("อ.เกาะสีชัง จ.ชลบุรี")
    expect(page.locator("#hit-1 .pk-hit__name a")).to_have_attribute("href", f"/service-points/{COMPETENT}")


def test_an_area_that_is_no_more_is_followed(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&home=100205", java_script_enabled=False)
    expect(page.locator("#home")).to_contain_text(
        "แขวงบางซื่อ เขตดุสิต กรุงเทพมหานคร ถูกยกเลิกแล้ว ปัจจุบันคือ แขวงบางซื่อ เขตบางซื่อ กรุงเทพมหานคร"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("postcode=123", "รหัสไปรษณีย์มีตัวเลข 5 หลัก"),
        ("home=99999", "ไม่มีพื้นที่ใดใช้รหัสไปรษณีย์ 99999"),
        ("home=77777777", "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
    ],
)
def test_a_home_that_is_none_is_said_beside_its_field(open_page: OpenPage, given: str, sentence: str) -> None:
    page = open_page(f"{ANSWER}&{given}", java_script_enabled=False)
    expect(page.locator("#postcode-error")).to_contain_text(sentence)
    expect(page.locator("#postcode")).to_be_visible()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#postcode")
    expect(page.locator("[data-hit]")).to_have_count(10)


def test_it_may_be_about_land(open_page: OpenPage) -> None:
    page = open_page(f"/en/nearest?procedure={BOROUGH_TAX}&area=2008&home=200701", viewport=WIDE)
    expect(page.locator("#home")).to_contain_text("The land")
    expect(page.locator("#home")).to_contain_text("No office that offers this is known to serve the area you gave.")
    expect(page.locator("#hit-1 .pk-hit__reason")).to_contain_text("It serves only")
    expect(page.locator(".pk-pin--other")).to_have_count(1)


def test_nobody_is_asked_where_any_office_will_do(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={PASSPORT}&area=2008&home=2008")
    expect(page.locator("[data-hit]")).to_have_count(1)
    expect(page.locator("#home")).to_have_count(0)
