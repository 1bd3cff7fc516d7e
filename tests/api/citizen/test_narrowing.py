"""Filters on the answer's page: chosen in a form, shown as chips, kept in the address, told where they are wrong."""

import re
from datetime import datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Page, expect

from geo.opening_hours import BANGKOK
from tests.api.citizen.conftest import WIDE, OpenPage
from tests.api.registry_offices import COMPETENT, MOVING, MUNICIPALITY, NEARER, PARTLY
from tests.api.small_country import ALWAYS_OPEN, ID_CARD, SICHANG

pytestmark = pytest.mark.browser

ANSWER = f"/nearest?procedure={MOVING}&area=2008"
BROWSER = {"Accept": "text/html"}


def codes(page: Page) -> list[str]:
    links = page.locator("[data-hit] .pk-hit__name a")
    return [(links.nth(index).get_attribute("href") or "").rpartition("/")[2] for index in range(links.count())]


def next_wednesday() -> datetime:
    """Never a substitution day."""
    today = datetime.now(BANGKOK)
    return today + timedelta(days=(2 - today.weekday()) % 7 + 7)


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_are_chosen_and_taken_off(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(ANSWER, java_script_enabled=scripts)
    page.get_by_text("กรองผลการค้นหา").click()
    page.get_by_label("ไม่ต้องใช้สำเนา").check()
    page.get_by_label("ภาษาที่พูดได้").select_option("zh")
    page.get_by_role("button", name="แสดงผล").click()
    page.wait_for_url(f"**{ANSWER}&no_copy=true&languages=zh")
    assert codes(page) == [COMPETENT]
    chips = page.get_by_role("list", name="ข้อที่เลือก").get_by_role("listitem")
    expect(chips).to_have_count(3)
    page.get_by_role("link", name="นำออก: พูดภาษาจีนได้").click()
    page.wait_for_url(f"**{ANSWER}&no_copy=true")
    assert codes(page) == [NEARER, COMPETENT]
    page.get_by_role("link", name="นำออก: ไม่ต้องใช้สำเนา").click()
    page.wait_for_url(f"**{ANSWER}")
    assert len(codes(page)) == 10


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("open_only=true&within_m=1000", [NEARER]),
        ("accessible=true", [COMPETENT]),
        ("gecc=basic", [COMPETENT]),
        (f"type={MUNICIPALITY}", [PARTLY]),
        ("agency=0150500000000", [COMPETENT]),
        ("languages=en,zh", [COMPETENT]),
        ("in_area=2008", [COMPETENT, PARTLY]),
        ("name=MUNICIPALITY", [PARTLY]),
        ("within_m=๕๐๐๐", [NEARER, COMPETENT]),
    ],
)
def test_each_filter(open_page: OpenPage, chosen: str, found: list[str]) -> None:
    page = open_page(f"{ANSWER}&{chosen}", java_script_enabled=False)
    assert codes(page) == found
    expect(page.locator(".pk-chip")).to_have_count(chosen.count("="))


def test_open_at_a_time_of_the_buddhist_year(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=2008")
    day = next_wednesday()
    page.get_by_text("กรองผลการค้นหา").click()
    page.get_by_label("วัน", exact=False).and_(page.locator("#day")).fill(f"{day.day}/{day.month}/{day.year + 543}")
    page.locator("#time").fill("๓.๐๐")
    page.get_by_role("button", name="แสดงผล").click()
    expect(page.locator(".pk-chip")).to_contain_text(f"เปิดในเวลาที่ถาม: พุธที่ {day.day}")
    expect(page.get_by_text("สถานะเปิดหรือปิดแสดงตามเวลา พุธที่")).to_be_visible()
    assert codes(page) == [ALWAYS_OPEN]


def test_the_next_opening_is_told_from_the_time_asked_about(open_page: OpenPage) -> None:
    page = open_page(f"/nearest?procedure={ID_CARD}&area=2008", viewport=WIDE)
    day = next_wednesday()
    page.goto(f"/en/nearest?procedure={MOVING}&area=2008&day={day:%Y-%m-%d}&time=10:00")
    expect(page.locator("#hit-2 .pk-hit__open")).to_contain_text("until 16:30")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ("day=31/2/2569&time=10:00", "day", "ไม่มีวันที่ '31/2/2569' ในปฏิทิน"),
        ("day=1/1/2540&time=10:00", "day", "วันที่ต้องอยู่ระหว่างวันนี้ถึงหนึ่งปีข้างหน้า"),
        ("day=&time=25:00", "time", "'25:00' ไม่ใช่เวลา"),
        ("within_m=far", "within_m", "ระยะทางหน่วยเมตร"),
        ("gecc=best", "gecc", "ต้องเป็นค่าใดค่าหนึ่ง"),
        ("languages=klingon", "languages", "ไม่ใช่รหัสภาษา"),
        ("in_area=99", "in_area", "ไม่มีจังหวัด อำเภอ หรือตำบลใดใช้รหัส"),
        (f"name={'x' * 101}", "name", "ยาวเกิน 100 ตัวอักษร"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(
    open_page: OpenPage, wrong: str, field: str, sentence: str
) -> None:
    page = open_page(f"{ANSWER}&{wrong}&no_copy=true", java_script_enabled=False)
    expect(page.locator(f"#{field}-error")).to_contain_text(sentence)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", f"#{field}")
    expect(page.locator(f"#{field}")).to_be_visible()
    assert codes(page) == [NEARER, COMPETENT]  # what can be understood counts


def test_wrong_filters_are_a_422(citizen_site: str) -> None:
    assert httpx.get(f"{citizen_site}{ANSWER}&gecc=best", headers=BROWSER).status_code == 422


def test_nothing_left_says_what_there_is(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&languages=ru&within_m=2000", java_script_enabled=False)
    empty = page.locator(".pk-empty")
    expect(empty.get_by_role("heading")).to_have_text("ไม่มีจุดบริการที่ตรงกับทุกข้อที่เลือก")
    expect(empty).to_contain_text("ที่ว่าการอำเภอศรีราชา, 350 ม.")
    empty.get_by_role("link", name="นำออก: พูดภาษารัสเซียได้").click()
    page.wait_for_url(f"**{ANSWER}&within_m=2000")
    assert codes(page) == [NEARER]


def test_pages_keep_filters_and_numbers(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&within_m=50000&home=2008", java_script_enabled=False)
    page.get_by_role("link", name="ดูเพิ่ม ที่ไกลออกไป").click()
    assert "within_m=50000" in page.url
    assert "home=2008" in page.url
    expect(page.locator("[data-hit] .pk-number")).to_have_text(["11", "12", "13"])
    expect(page.get_by_role("heading", name="อยู่ไกลออกไป และให้บริการคุณไม่ได้")).to_be_visible()
    page.get_by_role("link", name="กลับไปที่ใกล้ที่สุด").click()
    expect(page.locator("[data-hit]").first.locator(".pk-number")).to_have_text("1")


def test_another_place_keeps_the_filters(open_page: OpenPage) -> None:
    page = open_page(f"{ANSWER}&home=2008&no_copy=true&within_m=50000")
    page.get_by_role("link", name="เปลี่ยน สถานที่").click()
    page.get_by_role("button", name="แสดงจุดบริการที่ใกล้ที่สุด").click()
    page.wait_for_url(re.compile(r"/nearest\?.*home=2008&within_m=50000&no_copy=true$"))
    assert codes(page) == [COMPETENT, NEARER]


def test_what_an_office_is_known_for(open_page: OpenPage) -> None:
    page = open_page(f"/en{ANSWER}", java_script_enabled=False)
    tags = page.locator("[data-hit] .pk-qualities")
    expect(tags.nth(0).get_by_role("listitem")).to_have_text(
        ["No copies needed", "Not wheelchair accessible", "Speaks English"]
    )
    expect(tags.nth(1).get_by_role("listitem")).to_have_text(
        ["No copies needed", "Wheelchair accessible", "GECC advanced", "Speaks English and Chinese"]
    )
    expect(tags).to_have_count(2)


def test_an_agency_is_chosen_from_those_that_offer_it(open_page: OpenPage) -> None:
    page = open_page(ANSWER, java_script_enabled=False)
    page.get_by_text("กรองผลการค้นหา").click()
    page.get_by_label("หน่วยงาน", exact=True).select_option("0150500000000")
    page.get_by_role("button", name="แสดงผล").click()
    page.wait_for_url(f"**{ANSWER}&agency=0150500000000")
    assert codes(page) == [COMPETENT]
    expect(page.locator(".pk-chip")).to_contain_text("กรมทดสอบ")


def told(page: Page) -> dict[str, str]:
    """What stands beside the boxes and in the lists, by field and value: '' where nothing does."""
    boxes = page.locator("[data-filters] input[type=checkbox]").all()
    texts = {
        box.get_attribute("name"): page.locator(f"label[for={box.get_attribute('id')}]").inner_text() for box in boxes
    }
    for option in page.locator("[data-filters] option:not([value=''])").all():
        field = option.locator("xpath=ancestor::select").get_attribute("name")
        texts[f"{field}={option.get_attribute('value')}"] = option.text_content() or ""
    return {str(name): found[1] if (found := re.search(r"\(([\d,]+)\)$", text)) else "" for name, text in texts.items()}


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_filter_tells_how_many_it_would_leave(open_page: OpenPage, language: str) -> None:
    page = open_page(language + ANSWER)
    button = page.locator("[data-filters] button")
    words = button.text_content()
    page.locator("#filters summary").click()
    expect(button).to_have_text(f"{words} (13)")
    counts = told(page)
    assert {name: count for name, count in counts.items() if count not in {"", "0"}} == {
        "open_only": counts["open_only"],
        "no_copy": "2",
        "accessible": "1",
        "gecc=basic": "1",
        "gecc=intermediate": "1",
        "gecc=advanced": "1",
        "agency=0150500000000": "1",
        "agency=0150400000000": "12",
        f"type={MUNICIPALITY}": "1",
        "type=ที่ว่าการอำเภอ": "12",
        "languages=en": "2",
        "languages=zh": "1",
        "in_area=20": "13",
    }
    assert counts["languages=ru"] == counts["in_area=10"] == "0"
    assert counts["within_m=2000"] == counts["in_area=2008"] == ""  # which are not counted
    page.locator("#no_copy").check()
    expect(button).to_have_text(f"{words} (2)")
    expect(page.locator("[data-left]")).to_have_text("2 service points are left" if language else "เหลือจุดบริการ 2 แห่ง")
    assert told(page)["languages=zh"] == "1"
    page.locator("#languages").select_option("zh")
    expect(button).to_have_text(f"{words} (1)")
    assert told(page)["languages=en"] == ""  # it would take the place of the other
    button.click()
    page.wait_for_url(f"**{ANSWER}&no_copy=true&languages=zh")
    assert codes(page) == [COMPETENT]


def test_filters_work_where_nothing_can_be_counted(open_page: OpenPage) -> None:
    page = open_page(ANSWER)
    page.route(re.compile(r"/filter-counts\?"), lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_text("กรองผลการค้นหา").click()
    page.get_by_label("ไม่ต้องใช้สำเนา").check()
    page.get_by_role("button", name="แสดงผล", exact=True).click()
    page.wait_for_url(f"**{ANSWER}&no_copy=true")


@pytest.mark.parametrize(
    "chosen", ["", "&no_copy=true", "&open_only=true", "&in_area=20&languages=en", "&within_m=5000", "&gecc=best"]
)
def test_counts_are_those_of_the_search(citizen_site: str, chosen: str) -> None:
    told = httpx.get(f"{citizen_site}/filter-counts?procedure={MOVING}&area=2008{chosen}").json()
    plain = {"procedure": MOVING, "lat": str(SICHANG.lat), "lon": str(SICHANG.lon), "limit": "200"}
    now = dict(part.split("=") for part in chosen[1:].split("&") if part and part != "gecc=best")

    def found(**more: str) -> str:
        asked = {("area" if name == "in_area" else name): value for name, value in (now | more).items()}
        return str(len(httpx.get(f"{citizen_site}/v1/nearest", params=plain | asked).json()["results"]))

    assert told["total"] == found()
    assert ("languages" in told["counts"]) is ("languages" not in now)
    for field, counts in told["counts"].items():
        assert counts
        some = [value for value, count in counts.items() if count != "0"] + list(counts)[:3]
        assert {value: counts[value] for value in some} == {value: found(**{field: value}) for value in some}
