"""The contract of `GET /v1/nearest`, over real HTTP."""

from datetime import datetime, timedelta
from urllib.parse import quote

import httpx
import pytest

from geo.opening_hours import BANGKOK
from tests.api.small_country import (
    ALWAYS_OPEN,
    BY_APPOINTMENT,
    CHIANG_RAI,
    DEMO_OFFICE,
    HOSTILE,
    HOSTILE_NAME,
    HOURS_UNKNOWN,
    ID_CARD,
    ISLAND_OFFICE,
    NOBODYS,
    PASSPORT,
    ROADSIDE,
    SICHANG,
)

EVERYONE = [ISLAND_OFFICE, ALWAYS_OPEN, BY_APPOINTMENT, HOURS_UNKNOWN, HOSTILE_NAME, DEMO_OFFICE, *ROADSIDE]


def ask(client: httpx.Client, **parameters: object) -> httpx.Response:
    query = {"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon} | parameters
    return client.get("/v1/nearest", params={name: str(value) for name, value in query.items() if value is not None})


def codes(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [result["service_point"]["code"] for result in response.json()["results"]]


def wrong_fields(response: httpx.Response, status: int = 422) -> dict[str, str]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def next_weekday(hour: int) -> str:
    """An hour of next Wednesday, which is never a substitution day."""
    now = datetime.now(BANGKOK)
    day = now + timedelta(days=(2 - now.weekday()) % 7 + 7)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


def test_answer_has_the_shape_that_programs_rely_on(client: httpx.Client) -> None:
    answer = ask(client, limit=1, at="2026-11-25T10:00:00+07:00").json()
    assert answer["query"] == {
        "procedure": {"code": ID_CARD, "title_th": "การขอมีบัตรประจำตัวประชาชน", "title_en": "Identity card"},
        "lat": SICHANG.lat,
        "lon": SICHANG.lon,
        "limit": 1,
        "at": "2026-11-25T10:00:00+07:00",
        "conditions": [],
    }
    assert answer["competence"] == {"level": "district", "of": "home", "areas": None, "home": None, "served": None}
    [result] = answer["results"]
    assert result["distance_m"] == pytest.approx(350, abs=1)
    assert round(result["distance_m"], 3) == result["distance_m"]
    assert result["open"] == {
        "state": "open",
        "until": "2026-11-25T16:30:00+07:00",
        "next_opening": "2026-11-26T08:30:00+07:00",
        "exception": None,
    }
    assert result["competent"] is None
    point = result["service_point"]
    assert point.pop("lon") == pytest.approx(100.8117, abs=1e-4)
    assert point == {
        "code": ISLAND_OFFICE,
        "name_th": "ที่ว่าการอำเภอเกาะสีชัง",
        "name_en": "District Office",
        "type": "ที่ว่าการอำเภอ",
        "agency": {
            "code": "0150400000000",
            "name_th": "กรมการปกครอง",
            "name_en": "Department of Provincial Administration",
        },
        "lat": SICHANG.lat,
        "address_th": "1 ถนนสุขุมวิท",
        "subdistrict_code": "200801",
        "postcode": None,
        "phone": "0 2000 0000",
        "email": None,
        "opening_hours": "Mo-Fr 08:30-16:30; PH off",
        "hours_note": None,
        "gecc_level": "none",
        "no_copy": False,
        "accessible": None,
        "languages": [],
        "serves": ["2008"],
        "synthetic": False,
    }
    assert isinstance(answer["next"], str)


def test_nearest_come_first_and_hidden_or_unpinned_ones_not_at_all(client: httpx.Client) -> None:
    answer = ask(client, limit=200)
    assert codes(answer) == EVERYONE
    distances = [result["distance_m"] for result in answer.json()["results"]]
    assert distances == sorted(distances)
    assert answer.json()["next"] is None


def test_ten_are_given_unless_asked_otherwise(client: httpx.Client) -> None:
    assert codes(ask(client)) == EVERYONE[:10]


def test_pages_join_without_gap_or_repetition(client: httpx.Client) -> None:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = ask(client, limit=4, cursor=cursor)
        found += codes(page)
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert found == EVERYONE


def test_the_only_office_is_found_however_far(client: httpx.Client) -> None:
    assert codes(ask(client, procedure=PASSPORT, lat=5.7713, lon=101.0724)) == [CHIANG_RAI]


def test_nobody_offering_it_is_an_empty_answer(client: httpx.Client) -> None:
    answer = ask(client, procedure=NOBODYS).json()
    assert (answer["results"], answer["next"]) == ([], None)


@pytest.mark.parametrize(
    ("code", "hour", "state"),
    [
        (ISLAND_OFFICE, 10, "open"),
        (ISLAND_OFFICE, 20, "closed"),
        (ALWAYS_OPEN, 3, "open"),
        (BY_APPOINTMENT, 10, "by_appointment"),
        (HOURS_UNKNOWN, 10, "unknown"),
    ],
)
def test_open_has_four_answers(client: httpx.Client, code: str, hour: int, state: str) -> None:
    answer = ask(client, at=next_weekday(hour)).json()
    states = {result["service_point"]["code"]: result["open"]["state"] for result in answer["results"]}
    assert states[code] == state


def test_time_is_echoed_in_bangkok_and_an_unescaped_plus_is_understood(client: httpx.Client) -> None:
    address = f"/v1/nearest?procedure={ID_CARD}&lat={SICHANG.lat}&lon={SICHANG.lon}&at="
    for at in ("2026-11-25T03:00:00Z", "2026-11-25T10:00:00+07:00", quote("2026-11-25T10:00:00+07:00")):
        assert client.get(address + at).json()["query"]["at"] == "2026-11-25T10:00:00+07:00"


def test_invented_places_say_so(client: httpx.Client) -> None:
    synthetic = {
        result["service_point"]["code"]
        for result in ask(client, limit=200).json()["results"]
        if result["service_point"]["synthetic"]
    }
    assert synthetic == {DEMO_OFFICE}


def test_names_arrive_letter_by_letter(client: httpx.Client) -> None:
    names = [result["service_point"]["name_th"] for result in ask(client).json()["results"]]
    assert HOSTILE in names


def test_unknown_procedure(client: httpx.Client) -> None:
    response = ask(client, procedure="pasport")
    assert wrong_fields(response, 404) == {"procedure": "No procedure has the code 'pasport'."}
    assert response.json() | {"errors": []} == {
        "type": "tag:pakmud,2026:unknown-procedure",
        "title": "Unknown procedure",
        "status": 404,
        "detail": "No procedure has the code 'pasport'.",
        "instance": "/v1/nearest",
        "errors": [],
    }


def test_every_missing_field_is_named(client: httpx.Client) -> None:
    wrong = wrong_fields(client.get("/v1/nearest"))
    assert wrong == {
        "procedure": "'procedure' is missing.",
        "lat": "'lat' is missing.",
        "lon": "'lon' is missing.",
    }


def test_all_wrong_fields_are_told_at_once(client: httpx.Client) -> None:
    wrong = wrong_fields(ask(client, lat="north", lon=500, limit=0, at="tomorrow"))
    assert wrong == {
        "lat": "'lat' is 'north', but must be a number.",
        "lon": "'lon' is 500.0, but must lie between -180 and 180 degrees.",
        "limit": "'limit' is 0, but must lie between 1 and 200.",
        "at": "'at' is 'tomorrow', but must be a time such as 2026-11-23T10:00:00+07:00.",
    }


def test_swapped_coordinates_are_recognised(client: httpx.Client) -> None:
    wrong = wrong_fields(ask(client, lat=100.8085, lon=13.1492))
    assert wrong == {"lat": "Latitude 100.8085 and longitude 13.1492 look swapped: try lat=13.1492 and lon=100.8085."}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"lat": "91"}, "lat"),
        ({"lat": "-90.001"}, "lat"),
        ({"lon": "180.5"}, "lon"),
        ({"lat": "nan"}, "lat"),
        ({"lon": "inf"}, "lon"),
        ({"lat": ""}, "lat"),
        ({"limit": "201"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": "9" * 5000}, "limit"),
        ({"at": "2026-11-25T10:00:00"}, "at"),
        ({"at": "2026-11-25"}, "at"),
        ({"at": "0001-01-01T00:00:00+07:00"}, "at"),
        ({"at": "9999-12-31T23:59:59-07:00"}, "at"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"cursor": "ก" * 100}, "cursor"),
        ({"cursor": "\0"}, "cursor"),
    ],
)
def test_a_wrong_field_is_refused_with_a_sentence(client: httpx.Client, parameters: dict[str, str], field: str) -> None:
    wrong = wrong_fields(ask(client, **parameters))
    assert list(wrong) == [field]
    assert wrong[field].endswith(".")
    assert len(wrong[field]) < 200


def test_a_cursor_of_another_question_is_refused(client: httpx.Client) -> None:
    cursor = ask(client, limit=1).json()["next"]
    assert "cursor" in wrong_fields(ask(client, lat=14, cursor=cursor))


@pytest.mark.parametrize("code", ["\0", "'; DROP TABLE offering; --", "%", "๑", "x" * 5000])
def test_a_strange_code_is_only_unknown(client: httpx.Client, code: str) -> None:
    assert list(wrong_fields(ask(client, procedure=code), 404)) == ["procedure"]


def test_times_far_ahead_are_refused(client: httpx.Client) -> None:
    far = datetime.now(BANGKOK) + timedelta(days=400)
    assert "a year from now" in wrong_fields(ask(client, at=far.isoformat()))["at"]
