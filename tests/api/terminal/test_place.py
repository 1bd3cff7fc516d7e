"""`pakmud place` answers like the API, in a table and as JSON."""

import json

import httpx
import pytest

from tests.api.terminal.conftest import Pakmud


def test_a_table(pakmud: Pakmud, small_country: str) -> None:
    done = pakmud("place", "Ko Sichang", database_url=small_country, language="en")
    assert done.code == 0, done.err
    heading, first = done.out.splitlines()[:2]
    assert heading.split() == ["Code", "Place", "Kind", "In", "Position", "Distance"]
    assert first.split() == ["2008", "Ko", "Sichang", "district", "Chon", "Buri"]


def test_thai_and_an_abolished_name(pakmud: Pakmud, small_country: str) -> None:
    done = pakmud("place", "ต.ท่าแฝก อ.ท่าปลา", "--limit", "1", database_url=small_country, language="th")
    assert "ท่าแฝก (แทน ท่าแฝก, 530306)" in done.out
    assert "อ.น้ำปาด จ.อุตรดิตถ์" in done.out


def test_json_is_what_the_api_answers(pakmud: Pakmud, small_country: str, client: httpx.Client) -> None:
    done = pakmud("place", "ศรีราชา", "--near", "13.1,100.9", "--json", database_url=small_country)
    by_http = client.get("/v1/places", params={"q": "ศรีราชา", "near": "13.1,100.9"}).json()
    assert json.loads(done.out) == by_http


def test_nothing_is_called_so(pakmud: Pakmud, small_country: str) -> None:
    done = pakmud("place", "ฟหกดเาสว", database_url=small_country, language="en")
    assert (done.code, done.out) == (0, "No place is called 'ฟหกดเาสว', or nearly so.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([" "], "Give the name of a place, or a position."),
        (["ศรีราชา", "--limit", "0"], "'limit' is 0, but must lie between 1 and 100."),
        (["ศรีราชา", "--near", "geo:x"], "A geo: URI is written geo:LATITUDE,LONGITUDE, such as geo:13.1492,100.8085."),
    ],
)
def test_what_cannot_be_asked(pakmud: Pakmud, small_country: str, words: list[str], sentence: str) -> None:
    done = pakmud("place", *words, database_url=small_country, language="en")
    assert (done.code, done.out, done.err) == (2, "", sentence + "\n")
