"""A week of opening hours as an office thinks of it: what an editor shows and a reader of texts fills in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from geo.errors import InvalidQuery
from geo.words import N_

SpanState = Literal["open", "by_appointment", "unknown"]

DAY_MIN = 24 * 60


class InvalidWeek(InvalidQuery):
    """Hours that no office can keep."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes from midnight; an end past `DAY_MIN` lies in the next day. `unknown`: nobody said when on that day."""

    start_min: int
    end_min: int
    state: SpanState = "open"

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < DAY_MIN or not self.start_min < self.end_min <= self.start_min + DAY_MIN:
            raise InvalidWeek(N_("Opening must come before closing, and within a day."), field="hours")

    @property
    def is_whole_day(self) -> bool:
        return self.start_min == 0 and self.end_min == DAY_MIN

    def holds(self, other: "Span") -> bool:
        """Whether the other begins and ends strictly within it."""
        return self.start_min < other.start_min and other.end_min < self.end_min

    def meets(self, other: "Span") -> bool:
        return self.start_min < other.end_min and other.start_min < self.end_min


Day = tuple[Span, ...]
"""In order, apart from each other; empty: closed."""

CLOSED: Day = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyDay:
    """A weekday (Monday 0) that is different in some weeks of the month: 1 to 5, or -1 for the last."""

    weekday: int
    ordinals: tuple[int, ...]
    spans: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedHours:
    """From the first day to the last (None: until further notice) other hours; `hours` None: closed.

    The notes say why, or where the office has moved.
    """

    first: date
    last: date | None
    hours: "WeeklyHours | None" = None
    note_th: str | None = None
    note_en: str | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidWeek(N_("The last day lies before the first."), field="last")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """`days` are seven, from Monday. `holidays`: the hours of government holidays; None: they are days like any other.

    `lunch` is cut out of every span that reaches beyond it on both sides, so that it is written once.
    """

    days: tuple[Day, ...]
    holidays: Day | None = CLOSED
    lunch: Span | None = None
    monthly: tuple[MonthlyDay, ...] = ()
    exceptions: tuple[DatedHours, ...] = ()

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("a week has seven days")
        for spans in (*self.days, self.holidays or (), *(day.spans for day in self.monthly)):
            if any(earlier.end_min > later.start_min for earlier, later in pairwise(spans)):
                raise InvalidWeek(N_("The hours of a day overlap, or are not in order."), field="hours")
        if any(one.hours is not None and one.hours.exceptions for one in self.exceptions):
            raise InvalidWeek(N_("Hours for a time have no exceptions of their own."), field="exceptions")
        for earlier, later in pairwise(self.exceptions):
            if earlier.last is None or later.first <= earlier.last:
                raise InvalidWeek(N_("Two exceptions fall on the same day, or are not in order."), field="exceptions")

    def opened(self, spans: Day) -> Day:
        """The spans with the lunch break cut out."""
        return tuple(_cut(spans, self.lunch)) if self.lunch else spans

    def without_lunch(self) -> "WeeklyHours":
        """The same week, each break an end and a beginning."""
        return replace(
            self,
            days=tuple(self.opened(spans) for spans in self.days),
            holidays=None if self.holidays is None else self.opened(self.holidays),
            monthly=tuple(replace(day, spans=self.opened(day.spans)) for day in self.monthly),
            lunch=None,
        )


def _cut(spans: Day, lunch: Span) -> Iterable[Span]:
    for span in spans:
        if span.holds(lunch):
            yield replace(span, end_min=lunch.start_min)
            yield replace(span, start_min=lunch.end_min)
        else:
            yield span
