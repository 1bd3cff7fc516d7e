"""Opening hours day by day: the days ahead with their holidays and exceptions, and the usual week behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.opening_hours import BANGKOK, Hours, State, TemporarySpell, spells_between


@dataclass(frozen=True, slots=True)
class Spell:
    """A part of a day in one state that is not "closed"; both ends None: the whole day."""

    state: State
    start: time | None
    end: time | None


@dataclass(frozen=True, slots=True)
class Day:
    """No spells: closed all day. `is_holiday`: offices of the state are closed unless their hours say otherwise.

    `exceptions` are those in force at any time of the day, in order.
    """

    date: date
    spells: tuple[Spell, ...]
    is_holiday: bool
    exceptions: tuple[TemporarySpell, ...] = ()

    @property
    def is_known(self) -> bool:
        return any(spell.state != "unknown" for spell in self.spells) or not self.spells


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days of the week, Monday 0, that have the same hours: `Mo-Fr` is (0, 1, 2, 3, 4)."""

    weekdays: tuple[int, ...]
    spells: tuple[Spell, ...]


def days_ahead(hours: Hours, at: datetime, calendar: GovernmentCalendar = COMPUTED, *, days: int = 7) -> list[Day]:
    """So many days, the one of `at` first; empty when nothing is known about any of them."""
    today = at.astimezone(BANGKOK).date()
    found = [day_of(hours, today + timedelta(days=ahead), calendar) for ahead in range(days)]
    return found if any(day.is_known or day.exceptions for day in found) else []


def usual_hours(hours: Hours, at: datetime, calendar: GovernmentCalendar = COMPUTED) -> list[DayGroup]:
    """The week from Monday without exceptions, neighbours with the same hours together, closed days left out.

    A weekday that is a holiday in the coming week is looked up a week later, or two, so that the group stays usual.
    Empty when nobody knows.
    """
    usual = Hours(hours.expression)
    today = at.astimezone(BANGKOK).date()
    days = [_usual_day(usual, today + timedelta(days=ahead), calendar) for ahead in range(7)]
    if not any(day.is_known for day in days):
        return []
    days.sort(key=lambda day: day.date.weekday())
    groups = (
        (spells, tuple(day.date.weekday() for day in same)) for spells, same in groupby(days, lambda day: day.spells)
    )
    return [DayGroup(weekdays, spells) for spells, weekdays in groups if spells]


def _usual_day(hours: Hours, day: date, calendar: GovernmentCalendar) -> Day:
    weeks = (day_of(hours, day + timedelta(weeks=ahead), calendar) for ahead in range(4))
    return next((found for found in weeks if not found.is_holiday), day_of(hours, day, calendar))


@lru_cache(maxsize=8192)
def day_of(hours: Hours, day: date, calendar: GovernmentCalendar) -> Day:
    """One day, whole."""
    start = datetime.combine(day, time(), BANGKOK)
    return Day(
        day,
        tuple(_spells(hours, start, calendar)),
        calendar.is_holiday(day),
        hours.exceptions_between(start, start + timedelta(days=1)),
    )


def _spells(hours: Hours, start: datetime, calendar: GovernmentCalendar) -> Iterator[Spell]:
    midnight = start + timedelta(days=1)
    for spell in spells_between(hours, start, midnight, calendar):
        if spell.state != "closed":
            whole = spell.end - spell.start == midnight - start
            yield Spell(spell.state, None if whole else spell.start.time(), None if whole else spell.end.time())
