"""What was said, as a week: whose hours go before whose, and what offices of the state do where nothing is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from geo.hours_text.day_groups import DayGroup
from geo.hours_text.said import WHOLE_DAY, Clause, Said
from geo.weekly_hours.week import CLOSED, Day, MonthlyDay, Span, WeeklyHours
from geo.words import N_, Sentence

_WORKDAYS = frozenset(range(5))
_WEEK = frozenset(range(7))
_UNKNOWN: Day = (replace(WHOLE_DAY, state="unknown"),)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where in the plain text a question arises."""

    start: int
    end: int
    sentence: Sentence


@dataclass(slots=True)
class _Week:
    days: dict[int, Day] = field(default_factory=dict)
    holidays: Day | None = None
    monthly: dict[tuple[int, tuple[int, ...]], Day] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    named: list[frozenset[int]] = field(default_factory=list)
    """The days of each clause so far."""


def week_of_clauses(said: Said) -> tuple[WeeklyHours | None, list[Doubt]]:
    """None when nothing is said about when the office is open or closed."""
    week = _Week()
    for clause in said.clauses:
        _add(week, clause, said)
    _add_closures(week, said)
    if not said.clauses and said.appointment is not None and not said.closures:
        always = (replace(WHOLE_DAY, state="by_appointment"),)
        return WeeklyHours(days=(always,) * 7, holidays=None), week.doubts
    if not said.clauses and not said.closures:
        return None, week.doubts
    holidays = _holidays(week, said)
    days = tuple(week.days.get(day, CLOSED) for day in range(7))
    monthly = tuple(
        MonthlyDay(weekday=day, ordinals=ordinals, spans=spans) for (day, ordinals), spans in week.monthly.items()
    )
    week.doubts += _doubts_of_times(said)
    return WeeklyHours(days=days, holidays=holidays, monthly=monthly), week.doubts


def _add(week: _Week, clause: Clause, said: Said) -> None:
    group = clause.days
    if group is None:
        days = _WEEK if clause.is_always else _WORKDAYS
        if not clause.is_always:
            sentence = Sentence(N_("No days are named: read as Monday to Friday."))
            week.doubts.append(Doubt(clause.start, clause.end, sentence))
    else:
        days = frozenset(group.days)
        if group.holiday is not None and _is_vague(group) and not days:
            days = frozenset({5, 6})
            sentence = Sentence(
                N_("'{text}' was read as Saturday, Sunday and government holidays."), {"text": group.holiday.text}
            )
            week.doubts.append(_doubt(group, sentence))
    spans = _spans_of(clause, said)
    if any(one.meets(other) for one, other in combinations(clause.spans, 2)):
        week.doubts.append(
            Doubt(clause.start, clause.end, Sentence(N_("Hours of the same days overlap: read as one.")))
        )
    if not spans and not clause.is_closed and group is not None:
        spans = _UNKNOWN
        if not (group.holiday is not None and not days):
            week.doubts.append(_doubt(group, Sentence(N_("No times are given for these days."))))
    _put(week, clause, days, spans)
    if group is not None:
        for weekday, ordinals in group.monthly:
            week.monthly[weekday, ordinals] = spans
        if group.holiday is not None:
            week.holidays = spans
    week.named.append(days)


def _spans_of(clause: Clause, said: Said) -> Day:
    weekly = WeeklyHours(days=(_in_order(clause.spans), *(CLOSED,) * 6), lunch=clause.lunch)
    appointed = clause.by_appointment or (said.appointment is not None and said.appointment.start < clause.start)
    return tuple(
        replace(span, state="by_appointment") if appointed else span for span in weekly.without_lunch().days[0]
    )


def _put(week: _Week, clause: Clause, days: frozenset[int], spans: Day) -> None:
    """The same days again are another shift; some of them again, other hours where they overlap."""
    for day in days:
        before = week.days.get(day)
        if not before or before == _UNKNOWN or not spans:
            week.days[day] = spans
            continue
        overlap = any(one.meets(other) for one in before for other in spans)
        week.days[day] = spans if overlap else tuple(sorted((*before, *spans)))
        if not overlap and days != week.named[-1]:
            sentence = Sentence(N_("Read as hours besides the others of that day."))
            week.doubts.append(Doubt(clause.start, clause.end, sentence))
            return
        if overlap and days == week.named[-1]:
            sentence = Sentence(N_("Two sets of hours for the same days: the second was taken."))
            week.doubts.append(Doubt(clause.start, clause.end, sentence))
            return


def _in_order(spans: Iterable[Span]) -> Day:
    """Overlapping spans become one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_min < joined[-1].end_min:
            joined[-1] = replace(joined[-1], end_min=max(joined[-1].end_min, span.end_min))
        else:
            joined.append(span)
    return tuple(joined)


def _add_closures(week: _Week, said: Said) -> None:
    if said.closures and not said.clauses:
        week.days = dict.fromkeys(range(7), _UNKNOWN)
        first = said.closures[0]
        week.doubts.append(
            _doubt(first, Sentence(N_("The text says when the office is closed, but not when it is open.")))
        )
    for group in said.closures:
        for day in group.days:
            week.days[day] = CLOSED
        for weekday, ordinals in group.monthly:
            week.monthly[weekday, ordinals] = CLOSED


def _holidays(week: _Week, said: Said) -> Day | None:
    """As said; else offices close, unless they are open every day."""
    closures = [group for group in said.closures if group.holiday is not None]
    if closures:
        week.doubts += (doubt for group in closures for doubt in _doubts_of_holidays(group, said))
        return CLOSED
    if said.holidays_worked is not None:
        return None
    if week.holidays is not None:
        return week.holidays
    groups = [clause.days for clause in said.clauses if clause.days is not None]
    if any(clause.is_always and (clause.days is None or len(clause.days.days) == 7) for clause in said.clauses):
        return None
    if any(group.everyday for group in groups):
        everyday = next(group for group in groups if group.everyday)
        week.doubts.append(_doubt(everyday, Sentence(N_("Holidays are not mentioned: read as open on them too."))))
        return None
    if groups and not any(group.knows_holidays for group in groups) and (any(week.days.values()) or week.monthly):
        sentence = Sentence(N_("Holidays are not mentioned: read as closed on them, as offices of the state are."))
        week.doubts.append(_doubt(groups[-1], sentence))
    return CLOSED


def _doubts_of_holidays(group: DayGroup, said: Said) -> Iterator[Doubt]:
    """Of old, 'วันหยุดราชการ' includes the weekly ones."""
    assert group.holiday is not None  # noqa: S101 - asked for these alone
    holiday = group.holiday
    everyday = any(clause.days is not None and clause.days.everyday for clause in said.clauses)
    if everyday and "ราชการ" in holiday.text and not group.days:
        sentence = Sentence(
            N_("'{text}' may mean Saturdays and Sundays too: read as government holidays alone."),
            {"text": holiday.text},
        )
        yield Doubt(holiday.start, holiday.end, sentence)
    elif _is_vague(group):
        sentence = Sentence(N_("'{text}' was read as government holidays."), {"text": holiday.text})
        yield Doubt(holiday.start, holiday.end, sentence)


def _doubts_of_times(said: Said) -> Iterator[Doubt]:
    for token, read in said.doubtful:
        opens = read.span.start_min == _minute_meant(token.clock.minute if token.clock else 0, read.span)
        minute = (read.span.start_min if opens else read.span.end_min) % (24 * 60)
        values = {"text": token.text, "time": f"{minute // 60:02}:{minute % 60:02}"}
        yield Doubt(token.start, token.end, Sentence(N_("'{text}' was read as {time}."), values))
    for _kind, token, span in said.assumed:
        values = {"text": token.text.strip(), "times": _clocks(span)}
        yield Doubt(token.start, token.end, Sentence(N_("'{text}' names no times: read as {times}."), values))
    if said.appointment is not None and len(said.clauses) > 1:
        token = said.appointment
        sentence = Sentence(N_("The appointment may be meant for all of the hours, or for some."))
        yield Doubt(token.start, token.end, sentence)


def _minute_meant(minute: int, span: Span) -> int:
    """The start, if the time is written as one of its two halves of the day."""
    return span.start_min if (span.start_min - minute) % (12 * 60) == 0 else span.end_min


def _clocks(span: Span) -> str:
    return "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (span.start_min, span.end_min))


def _is_vague(group: DayGroup) -> bool:
    return group.holiday is not None and group.holiday.text.removeprefix("ใน") == "วันหยุด"


def _doubt(group: DayGroup, sentence: Sentence) -> Doubt:
    return Doubt(group.start, group.end, sentence)
