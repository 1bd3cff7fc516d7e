"""The OpenAPI document tells the truth, and `/docs` shows it without another host."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page

from tests.api.small_country import ID_CARD, ISLAND_OFFICE, OUTLINED_AT, SICHANG

CONTRACT = {
    "/v1/nearest",
    "/v1/service-points/{code}",
    "/v1/procedures",
    "/v1/procedures/{code}",
    "/v1/procedures/{code}/revisions",
    "/v1/procedures/{code}/revisions/{number}",
    "/v1/procedures/{code}.jsonld",
    "/v1/categories",
    "/v1/user-groups",
    "/v1/areas",
    "/v1/map",
    "/v1/holidays",
    "/v1/nearest/batch",
    "/v1/nearest/facets",
    "/v1/places",
    "/v1/places/reverse",
    "/v1/health",
}

CODES = {
    "/v1/service-points/{code}": ISLAND_OFFICE,
    "/v1/procedures/{code}": ID_CARD,
    "/v1/procedures/{code}/revisions": ID_CARD,
    "/v1/procedures/{code}/revisions/{number}": ID_CARD,
}

QUESTION = {"procedure": ID_CARD, "lat": str(SICHANG.lat), "lon": str(SICHANG.lon)}
NEEDED = {
    "/v1/nearest": QUESTION,
    "/v1/nearest/facets": QUESTION,
    "/v1/places": {"q": "เกาะสีชัง"},
    "/v1/map": {"bbox": "97.2,5.5,105.8,20.6", "zoom": "6"},
    "/v1/places/reverse": {"lat": str(OUTLINED_AT.lat), "lon": str(OUTLINED_AT.lon)},
}

POSTED = {"/v1/nearest/batch"}
"""Answers in lines, which tests/api/v1/test_nearest_batch.py reads."""

LINKED = {"/v1/procedures/{code}.jsonld"}
"""Answers in the shape of European shapes, which tests/ingest/manuals/test_cpsv_ap.py asks."""


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """Without what is for staff, which `test_what_staff_may_ask...` looks at."""
    document: dict[str, Any] = client.get("/openapi.json").json()
    document["staff"] = {path: document["paths"].pop(path) for path in [*document["paths"]] if "/staff" in path}
    return document


def test_the_contract_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == CONTRACT
    for path, operations in document["paths"].items():
        assert list(operations) == ["post" if path in POSTED else "get"], path
        assert only(operations)["description"], path


def test_every_parameter_and_field_is_described(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for parameter in only(operations).get("parameters", []):
            assert parameter.get("description"), f"{path}: {parameter['name']}"
    nearest = document["paths"]["/v1/nearest"]["get"]
    assert {one["name"] for one in nearest["parameters"] if one["required"]} == {"procedure", "lat", "lon"}
    limit = next(one for one in nearest["parameters"] if one["name"] == "limit")["schema"]
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 200, 10)


def test_every_answer_has_the_described_fields(client: httpx.Client, document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        if path in POSTED | LINKED:
            continue
        address = path.replace("{code}", CODES.get(path, "")).replace("{number}", "1")
        response = client.get(address, params=NEEDED.get(path))
        assert response.status_code == 200, path
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        check(response.json(), schema, document, path)


def test_every_error_described_is_a_problem(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for status, answer in only(operations)["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], f"{path} {status}"
    problem = document["components"]["schemas"]["ProblemShape"]
    assert list(problem["properties"]) == ["type", "title", "status", "detail", "instance", "errors"]
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_a_problem_has_the_described_fields(client: httpx.Client, document: dict[str, Any]) -> None:
    check(client.get("/v1/nearest").json(), {"$ref": "#/components/schemas/ProblemShape"}, document, "problem")


def test_what_staff_may_ask_is_described_with_its_tokens_and_errors(document: dict[str, Any]) -> None:
    assert {"/v1/staff/people", "/v1/staff/enrolment-tokens", "/v1/staff/audit"} <= set(document["staff"])
    for path, operations in document["staff"].items():
        for method, operation in operations.items():
            assert operation["description"], path
            assert operation["security"] == [{"HTTPBearer": []}], path
            assert {"401", "403"} <= set(operation["responses"]), path
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], f"{method} {path} {status}"


@pytest.mark.browser
def test_docs_need_no_other_host(page: Page, site: str) -> None:
    elsewhere, refused = [], []
    page.on(
        "request", lambda request: None if request.url.startswith((site, "data:")) else elsewhere.append(request.url)
    )
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/docs")
    page.get_by_text("/v1/nearest", exact=True).first.wait_for()
    assert (elsewhere, refused) == ([], [])


def only(operations: dict[str, Any]) -> dict[str, Any]:
    """Every address is asked in one way."""
    [operation] = operations.values()
    found: dict[str, Any] = operation
    return found


def check(value: Any, schema: dict[str, Any], document: dict[str, Any], where: str) -> None:
    """As much of JSON Schema as the document uses: every field is described, and every described field is there."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        if value is not None:
            check(value, next(one for one in schema["anyOf"] if one.get("type") != "null"), document, where)
        return
    if schema.get("type") == "array":
        assert isinstance(value, list), where
        for number, item in enumerate(value):
            check(item, schema["items"], document, f"{where}[{number}]")
    elif "properties" in schema:
        assert set(value) == set(schema["properties"]), where
        for name, part in schema["properties"].items():
            check(value[name], part, document, f"{where}.{name}")
    elif "enum" in schema:
        assert value in schema["enum"], where
