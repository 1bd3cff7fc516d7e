"""`GET /v1/procedures` and `GET /v1/procedures/{code}`."""

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.finding.unanswered import UnansweredQuery, find_unanswered_searches
from geo.settings import Settings
from tests.api.conftest import ServeApp, served
from tests.api.small_country import HIDDEN_PROCEDURE, ID_CARD, MANUAL, NOBODYS, PASSPORT
from tests.country import Country


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
        "match": {"part": "common_name", "how": "letters", "text": "ทำบัตรประชาชน", "language": "th"},
        "family": None,
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
        ("ขอ\0มีบัตร", [ID_CARD]),
        ("ทําบัตร", [ID_CARD]),  # SARA AM in two pieces
        ("ทำบัดประชาชน", [ID_CARD]),
        ("ใบแจ้งความกรณีบัตรหาย", [ID_CARD]),  # from its manual
        ("ราคาทองวันนี้", []),
    ],
)
def test_what_a_question_is_about(client: httpx.Client, q: str, expected: list[str]) -> None:
    assert found(client, q=q)[:1] == expected


def test_no_answer_tells_where_to_look_and_is_counted(fresh_database: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)
    with Session(engine) as session:
        Country(session).make_procedure(tags={"category": ["งานทะเบียน"]})
        session.commit()
    settings = Settings(_env_file=None, database_url=fresh_database)  # type: ignore[call-arg]
    with served(settings) as site:  # when it has stopped, what is done after an answer is done too
        answer = httpx.get(f"{site}/v1/procedures", params={"q": "สูตรต้มยำกุ้ง"}, timeout=30).json()
    assert answer == {"results": [], "nearest_categories": [{"name_th": "งานทะเบียน", "name_en": None, "procedures": 1}]}
    with Session(engine) as session:
        counted = find_unanswered_searches(session, UnansweredQuery())
    assert [(one.text, one.count) for one in counted] == [("สูตรต้มยำกุ้ง", 1)]


def test_labels_and_what_has_them(serve_app: ServeApp, fresh_database: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        country.make_procedure("born", title_th="แจ้งเกิด", tags={"category": ["ทะเบียน"], "user_group": ["เกิด"]})
        country.make_procedure("dead", title_th="แจ้งตาย", tags={"category": ["ทะเบียน"], "user_group": ["เสียชีวิต"]})
        session.commit()
    with httpx.Client(base_url=serve_app(fresh_database), timeout=30) as client:
        assert client.get("/v1/categories").json() == {
            "results": [{"name_th": "ทะเบียน", "name_en": None, "procedures": 2}]
        }
        groups = client.get("/v1/user-groups").json()["results"]
        assert [group["name_th"] for group in groups] == ["เกิด", "เสียชีวิต"]
        assert found(client, user_group="เกิด") == ["born"]
        assert set(found(client, category="ทะเบียน")) == {"born", "dead"}
        assert found(client, category="ทะเบียน", user_group="เสียชีวิต", q="แจ้ง") == ["dead"]
        assert found(client, agency="none") == []


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
    assert procedure["areas"] is None
    assert procedure["online_url"] is None
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
