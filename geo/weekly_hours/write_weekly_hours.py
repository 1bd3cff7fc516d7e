"""A week of hours as an `opening_hours` expression, and its dated exceptions as the rows that go before it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.weekly_hours.week import DAY_MIN, DatedHours, Day, Span, SpanState, WeeklyHours

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_ENDINGS: dict[SpanState, str] = {"open": "", "by_appointment": ' "by appointment"', "unknown": " unknown"}


def write_weekly_hours(weekly: WeeklyHours) -> Hours:
    return Hours(write_week(weekly), tuple(_temporary(one) for one in weekly.exceptions))


def write_week(weekly: WeeklyHours) -> str:
    """The expression of the usual week, without dated exceptions."""
    plain = weekly.without_lunch()
    # A rule behind `;` would take away what the evening before leaves of the night; one behind a comma adds to it.
    joint = ", " if any(span.end_min > DAY_MIN for spans in plain.days for span in spans) else "; "
    week = joint.join(_days_rules(plain.days))
    rules = [week] if week else []
    rules += (_rules(_monthly(day.weekday, day.ordinals), day.spans) for day in plain.monthly)
    if plain.holidays is not None and (rules or plain.holidays):
        rules.append(_rules("PH", plain.holidays))
    expression = "; ".join(rules)
    return {"": "off", "Mo-Su 00:00-24:00": "24/7", "off; PH off": "off"}.get(expression, expression)


def _days_rules(days: tuple[Day, ...]) -> Iterator[str]:
    """A rule for each group of days with the same hours, in the order of their first days."""
    for spans in dict.fromkeys(days):
        if spans:
            yield _rules(_weekdays([day for day, found in enumerate(days) if found == spans]), spans)


def _rules(days: str, spans: Day) -> str:
    """`Mo-Fr 08:30-12:00, Mo-Fr 13:00-16:30 "by appointment"`: a rule for each state, the later ones added."""
    states = dict.fromkeys(span.state for span in spans)
    if not states:
        return f"{days} off"
    return ", ".join(
        f"{days} {','.join(_span(span) for span in spans if span.state == state)}{_ENDINGS[state]}" for state in states
    )


def _span(span: Span) -> str:
    end = span.end_min if span.end_min <= DAY_MIN else span.end_min - DAY_MIN
    return f"{_clock(span.start_min)}-{_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _weekdays(days: Iterable[int]) -> str:
    """`Mo-Fr`, `Mo,Tu`, `Mo-We,Sa`: three in a row and more are a range."""
    runs = (
        [WEEKDAYS[day] for _place, day in run] for _step, run in groupby(enumerate(days), lambda one: one[1] - one[0])
    )
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in runs)


def _monthly(weekday: int, ordinals: tuple[int, ...]) -> str:
    return f"{WEEKDAYS[weekday]}[{','.join(map(str, ordinals))}]"


def _temporary(one: DatedHours) -> TemporarySpell:
    return TemporarySpell(
        since=_midnight(one.first),
        until=None if one.last is None else _midnight(one.last + timedelta(days=1)),
        expression="off" if one.hours is None else write_week(one.hours),
        note_th=one.note_th,
        note_en=one.note_en,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)
