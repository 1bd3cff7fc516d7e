"""What surrounds every answer: headers for safety, for other sites, and for size."""

import httpx
import pytest

from api.response_headers import security_headers, tile_source
from geo.settings import Settings
from tests.api.small_country import ID_CARD

PATHS = ["/", "/v1/health", "/v1/nearest", "/nowhere", "/openapi.json", "/docs", "/static/nowhere.js"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=(self)" in headers["permissions-policy"]
    assert "set-cookie" not in headers


def test_only_the_api_is_open_to_other_sites(client: httpx.Client) -> None:
    other_site = {"Origin": "https://other.example"}
    assert client.get("/v1/health", headers=other_site).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/", headers=other_site).headers
    asked_first = other_site | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "X-Program"}
    assert client.options("/v1/nearest", headers=asked_first).status_code == 200


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    response = client.get(f"/v1/procedures/{ID_CARD}", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.json()["code"] == ID_CARD


def test_head_is_get_without_a_body(client: httpx.Client) -> None:
    for path in ("/v1/health", "/"):
        response = client.head(path)
        assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("tile_url", "source"),
    [
        (None, None),
        ("/tiles/{z}/{x}/{y}.png", None),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example:8080/{z}/{x}/{y}.png?key=1", "https://*.tiles.example:8080"),
    ],
)
def test_pictures_may_come_from_the_tiles_host_only(tile_url: str | None, source: str | None) -> None:
    assert tile_source(tile_url) == source
    policy = security_headers(Settings(_env_file=None, tile_url=tile_url))["Content-Security-Policy"]  # type: ignore[call-arg]
    assert f"img-src 'self' data:{f' {source}' if source else ''};" in policy
