"""An `opening_hours` expression as a week of hours, or what in it is richer than such a week.

The few forms that a week can have are read by their signs; then both are evaluated and must agree minute by minute, so
that an editor never shows, and never saves, something else than what counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from opening_hours import OpeningHours

from geo.opening_expression import Spell, is_expression, spells_of_expression
from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.weekly_hours.week import (
    CLOSED,
    DAY_MIN,
    DatedHours,
    Day,
    InvalidWeek,
    MonthlyDay,
    Span,
    SpanState,
    WeeklyHours,
)
from geo.weekly_hours.write_weekly_hours import WEEKDAYS, write_week
from geo.words import N_, Sentence

_BREAK = Span(11 * 60, 14 * 60 + 30)
"""Within it a gap between two spans is a lunch break."""

_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIME = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(
    rf"(?P<days>24/7|(?:{_DAY}(?:-{_DAY})?|PH)(?:,(?:{_DAY}(?:-{_DAY})?|PH))*|{_DAY}\[-?\d(?:,-?\d)*\])?"
    rf" ?(?P<times>{_TIME}(?:,{_TIME})*)?"
    r' ?(?P<state>closed|unknown)?(?: ?"(?P<comment>[^"]*)")?'
)
_NEXT_RULE = re.compile(r'((?:"[^"]*"|[^";])*?)(; |, (?!$)|$)')

_SAMPLE_START, _SAMPLE_DAYS = date(2026, 1, 1), 400
_SAMPLE_HOLIDAYS = frozenset(_SAMPLE_START + timedelta(days=step) for step in (*range(2, 400, 13), 100, 101, 102))
"""Made up: every weekday is one in some week, and some come in rows."""


@dataclass(frozen=True, slots=True)
class WeeklyReading:
    """`weekly` None: the hours do not fit into a week, and `richer` says why."""

    weekly: WeeklyHours | None
    richer: Sentence | None = None


class _Richer(Exception):
    def __init__(self, message: str, **values: object) -> None:
        self.sentence = Sentence(message, values)
        super().__init__(message)


def read_weekly_hours(hours: Hours) -> WeeklyReading:
    """With its dated exceptions. Hours that nobody knows are no week."""
    if hours.expression is None:
        return WeeklyReading(None, Sentence(N_("The hours are not known.")))
    reading = read_week(hours.expression)
    if reading.weekly is None or not hours.exceptions:
        return reading
    try:
        exceptions = tuple(_dated(one) for one in hours.exceptions)
        return WeeklyReading(replace(reading.weekly, exceptions=exceptions))
    except _Richer as richer:
        return WeeklyReading(None, richer.sentence)
    except InvalidWeek as wrong:
        return WeeklyReading(None, wrong.sentence)


@lru_cache(maxsize=4096)
def read_week(expression: str) -> WeeklyReading:
    """The usual week alone, its lunch break found where all days share one."""
    if not is_expression(expression):
        words = N_("'{expression}' is not an opening_hours expression.")
        return WeeklyReading(None, Sentence(words, {"expression": expression}))
    try:
        weekly = _with_lunch(_weekly(str(OpeningHours(expression))))
        written = write_week(weekly)
        # What is written just so means the same; the others take some milliseconds to compare.
        if written != expression and _sample(written) != _sample(expression):
            raise _Richer(N_("'{rule}' counts in some weeks only, or takes other rules away."), rule=expression)
    except _Richer as richer:
        return WeeklyReading(None, richer.sentence)
    except InvalidWeek as wrong:
        return WeeklyReading(None, wrong.sentence)
    return WeeklyReading(weekly)


@dataclass(slots=True)
class _Slots:
    days: list[Day] = field(default_factory=lambda: [CLOSED] * 7)
    holidays: Day | None = None
    monthly: dict[tuple[int, tuple[int, ...]], Day] = field(default_factory=dict)


def _weekly(canonical: str) -> WeeklyHours:
    slots = _Slots()
    for rule, adds in _rules(canonical):
        _apply(slots, rule, adds=adds)
    monthly = (MonthlyDay(weekday=day, ordinals=those, spans=spans) for (day, those), spans in slots.monthly.items())
    return WeeklyHours(days=tuple(slots.days), holidays=slots.holidays, monthly=tuple(monthly))


def _rules(canonical: str) -> Iterator[tuple[str, bool]]:
    """Each rule, and whether it adds to those before it rather than going before them."""
    adds = False
    for found in _NEXT_RULE.finditer(canonical):
        if found[1]:
            yield found[1], adds
        adds = found[2] == ", "


def _apply(slots: _Slots, rule: str, *, adds: bool) -> None:
    found = _RULE.fullmatch(rule)
    if found is None:
        raise _Richer(N_("'{rule}' says more than a week can."), rule=rule)
    spans = _spans(found, rule)
    days = found["days"] or ""
    if "[" in days:
        weekday, _, ordinals = days.rstrip("]").partition("[")
        key = WEEKDAYS.index(weekday), tuple(int(one) for one in ordinals.split(","))
        slots.monthly[key] = _joined(slots.monthly.get(key, CLOSED), spans, adds=adds)
        return
    for name in ("PH",) if days == "PH" else _named(days):
        if name == "PH":
            slots.holidays = _joined(slots.holidays or CLOSED, spans, adds=adds)
        else:
            at = WEEKDAYS.index(name)
            slots.days[at] = _joined(slots.days[at], spans, adds=adds)


def _spans(found: re.Match[str], rule: str) -> Day:
    state, comment, times = found["state"], found["comment"] or "", found["times"]
    if state == "closed":
        if times or comment:
            raise _Richer(N_("'{rule}' says more than a week can."), rule=rule)
        return CLOSED
    by_appointment = "appointment" in comment.lower() or "นัด" in comment
    if comment and comment != "by appointment":
        # Its words would be lost on saving, though the hours were the same.
        raise _Richer(N_("'{rule}' has a note of its own."), rule=rule)
    kind: SpanState = "by_appointment" if by_appointment else "unknown" if state == "unknown" else "open"
    if not times:
        return (Span(0, DAY_MIN, kind),)
    return tuple(sorted(Span(*_minutes(one), kind) for one in times.split(",")))


def _minutes(times: str) -> tuple[int, int]:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in times.split("-"))
    return start, end if start < end else end + DAY_MIN


def _named(days: str) -> Iterator[str]:
    if days in ("", "24/7"):
        yield from WEEKDAYS
        return
    for part in days.split(","):
        first, _, last = part.partition("-")
        if first == "PH" or not last:
            yield first
        else:
            start, count = WEEKDAYS.index(first), (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7
            yield from (WEEKDAYS[(start + ahead) % 7] for ahead in range(count + 1))


def _joined(before: Day, spans: Day, *, adds: bool) -> Day:
    return tuple(sorted((*before, *spans))) if adds else spans


def _with_lunch(weekly: WeeklyHours) -> WeeklyHours:
    """The break that every day has which is open before and after midday; without one, the week as it is."""
    days = [spans for spans in (*weekly.days, *(one.spans for one in weekly.monthly), weekly.holidays or ()) if spans]
    gaps = {gap for spans in days for gap in _gaps(spans)}
    if len(gaps) != 1:
        return weekly
    (lunch,) = gaps
    if any(span.meets(lunch) for spans in days for span in spans):
        return weekly
    together = replace(
        weekly,
        days=tuple(_closed_up(spans, lunch) for spans in weekly.days),
        holidays=None if weekly.holidays is None else _closed_up(weekly.holidays, lunch),
        monthly=tuple(replace(one, spans=_closed_up(one.spans, lunch)) for one in weekly.monthly),
        lunch=lunch,
    )
    return together if together.without_lunch() == weekly else weekly


def _gaps(spans: Day) -> Iterator[Span]:
    for before, after in pairwise(spans):
        if before.state == after.state and before.end_min < after.start_min:
            gap = Span(before.end_min, after.start_min)
            if _BREAK.start_min <= gap.start_min and gap.end_min <= _BREAK.end_min:
                yield gap


def _closed_up(spans: Day, lunch: Span) -> Day:
    closed: list[Span] = []
    for span in spans:
        if closed and closed[-1].end_min == lunch.start_min and span.start_min == lunch.end_min:
            closed[-1] = replace(closed[-1], end_min=span.end_min)
        else:
            closed.append(span)
    return tuple(closed)


def _sample(expression: str) -> list[Spell]:
    start = datetime.combine(_SAMPLE_START, datetime.min.time())
    merged: list[Spell] = []
    for spell in spells_of_expression(expression, start, start + timedelta(days=_SAMPLE_DAYS), _SAMPLE_HOLIDAYS):
        if merged and merged[-1].state == spell.state:
            merged[-1] = Spell(merged[-1].start, spell.end, spell.state)
        else:
            merged.append(spell)
    return merged


def _dated(spell: TemporarySpell) -> DatedHours:
    first, until = spell.since.astimezone(BANGKOK), spell.until and spell.until.astimezone(BANGKOK)
    if any(at is not None and (at.hour or at.minute or at.second) for at in (first, until)):
        raise _Richer(N_("An exception begins or ends within a day."))
    hours = None
    if spell.expression not in ("off", "closed"):
        reading = read_week(spell.expression)
        if reading.weekly is None:
            raise _Richer(N_("The hours of an exception say more than a week can."))
        hours = reading.weekly
    last = None if until is None else until.date() - timedelta(days=1)
    return DatedHours(first=first.date(), last=last, hours=hours, note_th=spell.note_th, note_en=spell.note_en)
