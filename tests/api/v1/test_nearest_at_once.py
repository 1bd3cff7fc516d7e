"""The way past the framework and the framework's own route give the same answers, errors and headers."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api.v1.nearest_at_once import TAKEN
from tests.api.conftest import ServeApp
from tests.api.small_country import ID_CARD, PASSPORT, SICHANG

THE_OTHER_WAY = {"agency": ""}
"""Asks for nothing, but by a parameter that only the framework's route takes."""

questions = st.fixed_dictionaries(
    {"procedure": st.sampled_from([ID_CARD, PASSPORT]), "lat": st.floats(5, 20), "lon": st.floats(97, 105)},
    optional={
        "limit": st.integers(1, 20),
        "at": st.sampled_from(["2026-11-25T10:00:00+07:00", "2026-11-22T03:00:00Z", "2027-04-14T12:34:56+07:00"]),
        "open_only": st.sampled_from(["true", "false", "1"]),
        "within_m": st.floats(1, 2_000_000),
        "gecc": st.sampled_from(["basic", "advanced"]),
        "no_copy": st.sampled_from(["true", "false"]),
        "accessible": st.sampled_from(["true", "false"]),
        "name": st.sampled_from(["", "ที่ว่าการ", "office"]),
    },
)


def both(client: httpx.Client, question: dict[str, object]) -> tuple[httpx.Response, httpx.Response]:
    assert question.keys() <= TAKEN
    return client.get("/v1/nearest", params=question), client.get("/v1/nearest", params=question | THE_OTHER_WAY)  # type: ignore[arg-type]


def without_now(answer: dict[str, dict[str, object]], question: dict[str, object]) -> dict[str, dict[str, object]]:
    """Between two requests a minute may pass."""
    if "at" not in question:
        answer["query"].pop("at")
    return answer


@settings(max_examples=150, deadline=None)
@given(questions)
def test_both_ways_give_the_same_pages(client: httpx.Client, question: dict[str, object]) -> None:
    question.setdefault("at", "2026-11-25T10:00:00+07:00")
    cursor: str | None = ""
    while cursor is not None:
        at_once, framework = both(client, question)
        assert at_once.status_code == framework.status_code == 200
        assert at_once.json() == framework.json()
        assert at_once.headers["etag"] == framework.headers["etag"]
        cursor = at_once.json()["next"]
        question["cursor"] = cursor


@pytest.mark.parametrize(
    "wrong",
    [
        {"procedure": "0000000000000"},
        {"lat": "13.1x"},
        {"lat": "100.8", "lon": "13.1"},
        {"limit": "0"},
        {"limit": "1000"},
        {"at": "2026-11-25T10:00:00"},
        {"within_m": "-1"},
        {"cursor": "broken"},
        {"open_only": "perhaps"},
        {"gecc": "best"},
        {"name": "ก" * 101},
    ],
)
def test_both_ways_refuse_with_the_same_words(client: httpx.Client, wrong: dict[str, str]) -> None:
    question: dict[str, object] = {"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon} | wrong
    at_once, framework = both(client, question)
    assert at_once.status_code == framework.status_code != 200
    assert at_once.json() == framework.json()
    assert at_once.headers["content-type"] == framework.headers["content-type"] == "application/problem+json"


def test_both_ways_have_the_same_headers(client: httpx.Client) -> None:
    question: dict[str, object] = {"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon}
    at_once, framework = both(client, question | {"at": "2026-11-25T10:00:00+07:00"})
    different = {"date", "content-length"}
    assert {name: value for name, value in at_once.headers.items() if name not in different} == {
        name: value for name, value in framework.headers.items() if name not in different
    }


def test_a_head_request_has_no_body(client: httpx.Client) -> None:
    answer = client.head("/v1/nearest", params={"procedure": ID_CARD, "lat": SICHANG.lat, "lon": SICHANG.lon})
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_what_is_known_already_is_not_sent_again(client: httpx.Client) -> None:
    for way in ("", "&name="):
        url = f"/v1/nearest?procedure={ID_CARD}&lat={SICHANG.lat}&lon={SICHANG.lon}&at=2026-11-25T03:00:00Z{way}"
        etag = client.get(url).headers["etag"]
        again = client.get(url, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.fixture
def changing(serve_app: ServeApp, fresh_database: str) -> Iterator[tuple[httpx.Client, str]]:
    """A client of a site whose database may be changed, and its URL."""
    with httpx.Client(base_url=serve_app(fresh_database), timeout=30) as client:
        yield client, fresh_database


def test_every_change_is_in_the_next_answer(changing: tuple[httpx.Client, str]) -> None:
    client, url = changing
    engine = create_engine(url, poolclass=NullPool)
    url_asked = f"/v1/nearest?procedure=P&lat={SICHANG.lat}&lon={SICHANG.lon}&at=2026-11-25T03:00:00Z"
    seen = set()

    def change(*statements: str) -> httpx.Response:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        answer = client.get(url_asked)
        if answer.status_code == 200:
            assert answer.headers["etag"] not in seen
            seen.add(answer.headers["etag"])
        return answer

    def state() -> str:
        [result] = client.get(url_asked).json()["results"]
        return str(result["open"]["state"])

    assert change("INSERT INTO agency (code, level, name_th) VALUES ('A', 'ministry', 'ก')").status_code == 404
    answer = change("INSERT INTO procedure (code, title_th, agency_id) SELECT 'P', 'เรื่อง', id FROM agency")
    assert answer.json()["results"] == []
    change(
        "INSERT INTO service_point (code, agency_id, name_th, location, pin_method, pinned_at) "
        "SELECT 'S', id, 'ที่ว่าการ', 'SRID=4326;POINT(101 6)', 'map', now() FROM agency",
        "INSERT INTO offering (procedure_id, service_point_id) SELECT p.id, s.id FROM procedure p, service_point s",
    )
    assert state() == "unknown"
    change(
        "INSERT INTO schedule (expression) VALUES ('Mo-Fr 08:30-16:30; PH off')",
        "UPDATE service_point SET schedule_id = (SELECT max(id) FROM schedule)",
    )
    assert state() == "open"
    change(
        "INSERT INTO temporary_hours (service_point_id, during, expression) "
        "SELECT id, '[2026-11-25 09:00+07, 2026-11-25 12:00+07)', 'off' FROM service_point"
    )
    assert state() == "closed"
    change("DELETE FROM temporary_hours")
    assert state() == "open"
    change("INSERT INTO holiday VALUES ('2026-11-25', true, 'วันหยุดพิเศษ', null, 'มติ ครม.')")
    assert state() == "closed"
    change("UPDATE agency SET name_th = 'กรมใหม่'")
    answer = change("UPDATE procedure SET title_th = 'เรื่องใหม่'")
    assert answer.json()["query"]["procedure"]["title_th"] == "เรื่องใหม่"
    assert answer.json()["results"][0]["service_point"]["agency"]["name_th"] == "กรมใหม่"
    assert change("UPDATE procedure SET shown = false").status_code == 404
    engine.dispose()


def test_the_version_grows_by_one_with_each_transaction_that_changes_anything(fresh_database: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)

    def version() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT version FROM data_version")).scalar_one())

    before = version()
    with engine.begin() as connection:
        for number in range(3):
            statement = text("INSERT INTO agency (code, level, name_th) VALUES (:code, 'ministry', 'ก')")
            connection.execute(statement, {"code": str(number)})
        assert connection.execute(text("SELECT version FROM data_version")).scalar_one() == before
    assert version() == before + 1
    with engine.connect() as connection:
        connection.execute(text("DELETE FROM agency"))
        connection.rollback()
    assert version() == before + 1
    engine.dispose()
