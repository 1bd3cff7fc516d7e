"""What a text says about some days: their hours, breaks, closures; and the times that its words stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from geo.hours_text.day_groups import DayGroup
from geo.hours_text.scan import Token
from geo.hours_text.spans import ReadSpan
from geo.weekly_hours.week import DAY_MIN, Span

OFFICE_HOURS = Span(8 * 60 + 30, 16 * 60 + 30)
"""The Prime Minister's Office's regulation on working hours and holidays (1959): 08:30 to 16:30, noon to one off."""
MORNING, AFTERNOON = Span(8 * 60 + 30, 12 * 60), Span(13 * 60, 16 * 60 + 30)
LUNCH = Span(12 * 60, 13 * 60)
WHOLE_DAY = Span(0, DAY_MIN)

Assumption = Literal["office_hours", "half_day", "lunch"]


@dataclass(slots=True)
class Clause:
    """`days` None: none were named. No spans, and not closed: nobody said when."""

    start: int
    end: int
    days: DayGroup | None = None
    spans: list[Span] = field(default_factory=list)
    is_closed: bool = False
    is_always: bool = False
    by_appointment: bool = False
    lunch: Span | None = None
    times_first: bool = False
    """Its days, if any, stood behind its times."""


@dataclass(slots=True)
class Said:
    """All that a stretch of text says. `assumed`: times that its words stand for, without naming them."""

    clauses: list[Clause] = field(default_factory=list)
    closures: list[DayGroup] = field(default_factory=list)
    holidays_worked: Token | None = None
    appointment: Token | None = None
    """For all that is said."""
    leftovers: list[Token] = field(default_factory=list)
    doubtful: list[tuple[Token, ReadSpan]] = field(default_factory=list)
    assumed: list[tuple[Assumption, Token, Span]] = field(default_factory=list)
    dangling: DayGroup | None = None
    """Days at the end, for which nothing was said."""


def take_break(clauses: Iterable[Clause], span: Span) -> bool:
    """For all clauses that have none yet. False: it breaks none of their hours, nor lies between two shifts."""
    counts = False
    for clause in clauses:
        if clause.lunch is None and any(open_.holds(span) for open_ in clause.spans):
            clause.lunch = span
            counts = True
        ends, starts = {open_.end_min for open_ in clause.spans}, {open_.start_min for open_ in clause.spans}
        counts |= span.start_min in ends and span.end_min in starts
    return counts
