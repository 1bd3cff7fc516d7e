"""A new officer puts her office right: enrolled, pinned, hours, a photo, manuals; citizens see each at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency, Procedure
from tests.api.conftest import ServeApp
from tests.api.staff.citizen import find_codes, find_hits, find_place
from tests.api.staff.conftest import DEPARTMENT, StaffSite, agency_id_of
from tests.api.staff.enrolling import code_for, enrol, issue_tokens
from tests.api.staff.hours.conftest import next_working_monday
from tests.api.staff.offerings_state import OURS, load_procedures
from tests.api.staff.pins.conftest import MINUTES, SWAPPED, UTM, UTM_AT
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.country import Country
from tests.geo.pins.conftest import outline
from tests.photographs import photograph

pytestmark = pytest.mark.browser

OFFICE = "3200000000001"
NAME = "สำนักงานพัฒนาชุมชนแหลมฉบัง"
"""Of nobody yet: without a pin, hours or photos; what it offers stands there from a file."""

OFFERED = OURS[0]

HOURS = "จันทร์ - ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ"


@dataclass(frozen=True, slots=True)
class Story:
    """Three browsers: the officer's, her central officer's, and a citizen's."""

    site: StaffSite
    officer: Page
    central: Page
    citizen: Page

    def section(self, name: str) -> None:
        """The officer opens one of the pages about her office."""
        sections = self.officer.get_by_role("navigation", name="เกี่ยวกับจุดบริการนี้")
        sections.get_by_role("link", name=name, exact=True).click()

    def place_on_citizens_map(self, lat: float) -> None:
        self.citizen.goto(f"/service-points/{OFFICE}")
        shown = self.citizen.locator("[data-point]").get_attribute("data-lat")
        assert float(shown or "nan") == pytest.approx(lat, abs=1e-6)


@pytest.fixture
def site(
    serve_app: ServeApp, make_staff_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> StaffSite:
    """The small state with the outline of the subdistrict that the office is said to stand in."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        load_procedures(session)
        outline(session, "200701", w=100.925, e=100.955, s=13.155, n=13.185)
        offered = session.scalars(select(Procedure).where(Procedure.code == OFFERED)).one()
        agency = session.get_one(Agency, agency_id_of(session, DEPARTMENT))
        Country(session).make_service_point(
            OFFICE, at=None, hours=None, name_th=NAME, agency=agency, subdistrict_code="200701", offers=(offered,)
        )
        session.commit()
    return StaffSite(serve_app(url, home=tmp_path_factory.mktemp("home")), url)


@pytest.fixture
def story(site: StaffSite, new_page: NewPage) -> Story:
    wide = {"width": 1280, "height": 1000}
    officer, central, citizen = (new_page(site.address, viewport=wide) for _ in range(3))
    return Story(site, officer, central, citizen)


def test_the_officers_story(story: Story, tmp_path: Path) -> None:
    let_her_in(story)
    pin_in_whole_minutes(story)
    pin_in_utm(story)
    drag_the_pin(story)
    paste_the_hours(story)
    add_a_photo(story, tmp_path)
    link_three_manuals(story)


def let_her_in(story: Story) -> None:
    officer, central = story.officer, story.central
    sign_in(central, "/en", "central_officer")
    issue_tokens(central, "แหลมฉบัง")
    enrol(officer, "", "newcomer", code_for(central, NAME))
    hers = officer.get_by_role("region", name="จุดบริการของคุณ")
    expect(hers).to_contain_text("ยังไม่ปักหมุด")
    assert find_hits(story.site.address, OFFERED) == []
    hers.get_by_role("link", name=NAME, exact=True).click()
    officer.get_by_role("region", name="สิ่งที่ยังต้องทำ").get_by_role("link", name="ปักหมุด").click()
    expect(officer.locator("[data-pin-map] [data-map][data-ready]")).to_be_visible()


def pin_in_whole_minutes(story: Story) -> None:
    """What the old record says is understood, found wanting, and saved as she insists on it."""
    officer, reading = story.officer, story.officer.locator("#reading")
    officer.locator("#q").fill(MINUTES)
    expect(reading).to_contain_text("13.166667, 100.916667")
    expect(reading).to_contain_text("ถูกปัดเศษ ที่ตั้งจริงอาจห่างออกไปถึง 1.3 กม.")
    officer.get_by_role("button", name="บันทึกหมุด").click()
    expect(officer.get_by_role("alert")).to_contain_text("ยังไม่ได้บันทึกหมุด")
    assert find_hits(story.site.address, OFFERED) == []
    for box in reading.get_by_role("checkbox").all():
        box.check()
    officer.get_by_label("หากยืนยันตามเดิม เพราะเหตุใดหมุดนี้จึงถูกต้อง").fill("ตามทะเบียนเดิม ยังไม่ได้วัดใหม่")
    officer.get_by_role("button", name="บันทึกหมุด").click()
    expect(officer.get_by_role("status").filter(has_text="บันทึกหมุดแล้ว")).to_be_visible()
    now = officer.get_by_role("region", name="หมุดปัจจุบัน")
    expect(now).to_contain_text("แจ้งเจ้าหน้าที่ส่วนกลางของหน่วยงานแล้ว")
    assert find_place(story.site.address, OFFERED) == pytest.approx((13 + 10 / 60, 100 + 55 / 60))
    story.place_on_citizens_map(13 + 10 / 60)
    story.central.goto("/en/staff")
    expect(story.central.get_by_text("1 pins that officers insist on")).to_be_visible()


def pin_in_utm(story: Story) -> None:
    """What the surveyor wrote has nothing wrong with it; what comes the wrong way round is turned by one press."""
    officer, reading = story.officer, story.officer.locator("#reading")
    officer.locator("#q").fill(SWAPPED)
    reading.get_by_role("button", name="สลับให้").click()
    expect(officer.locator("#q")).to_have_value("13.1707797, 100.9363318")
    officer.locator("#q").fill(UTM)
    expect(reading).to_contain_text("UTM")
    expect(reading).to_contain_text("ไม่พบข้อสังเกต")
    officer.get_by_role("button", name="บันทึกหมุด").click()
    expect(officer.get_by_role("region", name="หมุดปัจจุบัน")).to_contain_text("พิมพ์พิกัด")
    assert find_place(story.site.address, OFFERED) == pytest.approx(UTM_AT, abs=1e-6)
    story.place_on_citizens_map(UTM_AT[0])
    story.central.reload()
    expect(story.central.get_by_text("pins that officers insist on")).to_have_count(0)


def drag_the_pin(story: Story) -> None:
    """To the door with the mouse, then a few steps by keyboard and buttons."""
    officer, box = story.officer, story.officer.locator("#q")
    marker = officer.get_by_role("button", name="หมุดใหม่: ลาก หรือกดปุ่มลูกศร")
    expect(marker).to_be_visible()
    marker.scroll_into_view_if_needed()
    at = marker.bounding_box()
    assert at is not None
    officer.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    officer.mouse.down()
    officer.mouse.move(at["x"] + at["width"] / 2 + 60, at["y"] + at["height"] / 2 - 30, steps=8)
    officer.mouse.up()
    expect(box).to_have_value(re.compile(r"^13\.\d{7}, 100\.\d{7}$"))
    dragged = numbers(box.input_value())
    assert dragged[0] > UTM_AT[0]
    assert dragged[1] > UTM_AT[1]
    marker.focus()
    officer.keyboard.press("Shift+ArrowDown")
    officer.get_by_label("1 ม.", exact=True).check()
    officer.get_by_role("button", name="ไปทางตะวันออก").click()
    nudged = numbers(box.input_value())
    assert (dragged[0] - nudged[0]) * 111_320 == pytest.approx(10, abs=0.2)
    assert (nudged[1] - dragged[1]) * 108_400 == pytest.approx(1, abs=0.1)
    expect(officer.locator("#reading")).to_contain_text("ตำแหน่ง: ")
    officer.get_by_role("button", name="บันทึกหมุด").click()
    expect(officer.get_by_role("region", name="หมุดปัจจุบัน")).to_contain_text("ปักบนแผนที่")
    assert find_place(story.site.address, OFFERED) == pytest.approx(nudged, abs=1e-6)
    story.place_on_citizens_map(nudged[0])


def numbers(typed: str) -> tuple[float, float]:
    lat, lon = map(float, typed.split(","))
    return lat, lon


def paste_the_hours(story: Story) -> None:
    officer = story.officer
    monday = {"at": f"{next_working_monday().isoformat()}T16:00:00+07:00"}
    [before] = find_hits(story.site.address, OFFERED, monday)
    assert before["open"]["state"] == "unknown"
    story.section("เวลาทำการ")
    officer.locator("#text").fill(HOURS)
    officer.get_by_role("button", name="อ่านข้อความ").click()
    expect(officer.locator("#mo_1_to")).to_have_value("16:30")
    expect(officer.locator("#preview-words")).to_contain_text("จันทร์–ศุกร์ 08:30–16:30")
    officer.get_by_role("button", name="บันทึก", exact=True).click()
    expect(officer.get_by_role("button", name="เลิกทำ")).to_be_visible()
    [hit] = find_hits(story.site.address, OFFERED, monday)
    assert (hit["open"]["state"], hit["open"]["until"][11:16]) == ("open", "16:30")
    story.citizen.reload()
    expect(story.citizen.locator(".pk-week")).to_contain_text("08:30–16:30")


def add_a_photo(story: Story, folder: Path) -> None:
    officer, file = story.officer, folder / "entrance.jpg"
    file.write_bytes(photograph())
    story.section("ภาพถ่าย")
    officer.locator("#photo").set_input_files(file)
    officer.locator("#alt_th").fill("ประตูรั้วสีน้ำเงินข้างตลาด")
    officer.get_by_role("button", name="อัปโหลด").click()
    expect(officer.locator(".pk-photo-cards img")).to_have_count(1)
    story.citizen.reload()
    expect(story.citizen.get_by_role("img", name="ประตูรั้วสีน้ำเงินข้างตลาด")).to_be_visible()
    [photo] = httpx.get(f"{story.site.address}/v1/service-points/{OFFICE}").json()["photos"]
    assert photo["alt_th"] == "ประตูรั้วสีน้ำเงินข้างตลาด"
    assert find_codes(story.site.address, OFFERED) == [OFFICE]


def link_three_manuals(story: Story) -> None:
    officer, three = story.officer, (2, 4, 6)
    story.section("เชื่อมโยงคู่มือ")
    for number in three:
        officer.get_by_label(f"การขอรับเรื่องที่ {number}").check()
    officer.get_by_role("button", name="เชื่อมโยงรายการที่เลือก (3)").click()
    expect(officer.get_by_role("status")).to_contain_text("เชื่อมโยง 3 รายการ")
    for number in three:
        assert find_codes(story.site.address, OURS[number - 1]) == [OFFICE]
    story.citizen.reload()
    for number in three:
        expect(story.citizen.get_by_role("link", name=f"การขอรับเรื่องที่ {number}")).to_be_visible()
