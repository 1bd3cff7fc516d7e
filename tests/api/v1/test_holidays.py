"""`GET /v1/holidays`: the calendar that opening hours are reckoned with."""

from collections.abc import Callable
from datetime import date

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.calendar import add_holiday, remove_holiday
from geo.government_holidays import COMPUTED
from tests.api.conftest import ServeApp


def test_a_year(client: httpx.Client) -> None:
    answer = client.get("/v1/holidays", params={"year": 2026}).json()
    assert answer["year"] == 2026
    assert [day["date"] for day in answer["results"]] == sorted(day.isoformat() for day in COMPUTED.holidays([2026]))
    songkran = {"date": "2026-04-13", "name_th": "วันสงกรานต์", "name_en": "Songkran Festival", "source": None}
    assert songkran in answer["results"]
    assert answer["cancelled"] == []


@pytest.mark.parametrize("year", ["2569", "๒๕๖๙"])
def test_a_year_of_the_buddhist_era(client: httpx.Client, year: str) -> None:
    assert client.get("/v1/holidays", params={"year": year}).json()["year"] == 2026


def test_without_a_year_it_is_this_one(client: httpx.Client) -> None:
    answer = client.get("/v1/holidays").json()
    assert {day["date"][:4] for day in answer["results"]} == {str(answer["year"])}


@pytest.mark.parametrize("year", ["", "69", "next", "1800", "3000", "2026.5", "-2026"])
def test_what_is_no_year_gets_a_sentence(client: httpx.Client, year: str) -> None:
    response = client.get("/v1/holidays", params={"year": year})
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert error["field"] == "year"
    assert "2026" in error["message"] or "1990" in error["message"]


def test_corrections_with_their_source(serve_app: ServeApp, make_database: Callable[[], str]) -> None:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session, session.begin():
        add_holiday(session, date(2026, 11, 24), "วันหยุดพิเศษ", None, "มติ ครม.")
        remove_holiday(session, date(2026, 4, 13), "มติ ครม.")
    answer = httpx.get(f"{serve_app(url)}/v1/holidays", params={"year": 2026}).json()
    special = {"date": "2026-11-24", "name_th": "วันหยุดพิเศษ", "name_en": None, "source": "มติ ครม."}
    assert special in answer["results"]
    assert [(day["date"], day["source"]) for day in answer["cancelled"]] == [("2026-04-13", "มติ ครม.")]
    assert "2026-04-13" not in [day["date"] for day in answer["results"]]
