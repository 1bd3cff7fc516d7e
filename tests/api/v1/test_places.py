"""`GET /v1/places` and `GET /v1/places/reverse`."""

from typing import Any

import httpx
import pytest

from tests.api.small_country import CHIANG_RAI, HIDDEN_OFFICE, ISLAND_OFFICE, OUTLINED, OUTLINED_AT


def found(client: httpx.Client, q: str, **parameters: str) -> list[dict[str, Any]]:
    response = client.get("/v1/places", params={"q": q, **parameters})
    assert response.status_code == 200, response.text
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def test_a_district_with_what_it_lies_in(client: httpx.Client) -> None:
    assert found(client, "อ.เกาะสีชัง จ.ชลบุรี")[0] == {
        "kind": "district",
        "code": "2008",
        "name_th": "เกาะสีชัง",
        "name_en": "Ko Sichang",
        "areas": [{"code": "20", "level": "province", "name_th": "ชลบุรี", "name_en": "Chon Buri"}],
        "lat": None,
        "lon": None,
        "match": "exact",
        "score": 1.0,
        "abolished": None,
        "distance_m": None,
    }


def test_an_abolished_area_is_told(client: httpx.Client) -> None:
    place = found(client, "ต.ท่าแฝก อ.ท่าปลา")[0]
    assert place["code"] == "530407"
    assert place["abolished"] == {
        "code": "530306",
        "level": "subdistrict",
        "name_th": "ท่าแฝก",
        "name_en": "Tha Faek",
        "abolished_on": "2015-03-11",
    }


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("ที่ว่าการอำเภอเกาะสีชัง", ISLAND_OFFICE),
        (ISLAND_OFFICE, ISLAND_OFFICE),
        ("สำนักงานหนังสือเดินทาง เชียงราย", CHIANG_RAI),
        ("ต.ท่าเทววงษ์", "200801"),
        ("Ko Si Chang", "2008"),
    ],
)
def test_service_points_and_areas(client: httpx.Client, q: str, code: str) -> None:
    assert found(client, q)[0]["code"] == code


def test_a_hidden_service_point_is_not_found(client: httpx.Client) -> None:
    assert found(client, HIDDEN_OFFICE) == []


def test_a_service_point_near_here(client: httpx.Client) -> None:
    place = found(client, "ที่ว่าการอำเภอเกาะสีชัง", near="13°08'57\"N 100°48'31\"E")[0]
    assert place["kind"] == "service_point"
    assert place["distance_m"] == pytest.approx(340, abs=15)
    assert [area["code"] for area in place["areas"]] == ["20", "2008", "200801"]


@pytest.mark.parametrize("q", ["13.1492,100.8085", "geo:13.1492,100.8085", "47P 696028 1454339", "7P524RX5+MC"])
def test_a_position(client: httpx.Client, q: str) -> None:
    (place,) = found(client, q)
    assert (place["kind"], place["code"], place["match"]) == ("position", None, "coordinate")
    assert (place["lat"], place["lon"]) == pytest.approx((13.1492, 100.8085), abs=0.0002)


def test_nothing_is_called_so(client: httpx.Client) -> None:
    assert found(client, "ฟหกดเาสว") == []
    assert len(found(client, "บ้าน", limit="3")) == 3


@pytest.mark.parametrize(
    ("parameters", "field", "sentence"),
    [
        ({}, "q", "missing"),
        ({"q": " "}, "q", "Give the name"),
        ({"q": "ก" * 3_000}, "q", "longer than"),
        ({"q": "ศรีราชา", "limit": "0"}, "limit", "between 1 and 100"),
        ({"q": "ศรีราชา", "near": "here"}, "near", "is not a coordinate"),
        ({"q": "https://maps.app.goo.gl/x"}, "q", "Open it first"),
    ],
)
def test_wrong_parameters(client: httpx.Client, parameters: dict[str, str], field: str, sentence: str) -> None:
    response = client.get("/v1/places", params=parameters)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert error["field"] == field
    assert sentence in error["message"]


def test_reverse(client: httpx.Client) -> None:
    response = client.get("/v1/places/reverse", params={"lat": OUTLINED_AT.lat, "lon": OUTLINED_AT.lon})
    assert response.status_code == 200, response.text
    place = response.json()
    assert [area["code"] for area in place["areas"]] == [OUTLINED[:2], OUTLINED[:4], OUTLINED]
    assert (place["found"], place["by"], place["others"], place["distance_m"]) == ("inside", "outline", [], 0.0)
    assert place["border_m"] == pytest.approx(5_530, abs=5)


def test_reverse_where_nothing_is_known(client: httpx.Client) -> None:
    response = client.get("/v1/places/reverse", params={"lat": "48.85", "lon": "2.35"})
    assert response.status_code == 404
    assert response.json()["type"] == "tag:pakmud,2026:unknown-place"


@pytest.mark.parametrize(
    ("parameters", "fields"),
    [({}, ["lon", "lat"]), ({"lat": "100.8", "lon": "13.1"}, ["lat"]), ({"lat": "x", "lon": "0"}, ["lat"])],
)
def test_reverse_without_a_position(client: httpx.Client, parameters: dict[str, str], fields: list[str]) -> None:
    response = client.get("/v1/places/reverse", params=parameters)
    assert response.status_code == 422
    assert sorted(error["field"] for error in response.json()["errors"]) == sorted(fields)
