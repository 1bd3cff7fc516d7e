"""A service point's page: out of the ordinary days, what it offers, who looks after it, and what machines read."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.citizen.service_point.coming_days import coming_holidays, notices
from api.citizen.service_point.office_data import opening_specifications
from geo.government_holidays import COMPUTED
from geo.models import TemporaryHours
from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.settings import Settings
from tests.api.citizen.conftest import OpenPage
from tests.api.conftest import served
from tests.api.small_country import HOSTILE_NAME, HOURS_UNKNOWN, ISLAND_OFFICE
from tests.country import Country

OFFICE = Hours("Mo-Fr 08:30-16:30; PH off")
SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=BANGKOK)
MANY = "7000000000001"


def data_of(client_or_site: str, path: str) -> dict[str, Any]:
    page = httpx.get(client_or_site + path, headers={"Accept": "text/html"}).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    document = json.loads(found[1])
    assert isinstance(document, dict)
    return document


@pytest.fixture
def site(fresh_database: str) -> Iterator[str]:
    """A site with one office that offers a dozen procedures, and is about to close for a while."""
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        country = Country(session)
        ministry = country.make_agency("0150000000000", name_th="กระทรวงมหาดไทย")
        department = country.make_agency("0150400000000", parent=ministry)
        procedures = tuple(
            country.make_procedure(
                title_th=f"เรื่องที่ {number}",
                common_names_th=(f"ชื่อเล่น {number}",),
                tags={"category": ["ทะเบียน" if number % 2 else "ภาษี"]},
            )
            for number in range(1, 13)
        )
        point = country.make_service_point(MANY, offers=procedures, agency=department, subdistrict_code="200801")
        point.email = "office@example.go.th"
        start = datetime.now(BANGKOK) + timedelta(days=2)
        session.add(
            TemporaryHours(
                service_point_id=point.id,
                during=Range(start, start + timedelta(days=400)),
                expression="off",
                note_th="ปิดปรับปรุง",
            )
        )
        session.commit()
    with served(Settings(_env_file=None, database_url=fresh_database)) as site:  # type: ignore[call-arg]
        yield site


def test_what_it_offers_is_searched_and_chosen_by_category(site: str) -> None:
    def found(**query: str) -> list[str]:
        page = httpx.get(f"{site}/service-points/{MANY}", params=query, headers={"Accept": "text/html"}).text
        return re.findall(r'procedures/\d+">(.*?)</a>', page)

    assert len(found()) == 12
    assert found(q="เรื่องที่ ๑๒") == ["เรื่องที่ 12"]
    assert found(q="ชื่อเล่น 7") == ["เรื่องที่ 7"]
    assert len(found(category="ภาษี")) == 6
    assert found(q="เรื่องที่ 3", category="ภาษี") == []


def test_temporary_hours_are_told_before_everything_else(site: str) -> None:
    page = httpx.get(f"{site}/service-points/{MANY}", headers={"Accept": "text/html"}).text
    assert page.index("ปิดปรับปรุง") < page.index('id="where"')
    assert "ตั้งแต่" in page


def test_who_looks_after_it_and_how_to_tell_them(site: str) -> None:
    page = httpx.get(f"{site}/service-points/{MANY}", headers={"Accept": "text/html"}).text
    assert 'href="/agencies/0150000000000">กระทรวงมหาดไทย</a>' in page
    assert 'href="/agencies/0150400000000">กรมการปกครอง</a>' in page
    assert 'href="mailto:office@example.go.th?subject=' in page
    assert 'href="/areas/2008"' in page


@pytest.mark.browser
def test_searching_without_script(open_page: OpenPage) -> None:
    page = open_page(f"/service-points/{ISLAND_OFFICE}?q=ไม่มีคำนี้", java_script_enabled=False)
    page.get_by_role("link", name="ค้นหาในคู่มือทั้งหมด").click()
    expect(page.get_by_role("searchbox")).to_have_value("ไม่มีคำนี้")


def test_what_search_engines_read(citizen_site: str) -> None:
    path = f"/service-points/{ISLAND_OFFICE}"
    data = data_of(citizen_site, f"/en{path}?q=card")
    assert data["@type"] == "GovernmentOffice"
    assert data["url"] == f"{citizen_site}/en{path}"
    assert (data["name"], data["alternateName"]) == ("District Office", "ที่ว่าการอำเภอเกาะสีชัง")
    assert data["address"]["addressRegion"] == "Chon Buri"
    assert data["geo"]["latitude"] == pytest.approx(13.1492, abs=1e-4)
    usual = data["openingHoursSpecification"][0]
    assert (usual["opens"], usual["closes"], len(usual["dayOfWeek"])) == ("08:30", "16:30", 5)
    page = httpx.get(f"{citizen_site}{path}?q=card", headers={"Accept": "text/html"}).text
    assert f'<link rel="canonical" href="{citizen_site}{path}">' in page
    assert f'<meta property="og:url" content="{citizen_site}{path}">' in page
    card = re.search(r'og:image" content="(.*?)"', page)
    assert card is not None
    assert httpx.get(card[1]).headers["content-type"] == "image/png"


def test_a_name_cannot_end_the_data(citizen_site: str) -> None:
    assert data_of(citizen_site, f"/service-points/{HOSTILE_NAME}")["name"].startswith("</script>")


def test_hours_that_nobody_knows_are_not_in_the_data(citizen_site: str) -> None:
    assert "openingHoursSpecification" not in data_of(citizen_site, f"/service-points/{HOURS_UNKNOWN}")


def test_dated_rows_are_those_days_that_differ() -> None:
    usual, *dated = opening_specifications(OFFICE, SATURDAY, COMPUTED)
    assert usual["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    closed = {"opens": "00:00", "closes": "00:00"}
    days = [
        row["validFrom"] for row in dated if row.items() >= closed.items() and row["validThrough"] == row["validFrom"]
    ]
    assert days == ["2026-12-07", "2026-12-10", "2026-12-31", "2027-01-01"]
    assert len(days) == len(dated)


def test_dated_rows_of_an_exception() -> None:
    monday = datetime(2026, 11, 23, tzinfo=BANGKOK)
    shorter = TemporarySpell(since=monday, until=monday + timedelta(days=1), expression="10:00-24:00")
    rows = list(opening_specifications(Hours(OFFICE.expression, (shorter,)), SATURDAY, COMPUTED))
    assert {"opens": "10:00", "closes": "23:59", "validFrom": "2026-11-23"}.items() <= rows[1].items()


def test_by_appointment_is_not_open_to_machines() -> None:
    assert list(opening_specifications(Hours('24/7 open "by appointment"'), SATURDAY, COMPUTED)) == []


def test_holidays_after_the_week_with_what_the_office_does() -> None:
    rows = coming_holidays(OFFICE, SATURDAY, COMPUTED, "en")
    assert [row.day for row in rows][:2] == ["Saturday 5 December 2026", "Monday 7 December 2026"]
    assert {row.hours for row in rows} == {""}
    assert {row.hours for row in coming_holidays(Hours("24/7"), SATURDAY, COMPUTED, "en")} == {"all day"}
    assert coming_holidays(Hours(None), SATURDAY, COMPUTED, "en") == ()


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (datetime(2026, 11, 20, tzinfo=BANGKOK), None, "until further notice"),
        (datetime(2026, 11, 20, tzinfo=BANGKOK), datetime(2026, 11, 25, tzinfo=BANGKOK), "until 24 November 2026"),
        (
            datetime(2026, 12, 1, tzinfo=BANGKOK),
            datetime(2026, 12, 3, 12, tzinfo=BANGKOK),
            "from 1 December 2026 until Thursday 3 December 2026 12:00",
        ),
        (datetime(2026, 12, 1, tzinfo=BANGKOK), None, "from 1 December 2026 until further notice"),
    ],
)
def test_when_temporary_hours_hold(since: datetime, until: datetime | None, words: str) -> None:
    spell = TemporarySpell(since=since, until=until, expression="off")
    (notice,) = notices(Hours(OFFICE.expression, (spell,)), SATURDAY, "en")
    assert (notice.reason, notice.when, notice.hours) == ("Temporary hours", words, "Closed")
