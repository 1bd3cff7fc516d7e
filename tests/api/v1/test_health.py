"""`GET /v1/health`: well, without a database, and with one that is not prepared."""

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.api.conftest import ServeApp


def test_well(client: httpx.Client) -> None:
    assert client.get("/v1/health").json() == {"status": "ok", "database": "ok"}


def test_a_database_that_cannot_be_reached(serve_app: ServeApp) -> None:
    site = serve_app("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    for path in ("/v1/health", "/v1/procedures", "/v1/nearest?procedure=x&lat=1&lon=2"):
        response = httpx.get(site + path)
        assert response.status_code == 503
        assert response.json()["type"] == "tag:pakmud,2026:database-unavailable"
        assert int(response.headers["retry-after"]) > 0


def test_a_schema_of_another_version(serve_app: ServeApp, fresh_database: str) -> None:
    engine = create_engine(fresh_database, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_the_future'"))
    response = httpx.get(serve_app(fresh_database) + "/v1/health")
    assert response.status_code == 503
    assert "pakmud db up" in response.json()["detail"]
