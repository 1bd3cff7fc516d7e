"""`GET /v1/service-points/{code}`."""

import httpx
import pytest

from tests.api.small_country import DEMO_OFFICE, HIDDEN_OFFICE, HOURS_UNKNOWN, ID_CARD, ISLAND_OFFICE, NOT_PINNED


def test_everything_about_one_place(client: httpx.Client) -> None:
    point = client.get(f"/v1/service-points/{ISLAND_OFFICE}").json()
    assert point["name_th"] == "ที่ว่าการอำเภอเกาะสีชัง"
    assert point["agency"]["name_th"] == "กรมการปกครอง"
    assert [area["code"] for area in point["areas"]] == ["20", "2008", "200801"]
    assert point["subdistrict_code"] == "200801"
    assert [procedure["code"] for procedure in point["procedures"]] == [ID_CARD]
    assert point["open"]["state"] in ("open", "closed")
    assert point["pin_method"] == "import"
    assert point["updated_at"].endswith("+07:00")


def test_it_says_what_the_nearest_search_says(client: httpx.Client) -> None:
    [hit] = client.get(
        "/v1/nearest", params={"procedure": ID_CARD, "lat": 13.1492, "lon": 100.8085, "limit": 1}
    ).json()["results"]
    point = client.get(f"/v1/service-points/{ISLAND_OFFICE}").json()
    assert {name: point[name] for name in hit["service_point"]} == hit["service_point"]


def test_a_place_without_pin_has_no_coordinates(client: httpx.Client) -> None:
    point = client.get(f"/v1/service-points/{NOT_PINNED}").json()
    assert (point["lat"], point["lon"], point["pin_method"]) == (None, None, None)


def test_unknown_hours_are_not_closed(client: httpx.Client) -> None:
    point = client.get(f"/v1/service-points/{HOURS_UNKNOWN}").json()
    assert point["opening_hours"] is None
    assert point["open"] == {"state": "unknown", "until": None, "next_opening": None, "exception": None}


def test_an_invented_place_says_so(client: httpx.Client) -> None:
    assert client.get(f"/v1/service-points/{DEMO_OFFICE}").json()["synthetic"] is True


@pytest.mark.parametrize("code", [HIDDEN_OFFICE, "0", "%00", "%27", "ก"])
def test_unknown_and_hidden_places_are_not_found(client: httpx.Client, code: str) -> None:
    response = client.get(f"/v1/service-points/{code}")
    assert response.status_code == 404
    assert response.json()["type"] == "tag:pakmud,2026:unknown-service-point"
    assert [error["field"] for error in response.json()["errors"]] == ["code"]
