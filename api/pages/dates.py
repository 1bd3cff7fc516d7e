"""Times for people, and how far ahead they are."""

from datetime import datetime, time, timedelta

from geo.dates_in_words import date_in_words as date_in_words  # noqa: PLC0414 - known from here
from geo.dates_in_words import day_and_month as day_and_month  # noqa: PLC0414
from geo.dates_in_words import weekday as weekday  # noqa: PLC0414
from geo.words import N_, translate


def clock_time(at: datetime | time) -> str:
    return f"{at:%H:%M}"


def moment(at: datetime, now: datetime, language: str, *, is_now: bool = True) -> str:
    """When something ahead happens, as short as it stays clear: the time, with weekday, with date.

    `is_now` False: `now` is another day than the reader's, whose tomorrow is another one too.
    """
    day, today = at.date(), now.date()
    if day == today:
        return clock_time(at)
    if day == today + timedelta(days=1) and is_now:
        return translate(N_("tomorrow {time}"), language, time=clock_time(at))
    if day < today + timedelta(days=7):
        return f"{weekday(day, language)} {clock_time(at)}"
    return day_and_time(at, language)


def day_and_time(at: datetime, language: str) -> str:
    """'จันทร์ที่ 23 พฤศจิกายน 2569 10:00' or 'Monday 23 November 2026 10:00'."""
    day = at.date()
    return translate(
        N_("{weekday} {date} {time}"),
        language,
        weekday=weekday(day, language),
        date=date_in_words(day, language),
        time=clock_time(at),
    )
