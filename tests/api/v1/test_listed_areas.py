"""`GET /v1/nearest` and `/v1/procedures/{code}` for what can be had in listed areas only, over real HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.listed_procedures import BEACH, FERRY, OFFICES, ONLINE, SURVEY, SURVEYED
from tests.api.registry_offices import COMPETENT, MOVING, NEARER, PARTLY
from tests.api.small_country import OUTLINED_AT, PASSPORT, SICHANG
from tests.api.v1.test_nearest_at_once import both

AT = "2026-11-25T10:00:00+07:00"


@pytest.fixture(scope="module")
def client(listed_site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=listed_site, timeout=30) as client:
        yield client


def ask(client: httpx.Client, procedure: str, **parameters: object) -> httpx.Response:
    query = {"procedure": procedure, "lat": SICHANG.lat, "lon": SICHANG.lon, "at": AT} | parameters
    return client.get("/v1/nearest", params={name: str(value) for name, value in query.items()})


def found(client: httpx.Client, procedure: str, **parameters: object) -> tuple[dict[str, Any], dict[str, bool | None]]:
    """The competence, and whether each hit is competent, in their order."""
    answer = ask(client, procedure, **parameters)
    assert answer.status_code == 200, answer.text
    hits = {one["service_point"]["code"]: one["competent"] for one in answer.json()["results"]}
    return answer.json()["competence"], hits


def codes(areas: list[dict[str, str]] | None) -> list[str] | None:
    return None if areas is None else [area["code"] for area in areas]


def test_without_a_home_the_areas_are_told(client: httpx.Client) -> None:
    competence, hits = found(client, BEACH)
    assert competence.pop("areas") == [
        {"code": "200401", "level": "subdistrict", "name_th": "บางละมุง", "name_en": "Bang Lamung"},
        {"code": "2008", "level": "district", "name_th": "เกาะสีชัง", "name_en": "Ko Sichang"},
    ]
    assert competence == {"level": None, "of": "business", "home": None, "served": None}
    assert hits == dict.fromkeys(OFFICES)


@pytest.mark.parametrize(("home", "chain"), [("2008", ["20", "2008"]), ("200801", ["20", "2008", "200801"])])
def test_inside_any_office_will_do(client: httpx.Client, home: str, chain: list[str]) -> None:
    competence, hits = found(client, BEACH, home=home)
    assert (competence["level"], codes(competence["home"]), competence["served"]) == (None, chain, True)
    assert (list(hits), set(hits.values())) == (list(OFFICES), {None})


@pytest.mark.parametrize(("home", "chain"), [("200701", ["20", "2007", "200701"]), ("10", ["10"]), ("10250", ["10"])])
def test_outside_nobody_is_competent_however_roughly_it_is_given(
    client: httpx.Client, home: str, chain: list[str]
) -> None:
    competence, hits = found(client, BEACH, home=home)
    assert (codes(competence["home"]), competence["served"]) == (chain, False)
    assert (list(hits), set(hits.values())) == (list(OFFICES), {False})


def test_a_position_is_outside_too(client: httpx.Client) -> None:
    competence, hits = found(client, BEACH, home_lat=OUTLINED_AT.lat, home_lon=OUTLINED_AT.lon)
    assert (codes(competence["home"]), competence["served"]) == (["96", "9613", "961301"], False)
    assert set(hits.values()) == {False}


def test_a_position_is_the_home_of_any_procedure_that_asks_for_one(client: httpx.Client) -> None:
    competence, hits = found(client, MOVING, home_lat=OUTLINED_AT.lat, home_lon=OUTLINED_AT.lon)
    assert (codes(competence["home"]), competence["served"]) == (["96", "9613", "961301"], True)
    assert set(hits.values()) == {False}


@pytest.mark.parametrize(
    ("home", "field"),
    [
        ({"home_lat": 6.3}, "home_lon"),
        ({"home_lon": 101.9}, "home_lat"),
        ({"home_lat": 96.3, "home_lon": 101.9}, "home_lat"),
        ({"home_lat": 6.3, "home_lon": 201.9}, "home_lon"),
        ({"home": "2008", "home_lat": 6.3, "home_lon": 101.9}, "home"),
    ],
)
def test_a_home_is_a_whole_position_or_a_code(client: httpx.Client, home: dict[str, object], field: str) -> None:
    refused = ask(client, MOVING, **home)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_an_abolished_area_leads_to_what_took_its_place(client: httpx.Client) -> None:
    now, then = (ask(client, MOVING, area=code).json() for code in ("102901", "100205"))
    assert now == then
    assert now["query"]["conditions"][0]["text_en"] == "In Bang Sue"


def test_the_office_of_the_district_inside_and_outside(client: httpx.Client) -> None:
    competence, hits = found(client, SURVEY, home="2008")
    assert (competence["level"], competence["of"], competence["served"]) == ("district", "land", True)
    assert codes(competence["areas"]) == sorted([*SURVEYED, "210101"])
    assert hits == {COMPETENT: True, NEARER: False, PARTLY: None}
    competence, hits = found(client, SURVEY, home="1001")
    assert (competence["served"], hits) == (False, dict.fromkeys(OFFICES, False))


def test_pages_join_outside_as_well(client: httpx.Client) -> None:
    joined: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = ask(client, SURVEY, home="1001", limit=1, **cursor).json()
        joined += [one["service_point"]["code"] for one in answer["results"]]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert joined == list(OFFICES)


@pytest.mark.parametrize(
    ("procedure", "home", "choice"),
    [(BEACH, "20", "2008"), (BEACH, "2004", "200401"), (SURVEY, "50", "5001"), (SURVEY, "5001", "500101")],
)
def test_a_home_that_only_a_part_of_lies_inside_is_asked_about(
    client: httpx.Client, procedure: str, home: str, choice: str
) -> None:
    answer = ask(client, procedure, home=home)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == "home"
    assert f"'{home}' is too large an area" in error["message"]
    choices = [area["code"] for area in error["choices"]]
    assert choice in choices
    assert {len(one) for one in choices} == {len(home) + 2}


def test_areas_that_are_no_more_are_followed(client: httpx.Client) -> None:
    for home in ("100205", "102901"):
        competence, hits = found(client, FERRY, home=home)
        assert codes(competence["areas"]) == ["102901"]
        assert codes(competence["home"]) == ["10", "1029", "102901"]
        assert competence["served"] is True
        assert set(hits.values()) == {None}


def test_a_home_is_served_where_nothing_is_listed(client: httpx.Client) -> None:
    competence, _ = found(client, MOVING, home="2008")
    assert (competence["areas"], competence["served"]) == (None, True)
    assert found(client, PASSPORT, home="2008")[0] is None


@pytest.mark.parametrize("procedure", [BEACH, SURVEY, FERRY, MOVING, PASSPORT])
def test_both_ways_say_the_same(client: httpx.Client, procedure: str) -> None:
    question: dict[str, object] = {"procedure": procedure, "lat": SICHANG.lat, "lon": SICHANG.lon, "at": AT}
    at_once, framework = both(client, question)
    assert at_once.json() == framework.json()
    assert at_once.headers["etag"] == framework.headers["etag"]


def test_a_procedure_tells_its_areas_and_where_it_is_done_online(client: httpx.Client) -> None:
    beach = client.get(f"/v1/procedures/{BEACH}").json()
    assert (codes(beach["areas"]), beach["online_url"]) == (["200401", "2008"], ONLINE)
    ferry = client.get(f"/v1/procedures/{FERRY}").json()
    assert (codes(ferry["areas"]), ferry["online_url"]) == (["102901"], None)
    passport = client.get(f"/v1/procedures/{PASSPORT}").json()
    assert (passport["areas"], passport["online_url"]) == (None, None)


def test_a_batch_has_no_homes(client: httpx.Client) -> None:
    body = f"id,lat,lon,procedure\n1,{SICHANG.lat},{SICHANG.lon},{BEACH}\n"
    answer = client.post("/v1/nearest/batch", content=body, headers={"Content-Type": "text/csv"})
    assert answer.text.splitlines()[1].split(",")[:3] == ["1", "1", NEARER]
