"""`/v1/staff/searches`: what citizens looked for and did not find."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.v1.shape import Shape, problems
from geo.finding.unanswered import MAXIMUM_LIMIT, UnansweredQuery, find_unanswered_searches

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT, description="how many at most")]
AtLeast = Annotated[int, Query(ge=1, description="how often it must have been looked for")]


class UnansweredShape(Shape):
    text: str = Field(description="in its normal form; nothing that names a person or a place")
    count: int
    last_week: date = Field(description="the Monday of the last week in which it was looked for")


class UnansweredList(Shape):
    results: list[UnansweredShape] = Field(description="of the last 90 days, the most frequent first")


@router.get("/searches", responses=problems(_422="A number cannot be read."))
def list_searches(
    session: DatabaseSession,
    who: Annotated[SignedIn, allowed("search.see")],
    limit: Limit = 100,
    at_least: AtLeast = 1,
) -> UnansweredList:
    """Words that found nothing, counted without who or where: candidates for common names."""
    found = find_unanswered_searches(session, UnansweredQuery(limit=limit, at_least=at_least))
    return UnansweredList(
        results=[UnansweredShape(text=one.text, count=one.count, last_week=one.last_week) for one in found]
    )
