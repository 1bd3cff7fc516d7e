"""`GET /v1/procedures` and `GET /v1/procedures/{code}`."""

import httpx
import pytest

from tests.api.small_country import HIDDEN_PROCEDURE, ID_CARD, MANUAL, NOBODYS, PASSPORT


def found(client: httpx.Client, **parameters: str) -> list[str]:
    response = client.get("/v1/procedures", params=parameters)
    assert response.status_code == 200, response.text
    return [result["code"] for result in response.json()["results"]]


def test_a_list_entry(client: httpx.Client) -> None:
    [result] = client.get("/v1/procedures", params={"q": "ทำบัตรประชาชน"}).json()["results"]
    assert result == {
        "code": ID_CARD,
        "title_th": "การขอมีบัตรประจำตัวประชาชน",
        "title_en": "Identity card",
        "agency": {
            "code": "0150400000000",
            "name_th": "กรมการปกครอง",
            "name_en": "Department of Provincial Administration",
        },
        "common_names_th": ["ทำบัตรประชาชน", "บัตรหาย"],
        "common_names_en": [],
    }


def test_without_words_all_that_are_shown_are_listed(client: httpx.Client) -> None:
    assert set(found(client)) == {ID_CARD, PASSPORT, NOBODYS}
    assert len(found(client, limit="2")) == 2


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("identity", [ID_CARD]),
        ("  IDENTITY   card ", [ID_CARD]),
        ("หนังสือเดินทาง", [PASSPORT]),
        (NOBODYS, [NOBODYS]),
        ("ไม่มีเรื่องนี้", []),
        ("%", []),
        ("ขอ\0มี", [ID_CARD]),
        ("ทําบัตร", [ID_CARD]),  # SARA AM in two pieces
    ],
)
def test_words_are_looked_for_in_titles_and_common_names(client: httpx.Client, q: str, expected: list[str]) -> None:
    assert found(client, q=q) == expected


@pytest.mark.parametrize(
    ("parameters", "field"), [({"limit": "0"}, "limit"), ({"limit": "x"}, "limit"), ({"q": "ก" * 201}, "q")]
)
def test_wrong_parameters(client: httpx.Client, parameters: dict[str, str], field: str) -> None:
    response = client.get("/v1/procedures", params=parameters)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_a_procedure_with_its_manual(client: httpx.Client) -> None:
    procedure = client.get(f"/v1/procedures/{ID_CARD}").json()
    assert procedure["jurisdiction"] == "district"
    assert procedure["jurisdiction_of"] == "home"
    assert procedure["tags"] == {"category": [], "user_group": [], "free": []}
    assert set(procedure["manual"]) >= set(MANUAL)
    assert procedure["manual"]["fees"][0]["amount_baht"] == 100


def test_a_manual_may_not_be_written_yet(client: httpx.Client) -> None:
    assert client.get(f"/v1/procedures/{PASSPORT}").json()["manual"] is None


@pytest.mark.parametrize("code", [HIDDEN_PROCEDURE, "0", "%00"])
def test_unknown_and_hidden_procedures_are_not_found(client: httpx.Client, code: str) -> None:
    response = client.get(f"/v1/procedures/{code}")
    assert response.status_code == 404
    assert response.json()["type"] == "tag:pakmud,2026:unknown-procedure"
