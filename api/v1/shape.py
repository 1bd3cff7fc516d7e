"""What every shape of the API has in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PROBLEM_JSON = "application/problem+json"

CODE = "13 digits, the same in every data set of the state"


class Shape(BaseModel):
    """A frozen JSON object. A field without a value is null, never absent."""

    model_config = ConfigDict(frozen=True)


class FieldProblem(Shape):
    field: str = Field(description="name of the parameter at fault", examples=["lat"])
    message: str = Field(description="what is wrong with it, as a sentence")
    choices: list[dict[str, str]] | None = Field(
        description="areas that may be meant (`code`, `level`, `name_th`, `name_en`); null where nobody can tell"
    )


class ProblemShape(Shape):
    """An error (RFC 9457)."""

    type: str = Field(
        description="what sort of problem it is; stays the same", examples=["tag:pakmud,2026:invalid-request"]
    )
    title: str = Field(description="the same in words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what is wrong this time, as a sentence")
    instance: str = Field(description="the path that was asked", examples=["/v1/nearest"])
    errors: list[FieldProblem] = Field(description="one entry for each field at fault")


Responses = dict[int | str, dict[str, Any]]


def problems(**by_status: str) -> Responses:
    """OpenAPI's description of answers that are problems: `problems(_404="No such procedure.")`."""
    # FastAPI's own `model=` would say application/json; `api/openapi_document.py` adds the schema that is named here.
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}
    return {int(key.lstrip("_")): {"description": text, "content": content} for key, text in by_status.items()}
