"""`/v1/nearest/facets` over real HTTP."""

from typing import Any

import httpx
import pytest

from tests.api.small_country import ID_CARD, NOBODYS, ROADSIDE, SICHANG

SEARCHED = {"procedure": ID_CARD, "lat": str(SICHANG.lat), "lon": str(SICHANG.lon)}
PATH = "/v1/nearest/facets"
SUNDAY = "2026-11-22T10:00:00+07:00"


def facets(client: httpx.Client, **parameters: Any) -> dict[str, Any]:
    response = client.get(PATH, params={**SEARCHED, **parameters})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def values(answer: dict[str, Any], field: str) -> dict[str, tuple[int, bool]]:
    [facet] = [one for one in answer["facets"] if one["field"] == field]
    return {one["value"]: (one["count"], one["chosen"]) for one in facet["values"]}


def test_each_filter_tells_what_it_would_leave_over(client: httpx.Client) -> None:
    answer = facets(client, at=SUNDAY)
    assert answer["procedure"]["code"] == ID_CARD
    assert answer["conditions"] == []
    assert answer["total"] == 6 + len(ROADSIDE)
    assert values(answer, "type") == {"ที่ว่าการอำเภอ": (answer["total"], False)}
    assert values(answer, "open_only") == {"true": (1, False)}
    assert values(answer, "area") == {"20": (1, False)}
    assert values(answer, "no_copy") == {}


def test_a_chosen_filter_is_marked_and_narrows_the_others(client: httpx.Client) -> None:
    answer = facets(client, at=SUNDAY, area="200801")
    assert answer["total"] == 1
    assert [one["field"] for one in answer["conditions"]] == ["area"]
    assert values(answer, "area") == {"200801": (1, True), "20": (1, False)}
    assert values(answer, "open_only") == {}


def test_words_are_those_of_the_filters(client: httpx.Client) -> None:
    [area] = next(one for one in facets(client)["facets"] if one["field"] == "area")["values"]
    assert (area["text_th"], area["text_en"]) == ("ในชลบุรี", "In Chon Buri")
    [chosen] = facets(client, area="20")["conditions"]
    assert (chosen["text_th"], chosen["text_en"]) == (area["text_th"], area["text_en"])


def test_a_radius_counts_only_what_is_within(client: httpx.Client) -> None:
    assert facets(client, within_m=1_000)["total"] == 1
    assert facets(client, within_m=10)["total"] == 0


def test_nobody_offers_it(client: httpx.Client) -> None:
    answer = facets(client, procedure=NOBODYS)
    assert answer["total"] == 0
    assert all(one["values"] == [] for one in answer["facets"])


def test_a_cursor_and_a_home_do_not_matter(client: httpx.Client) -> None:
    following = client.get("/v1/nearest", params={**SEARCHED, "limit": 1, "home": "200801"}).json()["next"]
    with_place = facets(client, limit=3, home="200801", cursor=following, at=SUNDAY)
    assert with_place == facets(client, at=SUNDAY)


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    parameters = {**SEARCHED, "at": SUNDAY}
    etag = client.get(PATH, params=parameters).headers["ETag"]
    again = client.get(PATH, params=parameters, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("parameters", "status"), [({"procedure": "1"}, 404), ({"gecc": "gold"}, 422), ({"lat": "100"}, 422)]
)
def test_a_question_that_cannot_be_asked(client: httpx.Client, parameters: dict[str, str], status: int) -> None:
    response = client.get(PATH, params={**SEARCHED, **parameters})
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
