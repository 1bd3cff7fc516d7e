"""The hours of a service point day by day, as a week from today that names its holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

import holidays
from holidays import GOVERNMENT, PUBLIC

from geo.government_holidays import government_holidays
from geo.opening_hours import BANGKOK, State, opening_at

DAYS = 7


@dataclass(frozen=True, slots=True)
class Spell:
    """A part of a day in one state that is not "closed"; both ends None: the whole day."""

    state: State
    start: time | None
    end: time | None


@dataclass(frozen=True, slots=True)
class Day:
    """No spells: closed all day. `is_holiday`: offices of the state are closed unless their hours say otherwise."""

    date: date
    spells: tuple[Spell, ...]
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days of the week, Monday 0, that have the same hours: `Mo-Fr` is (0, 1, 2, 3, 4)."""

    weekdays: tuple[int, ...]
    spells: tuple[Spell, ...]


def week_of(expression: str | None, at: datetime) -> list[Day]:
    """Seven days, the one of `at` first; empty when the hours are not known. Raises: InvalidOpeningHours."""
    if expression is None:
        return []
    today = at.astimezone(BANGKOK).date()
    return [_day(expression, today + timedelta(days=ahead)) for ahead in range(DAYS)]


def usual_hours(expression: str | None, at: datetime) -> list[DayGroup]:
    """The week from Monday, neighbours with the same hours together, closed days left out.

    A weekday that is a holiday in the coming week is looked up a week later, or two, so that the group stays usual.
    """
    if expression is None:
        return []
    today = at.astimezone(BANGKOK).date()
    days = [_usual_day(expression, today + timedelta(days=ahead)) for ahead in range(DAYS)]
    days.sort(key=lambda day: day.date.weekday())
    groups = (
        (spells, tuple(day.date.weekday() for day in same)) for spells, same in groupby(days, lambda day: day.spells)
    )
    return [DayGroup(weekdays, spells) for spells, weekdays in groups if spells]


def holiday_name(day: date, language: str) -> str | None:
    """What the day is called, in Thai or English; None on days when offices work."""
    if day not in government_holidays([day.year]):
        return None
    names = holidays.country_holidays(
        "TH", years=day.year, categories=(PUBLIC, GOVERNMENT), language="th" if language == "th" else "en_US"
    )
    return names.get(day)


def _usual_day(expression: str, day: date) -> Day:
    weeks = (_day(expression, day + timedelta(weeks=ahead)) for ahead in range(4))
    return next((found for found in weeks if not found.is_holiday), _day(expression, day))


@lru_cache(maxsize=8192)
def _day(expression: str, day: date) -> Day:
    is_holiday = day in government_holidays([day.year])
    return Day(day, tuple(_spells(expression, day)), is_holiday)


def _spells(expression: str, day: date) -> Iterator[Spell]:
    start = datetime.combine(day, time(), BANGKOK)
    midnight = start + timedelta(days=1)
    at = start
    while at < midnight:
        opening = opening_at(expression, at)
        end = min(opening.until or midnight, midnight)
        if opening.state != "closed":
            whole = at == start and end == midnight
            yield Spell(opening.state, None if whole else at.time(), None if whole else end.time())
        at = end
