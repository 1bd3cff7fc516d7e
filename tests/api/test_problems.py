"""Errors over HTTP: one shape, the words of the asker's language, and nothing about the inside."""

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api.problems import problem_of
from geo.errors import DatabaseUnavailable, InvalidQuery, NotFound, PakmudError, SearchTimedOut, UnknownProcedure
from tests.api.conftest import ServeApp
from tests.api.small_country import ID_CARD


@pytest.mark.parametrize(
    ("error", "status", "fields"),
    [
        (UnknownProcedure("x"), 404, ["procedure"]),
        (NotFound("Nothing."), 404, []),
        (InvalidQuery("Wrong.", field="lat"), 422, ["lat"]),
        (SearchTimedOut(1), 503, []),
        (DatabaseUnavailable("Gone."), 503, []),
        (PakmudError("Of a kind that nobody gave a status."), 500, []),
        (RuntimeError("SELECT secret FROM inside"), 500, []),
    ],
)
def test_statuses(error: Exception, status: int, fields: list[str]) -> None:
    problem = problem_of(error, "/v1/somewhere")
    assert problem.status == status
    assert [one.field for one in problem.errors] == fields
    assert "secret" not in str(problem.as_json("en"))


def test_addresses_and_methods_that_are_not_there(client: httpx.Client) -> None:
    nowhere = client.get("/v1/nowhere")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "tag:pakmud,2026:not-found")
    posted = client.post("/v1/nearest")
    assert (posted.status_code, posted.json()["status"]) == (405, 405)
    assert posted.headers["allow"] == "GET"
    for response in (nowhere, posted):
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", [f"/v1/procedures/{ID_CARD}", f"/v1/nearest?procedure={ID_CARD}&lat=13.1&lon=100.8"])
def test_an_unforeseen_error_tells_nothing(serve_app: ServeApp, fresh_database: str, path: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE procedure RENAME TO elsewhere"))
    site = serve_app(fresh_database)
    response = httpx.get(f"{site}{path}", headers={"Origin": "https://other.example"})
    assert response.status_code == 500
    assert response.json()["type"] == "tag:pakmud,2026:unforeseen"
    for inside in ("procedure ", "SELECT", "psycopg", "Traceback", "relation"):
        assert inside not in response.text
    # even then with all headers, or a page of another site could not read what went wrong
    assert response.headers["access-control-allow-origin"] == "*"
    assert "content-security-policy" in response.headers


def test_a_search_that_takes_too_long_is_stopped(serve_app: ServeApp, fresh_database: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE common_name RENAME TO slow"))
        connection.execute(
            text(
                "CREATE VIEW common_name AS SELECT slow.* FROM slow, LATERAL (SELECT pg_sleep(60), slow.name) s "
                "UNION ALL SELECT 1, 'th', 'x', 0 FROM (SELECT pg_sleep(60) OFFSET 0) s"
            )
        )
        connection.execute(
            text("INSERT INTO agency (code, level, name_th) VALUES ('1', 'ministry', 'x')"),
        )
        connection.execute(
            text("INSERT INTO procedure (code, title_th, agency_id) SELECT '1', 'x', id FROM agency"),
        )
    response = httpx.get(serve_app(fresh_database, search_timeout_ms=50) + "/v1/procedures", timeout=30)
    assert (response.status_code, response.json()["type"]) == (503, "tag:pakmud,2026:search-timed-out")
    assert "50 ms" in response.json()["detail"]


def test_people_get_the_same_words_in_a_page(client: httpx.Client) -> None:
    page = client.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    program = client.get("/nowhere", headers={"Accept": "application/json"})
    assert program.headers["content-type"] == "application/problem+json"
    in_the_api = client.get("/v1/nowhere", headers={"Accept": "text/html"})
    assert in_the_api.headers["content-type"] == "application/problem+json"


def test_sentences_are_in_the_language_asked_for(client: httpx.Client) -> None:
    english = client.get("/v1/nearest", headers={"Accept-Language": "fr, en;q=0.5"})
    thai = client.get("/v1/nearest", headers={"Accept-Language": "th-TH,th;q=0.9,en;q=0.8"})
    assert "'procedure' is missing." in {error["message"] for error in english.json()["errors"]}
    assert any("ก" <= letter <= "๛" for letter in thai.json()["errors"][0]["message"])
    assert "Accept-Language" in thai.headers["vary"]
