"""`/v1/holidays`: the days on which offices of the Thai state are closed."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field

from api.database_session import DatabaseSession
from api.v1.parameters import refused_as_parameter
from api.v1.shape import Shape, problems
from geo.calendar import SpecialDay
from geo.calendar import list_holidays as days_of_year
from geo.calendar_dates import parse_year
from geo.opening_hours import BANGKOK

router = APIRouter(tags=["holidays"])


def _year(text: object) -> int:
    with refused_as_parameter:
        return parse_year(str(text))


Year = Annotated[
    int | None,
    BeforeValidator(_year),
    Query(description="of the Common or the Buddhist Era; without it this year", examples=[2026, 2569]),
]


class HolidayShape(Shape):
    """A day of the calendar of the Thai state."""

    date: date
    name_th: str = Field(examples=["วันสงกรานต์"])
    name_en: str | None = Field(examples=["Songkran Festival"])
    source: str | None = Field(description="who decided it, where it is not in the computed calendar")

    @classmethod
    def of(cls, day: SpecialDay) -> "HolidayShape":
        return cls(date=day.day, name_th=day.name.th, name_en=day.name.en, source=day.source)


class HolidayList(Shape):
    """The calendar of a year that opening hours are reckoned with, in order of the days."""

    year: int = Field(description="in the Common Era")
    results: list[HolidayShape] = Field(description="offices are closed")
    cancelled: list[HolidayShape] = Field(description="offices work, although the computed calendar has it otherwise")


@router.get("/holidays", responses=problems(_422="This is no year between 1990 and 2100."))
def list_holidays(session: DatabaseSession, year: Year = None) -> HolidayList:
    """Public holidays and their substitution days, as far as offices of the state keep them, with later decisions."""
    year = year or datetime.now(BANGKOK).year
    days = days_of_year(session, year)
    return HolidayList(
        year=year,
        results=[HolidayShape.of(day) for day in days if day.closed],
        cancelled=[HolidayShape.of(day) for day in days if not day.closed],
    )
