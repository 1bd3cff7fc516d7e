"""Looking through the manuals without typing: by event of life, category, agency, and from A to Z."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.finding.unanswered import UnansweredQuery, find_unanswered_searches
from geo.models import Tag
from geo.settings import Settings
from tests.api.conftest import served
from tests.country import Country


@pytest.fixture
def pages(fresh_database: str) -> Iterator[httpx.Client]:
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        country = Country(session)
        country.make_procedure(
            "born",
            title_th="การแจ้งเกิด",
            title_en="Birth registration",
            common_names_th=("ใบเกิด",),
            tags={"category": ["ทะเบียนราษฎร"], "user_group": ["เกิด", "ผู้ปกครอง"]},
        )
        country.make_procedure("shop", title_th="การเปิดร้าน", title_en="Opening a shop", tags={"category": ["การค้า"]})
        session.execute(update(Tag).where(Tag.name_th == "การค้า").values(name_en="Trade"))
        session.commit()
    with (
        served(Settings(_env_file=None, database_url=fresh_database)) as site,  # type: ignore[call-arg]
        httpx.Client(base_url=site, headers={"Accept": "text/html"}, timeout=30) as client,
    ):
        yield client


def test_the_ways_lead_to_what_is_there(pages: httpx.Client) -> None:
    first = pages.get("/procedures").text
    for title in ("ตามช่วงชีวิต", "ตามหมวดหมู่บริการ", "ตามกลุ่มผู้ใช้บริการ", "ตามชื่อ ก–ฮ"):
        assert title in first
    for way in ({"user_group": "เกิด"}, {"category": "ทะเบียนราษฎร"}, {"letter": "บ"}):
        assert f'href="/procedures?{httpx.QueryParams(way)}"' in first
    assert "การเปิดร้าน" not in pages.get("/procedures", params={"user_group": "เกิด"}).text
    for way in ({"user_group": "เกิด"}, {"category": "ทะเบียนราษฎร"}, {"letter": "จ"}, {"agency": "1000000000001"}):
        assert 'href="/procedures/born"' in pages.get("/procedures", params=way).text, way


def test_labels_are_shown_in_english_where_somebody_has_said_it(pages: httpx.Client) -> None:
    trade = httpx.QueryParams(category="การค้า")
    assert f'href="/en/procedures?{trade}">Trade</a>' in pages.get("/en/procedures").text
    assert '<h1 class="pk-title">Trade</h1>' in pages.get("/en/procedures", params=trade).text
    assert f'href="/en/procedures?{trade}">Trade</a>' in pages.get("/en/procedures", params={"q": "ผลบอลเมื่อคืน"}).text
    assert {"name_th": "การค้า", "name_en": "Trade", "procedures": 1} in pages.get("/v1/categories").json()["results"]


def test_events_of_life_have_english_names_and_labels_say_they_are_thai(pages: httpx.Client) -> None:
    page = pages.get("/en/procedures").text
    assert ">Birth</a>" in page
    assert '<span lang="th">ทะเบียนราษฎร</span>' in page
    assert "Birth registration" in pages.get("/en/procedures", params={"letter": "B"}).text


def test_a_part_with_nothing_in_it_says_so(pages: httpx.Client) -> None:
    assert "ไม่มีรายการในส่วนนี้" in pages.get("/procedures", params={"category": "ไม่มี"}).text


def test_what_is_not_found_leads_to_the_nearest_categories(pages: httpx.Client) -> None:
    page = pages.get("/procedures", params={"q": "ผลบอลเมื่อคืน"}).text
    assert "หรือลองดูที่นี่:" in page
    assert f'href="/procedures?{httpx.QueryParams(category="การค้า")}"' in page


def test_why_a_manual_was_found_stands_beside_it(pages: httpx.Client) -> None:
    assert "ใบเกิด" in pages.get("/procedures", params={"q": "ใบเกิดลูก"}).text


def test_only_whole_searches_are_counted(fresh_database: str) -> None:
    settings = Settings(_env_file=None, database_url=fresh_database)  # type: ignore[call-arg]
    with served(settings) as site:
        httpx.get(f"{site}/choices", params={"q": "ร้านตัดผ"}, timeout=30)
        httpx.get(f"{site}/procedures", params={"q": "ร้านตัดผม"}, timeout=30)
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        assert [one.text for one in find_unanswered_searches(session, UnansweredQuery())] == ["ร้านตัดผม"]
