"""The OpenAPI document, where FastAPI would describe errors that are not ours."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api.v1.shape import FieldProblem, ProblemShape

_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def describe_problems(app: FastAPI) -> None:
    """`/openapi.json` of `app` holds our problems' schema and nothing of the framework's validation errors."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _corrected(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _corrected(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    _, ours = models_json_schema(
        [(ProblemShape, "serialization"), (FieldProblem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    schemas.update(ours["$defs"])
    for operations in document["paths"].values():
        for operation in operations.values():
            answer = operation["responses"].get("422", {})
            if "application/json" in answer.get("content", {}):
                del operation["responses"]["422"]  # routes whose parameters are any text cannot be asked wrongly
    return document
