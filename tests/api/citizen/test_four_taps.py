"""On a small phone: lost card, Ko Sichang, the office that may serve her, when it opens, what to bring: four taps."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.citizen.conftest import NARROW
from tests.api.citizen.journey_country import LOST, OWN_OFFICE, PIER_OFFICE, a_saturday, load_journey_country, songkran
from tests.api.conftest import ServeApp
from tests.conftest import NewPage

pytestmark = pytest.mark.browser

OpenPhone = Callable[..., "Phone"]


class Phone:
    """A page of 360 px that counts taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> None:
        target.tap()
        self.taps += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


@pytest.fixture(scope="module")
def journey_site(serve_app: ServeApp, make_database: Callable[[], str]) -> str:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_journey_country(session)
        session.commit()
    engine.dispose()
    return serve_app(url)


@pytest.fixture
def open_phone(new_page: NewPage, journey_site: str) -> OpenPhone:
    def open_phone(path: str, at: datetime, **options: object) -> Phone:
        page = new_page(journey_site, viewport=NARROW, has_touch=True, **options)
        page.goto(f"{path}?at={at:%Y-%m-%dT%H:%M}")
        return Phone(page)

    return open_phone


def expect_the_office(page: Page, opens: str, bring: str, serves_not: str) -> None:
    """The own office first although another is nearer, and all of it without a further tap."""
    assert f"procedure={LOST}&area=2008&home=2008" in page.url
    first, second = page.locator("#hit-1"), page.locator("#hit-2")
    expect(first.locator(".pk-hit__name a")).to_have_attribute("href", f"{prefix(page)}/service-points/{OWN_OFFICE}")
    expect(first.locator(".pk-hit__open")).to_contain_text(opens)
    expect(page.locator(".pk-bring__line")).to_contain_text(bring)
    expect(second.locator(".pk-hit__name a")).to_have_attribute("href", f"{prefix(page)}/service-points/{PIER_OFFICE}")
    expect(second.locator(".pk-hit__reason")).to_contain_text(serves_not)
    # The whole name and badge of the first office are on the first screen.
    badge = first.locator(".pk-hit__open").bounding_box()
    assert badge is not None
    assert badge["y"] + badge["height"] < NARROW["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def prefix(page: Page) -> str:
    return "/en" if "/en/" in page.url else ""


def walk_in_thai(phone: Phone) -> None:
    page, suggestions = phone.page, phone.page.locator(".pk-options")
    phone.tap(page.get_by_label("ทำอะไร ที่ไหน"))
    phone.type("ทำบัตรประชาชนหาย")
    phone.tap(suggestions.get_by_role("option", name="การขอมีบัตรใหม่ กรณีบัตรหาย"))
    expect(page.get_by_label("ที่ไหน", exact=True)).to_be_focused()
    phone.type("เกาะสี")
    phone.tap(suggestions.get_by_role("option", name="อ.เกาะสีชัง จ.ชลบุรี", exact=True))
    phone.tap(page.get_by_role("link", name="ที่ที่ฉันอยู่ตอนนี้: อ.เกาะสีชัง จ.ชลบุรี"))
    page.wait_for_url("**home=2008**")


def test_at_the_weekend(open_phone: OpenPhone) -> None:
    phone = open_phone("/", a_saturday())
    walk_in_thai(phone)
    expect_the_office(phone.page, "ปิด เปิดอีกครั้ง จันทร์ 08:30", "หลักฐานที่มีรูปถ่าย", "ให้บริการเฉพาะ อ.ศรีราชา")
    assert phone.taps == 4


def test_at_three_in_the_morning_of_songkran(open_phone: OpenPhone) -> None:
    at = songkran()
    phone = open_phone("/", at)
    walk_in_thai(phone)
    opens = phone.page.locator("#hit-1 .pk-hit__open")
    expect_the_office(phone.page, "ปิด เปิดอีกครั้ง", "หลักฐานที่มีรูปถ่าย", "ให้บริการเฉพาะ อ.ศรีราชา")
    expect(opens).to_contain_text("08:30")
    for holiday in ("13 เมษายน", "14 เมษายน", "15 เมษายน", "วันนี้", "พรุ่งนี้"):
        expect(opens).not_to_contain_text(holiday)
    assert phone.taps == 4


def test_as_a_tourist_in_english(open_phone: OpenPhone) -> None:
    phone = open_phone("/en/", a_saturday())
    page, suggestions = phone.page, phone.page.locator(".pk-options")
    phone.tap(page.get_by_label("What do you need, and where?"))
    phone.type("lost id card")
    phone.tap(suggestions.get_by_role("option", name="Lost identity card"))
    expect(page.get_by_label("Where?")).to_be_focused()
    phone.type("Ko Sic")
    phone.tap(suggestions.get_by_role("option", name="Ko Sichang, Chon Buri", exact=True))
    phone.tap(page.get_by_role("link", name="Where I am: Ko Sichang, Chon Buri"))
    page.wait_for_url("**home=2008**")
    expect_the_office(page, "Closed opens Monday 08:30", "A document with your photograph", "It serves only Si Racha")
    assert phone.taps == 4


def test_without_scripts(open_phone: OpenPhone) -> None:
    phone = open_phone("/", a_saturday(), java_script_enabled=False)
    page = phone.page
    phone.tap(page.get_by_label("ทำอะไร ที่ไหน"))
    phone.type("ทำบัตรประชาชนหาย เกาะสีชัง")
    phone.tap(page.get_by_role("button", name="ค้นหา"))
    phone.tap(page.get_by_role("link", name="ที่ที่ฉันอยู่ตอนนี้: อ.เกาะสีชัง จ.ชลบุรี"))
    page.wait_for_url("**home=2008**")
    opens, serves_not = "ปิด เปิดอีกครั้ง จันทร์ 08:30", "ให้บริการเฉพาะ อ.ศรีราชา"
    expect(page.locator("#hit-1 .pk-hit__open")).to_contain_text(opens)
    expect(page.locator("#hit-2 .pk-hit__reason")).to_contain_text(serves_not)
    phone.tap(page.locator(".pk-bring__line"))
    expect(page.locator(".pk-facts__list")).to_contain_text("ทะเบียนบ้าน")
    assert phone.taps == 4
