"""Opening hours in plain words: 'จันทร์–ศุกร์ 08:30–16:30 พักเที่ยง 12:00–13:00', 'ปิดวันหยุดราชการ'."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from geo.dates_in_words import date_in_words, weekday_name
from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.hours_in_words.days import usual_hours
from geo.hours_in_words.spells import spell_in_words
from geo.opening_hours import STATE_NAMES, Hours
from geo.weekly_hours.read_weekly_hours import read_week
from geo.weekly_hours.week import DAY_MIN, DatedHours, Day, MonthlyDay, Span, WeeklyHours
from geo.words import N_, translate

_ORDINALS_EN = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}


def describe_hours(
    expression: str | None, language: str, at: datetime, calendar: GovernmentCalendar = COMPUTED
) -> list[str]:
    """A line for each group of days and one for holidays; empty when the hours are not known.

    An expression richer than a week is told by the usual week around `at`, with a hint that there is more to it.
    """
    if expression is None:
        return []
    weekly = read_week(expression).weekly
    if weekly is not None:
        return describe_weekly(weekly, language)
    lines = [
        _line(group.weekdays, ", ".join(spell_in_words(spell, language) for spell in group.spells), language)
        for group in usual_hours(Hours(expression), at, calendar)
    ]
    return [*lines, translate(N_("some days may differ"), language)] if lines else []


def describe_weekly(weekly: WeeklyHours, language: str) -> list[str]:
    """The same of a week, with its dated exceptions."""
    if weekly == _ALWAYS:
        lines = [translate(N_("Every day {hours}"), language, hours=translate(N_("around the clock"), language))]
    else:
        lines = [*_day_lines(weekly, language), *_holiday_lines(weekly, language)]
    lines += (_dated(one, language) for one in weekly.exceptions)
    return lines or [translate(STATE_NAMES["closed"], language)]


_WHOLE = (Span(0, DAY_MIN),)
_ALWAYS = WeeklyHours(days=(_WHOLE,) * 7, holidays=None)


def _day_lines(weekly: WeeklyHours, language: str) -> Iterator[str]:
    for spans in dict.fromkeys(weekly.days):
        if spans:
            days = [day for day, found in enumerate(weekly.days) if found == spans]
            yield _line(days, _hours(spans, weekly.lunch, language), language)
    for one in weekly.monthly:
        hours = _hours(one.spans, weekly.lunch, language) or translate(N_("closed"), language)
        yield f"{_monthly(one, language)} {hours}"
    closed = [day for day, spans in enumerate(weekly.days) if not spans]
    # Beside days of which nothing is known, closed days do not go without saying.
    if closed and any(span.state == "unknown" for spans in weekly.days for span in spans):
        yield translate(N_("closed on {days}"), language, days=_days(closed, language))


def _holiday_lines(weekly: WeeklyHours, language: str) -> Iterator[str]:
    if weekly.holidays:
        hours = _hours(weekly.holidays, weekly.lunch, language)
        yield translate(N_("government holidays {hours}"), language, hours=hours)
    elif weekly.holidays is None and any(weekly.days):
        yield translate(N_("open on government holidays too"), language)
    elif any(weekly.days):
        yield translate(N_("closed on government holidays"), language)


def _line(weekdays: Iterable[int], hours: str, language: str) -> str:
    days = list(weekdays)
    if len(days) == 7:
        return translate(N_("Every day {hours}"), language, hours=hours)
    return f"{_days(days, language)} {hours}"


def _days(days: list[int], language: str) -> str:
    """'จันทร์–ศุกร์', 'จันทร์, พุธ, ศุกร์'."""
    runs = ([day for _place, day in run] for _step, run in groupby(enumerate(days), lambda one: one[1] - one[0]))
    names = ([weekday_name(day, language) for day in run] for run in runs)
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in names)


def _hours(spans: Day, lunch: Span | None, language: str) -> str:
    hours = ", ".join(_span(span, language) for span in spans)
    if lunch is None or not any(span.holds(lunch) for span in spans):
        return hours
    return translate(N_("{hours}, lunch break {lunch}"), language, hours=hours, lunch=_clocks(lunch))


def _span(span: Span, language: str) -> str:
    if span.is_whole_day and span.state == "unknown":
        return translate(STATE_NAMES["unknown"], language)
    hours = translate(N_("all day"), language) if span.is_whole_day else _clocks(span)
    return hours if span.state == "open" else f"{hours} ({translate(STATE_NAMES[span.state], language).lower()})"


def _clocks(span: Span) -> str:
    end = span.end_min if span.end_min <= DAY_MIN else span.end_min - DAY_MIN
    return f"{span.start_min // 60:02}:{span.start_min % 60:02}–{end // 60:02}:{end % 60:02}"


def _monthly(one: MonthlyDay, language: str) -> str:
    weekday = weekday_name(one.weekday, language)
    if one.ordinals == (-1,):
        return translate(N_("last {weekday} of the month"), language, weekday=weekday)
    numbers = [str(number) if language == "th" else _ORDINALS_EN[number] for number in one.ordinals]
    which = numbers[0]
    if len(numbers) > 1:
        which = translate(N_("{first} and {last}"), language, first=", ".join(numbers[:-1]), last=numbers[-1])
    return translate(N_("{which} {weekday} of the month"), language, which=which, weekday=weekday)


def _dated(one: DatedHours, language: str) -> str:
    first = date_in_words(one.first, language)
    if one.last is None:
        days = translate(N_("from {day} until further notice"), language, day=first)
    elif one.last == one.first:
        days = first
    else:
        days = f"{first} – {date_in_words(one.last, language)}"
    hours = translate(N_("closed"), language) if one.hours is None else ", ".join(describe_weekly(one.hours, language))
    note = (one.note_th or one.note_en) if language == "th" else (one.note_en or one.note_th)
    return f"{days}: {hours} ({note})" if note else f"{days}: {hours}"
