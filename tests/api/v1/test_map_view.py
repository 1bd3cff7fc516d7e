"""`GET /v1/map`."""

from typing import Any

import httpx
import pytest

from tests.api.small_country import CHIANG_RAI, HIDDEN_OFFICE, ID_CARD, ISLAND_OFFICE, NOBODYS, PASSPORT, ROADSIDE

THAILAND = "97.2,5.5,105.8,20.6"
AROUND_THE_ISLAND = "100.80,13.14,100.82,13.16"


def seen(client: httpx.Client, **parameters: str) -> dict[str, Any]:
    response = client.get("/v1/map", params={"bbox": THAILAND, "zoom": "6", **parameters})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert answer["total"] == sum(cluster["count"] for cluster in answer["clusters"])
    return answer


def test_the_whole_country(client: httpx.Client) -> None:
    assert [cluster["count"] for cluster in seen(client)["clusters"]] == [1, 18]


def test_only_those_that_offer_a_procedure(client: httpx.Client) -> None:
    assert seen(client, procedure=ID_CARD)["total"] == 18
    assert seen(client, procedure=NOBODYS) == {"total": 0, "clusters": []}
    assert seen(client, procedure=PASSPORT)["clusters"] == [
        {
            "count": 1,
            "lat": 19.9105,
            "lon": 99.8406,
            "bbox": pytest.approx([99.8406, 19.9105, 99.8406, 19.9105], abs=1.1e-6),
            "points": [{"code": CHIANG_RAI, "name_th": "สำนักงานหนังสือเดินทาง เชียงราย", "name_en": "District Office"}],
        }
    ]


def test_a_street(client: httpx.Client) -> None:
    answer = seen(client, bbox=AROUND_THE_ISLAND, zoom="18")
    assert [cluster["points"][0]["code"] for cluster in answer["clusters"]] == [ISLAND_OFFICE, "1000000000002"]
    assert HIDDEN_OFFICE not in str(answer)


def test_without_those_that_the_map_shows_anyway(client: httpx.Client) -> None:
    assert seen(client, procedure=ID_CARD, without=",".join([ISLAND_OFFICE, *ROADSIDE]))["total"] == 5


def test_a_cluster_is_what_its_box_holds(client: httpx.Client) -> None:
    for cluster in seen(client)["clusters"]:
        inside = seen(client, bbox=",".join(map(str, cluster["bbox"])), zoom="10")
        assert inside["total"] == cluster["count"]


@pytest.mark.parametrize(
    ("parameters", "field", "sentence"),
    [
        ({"bbox": "97,5,x,20"}, "bbox", "'bbox' must be four numbers"),
        ({"bbox": "170,5,-170,20"}, "bbox", "180th meridian"),
        ({"bbox": "97,20,106,5"}, "bbox", "lies north of its north"),
        ({"zoom": "25"}, "zoom", "between 0 and 24"),
        ({"zoom": "deep"}, "zoom", "must be a whole number"),
        ({"zoom": "14"}, "zoom", "too large for the zoom 14"),
        ({"without": ",".join(map(str, range(51)))}, "without", "at most 50 codes"),
    ],
)
def test_bad_questions_get_a_sentence(
    client: httpx.Client, parameters: dict[str, str], field: str, sentence: str
) -> None:
    response = client.get("/v1/map", params={"bbox": THAILAND, "zoom": "6", **parameters})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    [error] = response.json()["errors"]
    assert error["field"] == field
    assert sentence in error["message"]


def test_nobodys_code(client: httpx.Client) -> None:
    assert client.get("/v1/map", params={"bbox": THAILAND, "zoom": "6", "procedure": "x"}).status_code == 404


def test_who_has_the_answer_is_told_so(client: httpx.Client) -> None:
    first = client.get("/v1/map", params={"bbox": THAILAND, "zoom": "6"})
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    again = client.get("/v1/map", params={"bbox": THAILAND, "zoom": "6"}, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    answer = client.get("/v1/map", params={"bbox": "100.8,13.1,101.0,13.2", "zoom": "12"})
    assert answer.headers.get("content-encoding") == "gzip"
    assert b" " not in answer.content.replace("ที่ ".encode(), b"").split(b"name_th")[0]
