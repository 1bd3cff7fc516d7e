"""A week as an editor has it: of each day one thing, with its times; and what of a week no such editor can show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from geo.weekly_hours.week import CLOSED, DAY_MIN, Day, InvalidWeek, MonthlyDay, Span, SpanState, WeeklyHours
from geo.words import N_, Sentence

DayKind = Literal["open", "all_day", "by_appointment", "unknown", "closed", "usual"]

DAY_SLUGS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOLIDAYS = "ph"

MOST_SPANS = 6
EVERY_WEEK = frozenset({1, 2, 3, 4, 5})

_STATES: Mapping[DayKind, SpanState] = {"open": "open", "by_appointment": "by_appointment"}


class BeyondEditor(Exception):
    """Hours that a day of one kind each cannot say."""

    def __init__(self, message: str) -> None:
        self.sentence = Sentence(message)
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedDay:
    """`spans` count for `open` and `by_appointment` only, where none is the whole day.

    `weeks`: the weeks of the month it is so (1 to 5, -1 the last), closed in the others; empty: in all.
    `usual` is for holidays alone: they are days like any other.
    """

    kind: DayKind = "closed"
    spans: tuple[Span, ...] = ()
    weeks: tuple[int, ...] = ()

    @property
    def is_timed(self) -> bool:
        return self.kind in _STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedWeek:
    """`days` are seven, from Monday."""

    days: tuple[EditedDay, ...] = (EditedDay(),) * 7
    holidays: EditedDay = field(default_factory=EditedDay)


def weekly_of(edited: EditedWeek) -> WeeklyHours:
    """Raises: InvalidWeek, its field the slug of a day."""
    days: list[Day] = []
    monthly: list[MonthlyDay] = []
    for weekday, (slug, day) in enumerate(zip(DAY_SLUGS, edited.days, strict=True)):
        spans = spans_of(day, slug)
        if spans and day.weeks and not set(day.weeks) >= EVERY_WEEK:
            days.append(CLOSED)
            monthly.append(MonthlyDay(weekday=weekday, ordinals=_in_order(day.weeks), spans=spans))
        else:
            days.append(spans)
    holidays = None if edited.holidays.kind == "usual" else spans_of(edited.holidays, HOLIDAYS)
    if holidays is None and not any(days) and not monthly:
        holidays = CLOSED
    return WeeklyHours(days=tuple(days), holidays=holidays, monthly=tuple(monthly))


def spans_of(day: EditedDay, slug: str) -> Day:
    """In order, those that touch as one. Raises: InvalidWeek."""
    if day.kind == "all_day":
        return (Span(0, DAY_MIN),)
    if day.kind == "unknown":
        return (Span(0, DAY_MIN, "unknown"),)
    state = _STATES.get(day.kind)
    if state is None:
        return CLOSED
    if not day.spans:
        if state == "by_appointment":
            return (Span(0, DAY_MIN, state),)
        raise InvalidWeek(N_("Please say from when to when, or choose something else for this day."), field=slug)
    spans = sorted(replace(span, state=state) for span in day.spans)
    if any(later.start_min < earlier.end_min for earlier, later in pairwise(spans)):
        raise InvalidWeek(N_("Two times of this day overlap."), field=slug)
    return _joined(spans)


def edited_week(weekly: WeeklyHours) -> EditedWeek:
    """The usual week, without dated exceptions. Raises: BeyondEditor."""
    plain = weekly.without_lunch()
    days = [_day(spans) for spans in plain.days]
    for one in plain.monthly:
        if plain.days[one.weekday] or days[one.weekday].weeks or not one.spans:
            raise BeyondEditor(N_("In some weeks of the month a day has other hours than in the rest."))
        days[one.weekday] = replace(_day(one.spans), weeks=_in_order(one.ordinals))
    nothing = not any(plain.days) and not plain.monthly and not plain.holidays
    usual = plain.holidays is None and not nothing
    return EditedWeek(days=tuple(days), holidays=EditedDay(kind="usual") if usual else _day(plain.holidays or CLOSED))


def _day(spans: Day) -> EditedDay:
    states = {span.state for span in spans}
    if not states:
        return EditedDay()
    spans = _joined(spans)
    if len(states) > 1:
        raise BeyondEditor(N_("On one day there are hours of two kinds, such as open and by appointment."))
    [state] = states
    whole = spans[0].is_whole_day
    if state == "unknown":
        if not whole:
            raise BeyondEditor(N_("Of some times of a day it is not known whether it is open."))
        return EditedDay(kind="unknown")
    if whole:
        return EditedDay(kind="all_day" if state == "open" else "by_appointment")
    if len(spans) > MOST_SPANS or any(span.end_min - span.start_min == DAY_MIN for span in spans):
        raise BeyondEditor(N_("A day has more times than fit here."))
    return EditedDay(kind="open" if state == "open" else "by_appointment", spans=tuple(map(_plain, spans)))


def _joined(spans: Sequence[Span]) -> Day:
    """Those that touch as one."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        touches = before is not None and (before.end_min, before.state) == (span.start_min, span.state)
        if before is not None and touches and span.end_min - before.start_min <= DAY_MIN:
            joined[-1] = replace(before, end_min=span.end_min)
        else:
            joined.append(span)
    return tuple(joined)


def _plain(span: Span) -> Span:
    return Span(span.start_min, span.end_min)


def _in_order(weeks: tuple[int, ...]) -> tuple[int, ...]:
    """From the first to the fifth, then the last."""
    return tuple(sorted(set(weeks), key=lambda week: week if week > 0 else 6))
