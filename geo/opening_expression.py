"""An `opening_hours` expression on the calendar of the Thai state: its state at an instant, and its spells.

`opening-hours-py` knows the holidays of many countries, but not Thailand's, and cannot be given any. So on days that a
holiday touches, `PH` is read as the weekdays that are holidays there: on Tuesday 14 April, a holiday after a holiday,
as `Mo,Tu`. The day before counts, since hours may pass midnight. That is right wherever the syntax allows `PH`; dates
written out in its place are not: `Jun-Aug PH off` would need dates within months.

All instants here are on the clocks of Bangkok, without a zone: the library is twice as fast so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

import opening_hours
from opening_hours import OpeningHours

State = Literal["open", "closed", "by_appointment", "unknown"]

LONGEST_DAYS = 400
"""The longest time whose spells can be asked for."""

_FURTHEST_OFFSET_DAYS = 31
"""`PH +40 days` is no day: nobody means it, and it would need the holidays of further years."""

_DAY = timedelta(days=1)
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_HOLIDAY = re.compile(r'"[^"]*"|\b(?P<kind>PH|SH)\b(?: (?P<days>-?\d+) days?)?')
"""A comment, or a holiday as the library writes it: `PH`, `PH 1 days` for `PH +1 day`. Schools' are on no calendar."""


_LONG_AGO = "; 1900 Jan 1 00:00-00:01 off"
"""Behind a fallback (`Mo-Fr 09:00-12:00 || "call"`), which the library else takes for the state of all time to come."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in one state, from `start` up to `end`."""

    start: datetime
    end: datetime
    state: State


def is_expression(text: str) -> bool:
    return _rules(text) is not None


def state_of_expression(expression: str, at: datetime, holidays: frozenset[date]) -> State:
    """Unknown when the expression cannot be read. `holidays` must hold those of a month around `at`."""
    rules = _rules(expression)
    if rules is None:
        return "unknown"
    hours = rules.of_day(at.date(), holidays) if rules.offsets else rules.plain
    return _state(*hours.state(at))


def spells_of_expression(expression: str, start: datetime, end: datetime, holidays: frozenset[date]) -> Iterator[Spell]:
    """The spells from `start` to `end`, in order, without gaps; neighbours may be in the same state."""
    rules = _rules(expression)
    if rules is None:
        yield Spell(start, end, "unknown")
        return
    while start < end:
        hours = rules.of_day(start.date(), holidays)
        stop = min(end, rules.end_of_days_like(start.date(), holidays))
        for spell_start, spell_end, state, comment in hours.intervals(start, stop):
            yield Spell(spell_start, min(spell_end, stop), _state(state, comment))
        start = stop


def _state(state: opening_hours.State, comment: str) -> State:
    if state == opening_hours.State.CLOSED:
        return "closed"
    # OSM has no state of its own for this; its convention is a comment on open or unknown hours.
    if "appointment" in comment.lower() or "นัด" in comment:
        return "by_appointment"
    return "open" if state == opening_hours.State.OPEN else "unknown"


@dataclass(frozen=True, slots=True)
class _Rules:
    """An expression that can be read. `offsets`: 0 for each `PH`, 1 for `PH +1 day`; empty when it has neither."""

    plain: OpeningHours
    canonical: str
    offsets: frozenset[int]

    def of_day(self, day: date, holidays: frozenset[date]) -> OpeningHours:
        """What answers for instants of `day`: `plain`, in which `PH` is no day, unless a holiday touches the day."""
        meant = {
            offset: {near.weekday() for near in (day - _DAY, day) if near - timedelta(days=offset) in holidays}
            for offset in self.offsets
        }
        if not any(meant.values()):
            return self.plain
        irrelevant = _WEEKDAYS[(day + 2 * _DAY).weekday()]

        def weekdays(found: re.Match[str]) -> str:
            if found["kind"] is None:
                return found[0]
            days = meant.get(int(found["days"] or 0), ()) if found["kind"] == "PH" else ()
            return ",".join(_WEEKDAYS[one] for one in sorted(days)) or irrelevant

        return _parsed(_HOLIDAY.sub(weekdays, self.canonical))

    def end_of_days_like(self, day: date, holidays: frozenset[date]) -> datetime:
        """Midnight before the first later day for which `of_day` may give something else than for `day`."""
        touched = _touched_days(self.offsets, holidays)
        at = bisect_right(touched, day)
        if at and touched[at - 1] == day:
            return datetime.combine(day + _DAY, time())
        return datetime.combine(touched[at] if at < len(touched) else date.max, time())


@lru_cache(maxsize=64)
def _touched_days(offsets: frozenset[int], holidays: frozenset[date]) -> list[date]:
    """In order: each day meant by `PH`, and the day after it, into which its hours may reach."""
    return sorted({day + timedelta(days=offset + late) for day in holidays for offset in offsets for late in (0, 1)})


@lru_cache(maxsize=16_384)
def _rules(expression: str) -> _Rules | None:
    if not opening_hours.validate(expression):
        return None
    plain = _parsed(expression + _LONG_AGO if "||" in expression else expression)
    if "PH" not in expression:
        return _Rules(plain, expression, frozenset())
    canonical = str(plain)
    offsets = {int(found["days"] or 0) for found in _HOLIDAY.finditer(canonical) if found["kind"] == "PH"}
    return _Rules(plain, canonical, frozenset(days for days in offsets if abs(days) <= _FURTHEST_OFFSET_DAYS))


@lru_cache(maxsize=16_384)
def _parsed(expression: str) -> OpeningHours:
    return OpeningHours(expression, auto_country=False, auto_timezone=False, max_interval_days=LONGEST_DAYS)
