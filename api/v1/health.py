"""`/v1/health`: whether this process can answer, for whoever watches over it."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import Field

from api.v1.shape import Shape, problems
from geo.migrate import check_schema

router = APIRouter(tags=["health"])


class HealthShape(Shape):
    status: Literal["ok"] = "ok"
    database: Literal["ok"] = Field(
        default="ok", description="it answers, and its schema is the one this version needs"
    )


@router.get("/health", responses=problems(_503="The database does not answer, or has not been prepared."))
def check_health(request: Request) -> HealthShape:
    """Asks the database; anything but 200 means that searches fail too."""
    check_schema(request.app.state.engine)
    return HealthShape()
