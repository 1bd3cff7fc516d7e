"""Days for people: Thai names and the Buddhist year in Thai."""

from datetime import date
from functools import cache

from babel import localedata
from babel.dates import format_date

from geo.calendar_dates import BUDDHIST_ERA


def date_in_words(day: date, language: str) -> str:
    """'21 พฤศจิกายน 2569' or '21 November 2026'."""
    year = day.year + BUDDHIST_ERA if language == "th" else day.year
    return f"{format_date(day, 'd MMMM', locale=babel_locale(language))} {year}"


def day_and_month(day: date, language: str) -> str:
    """'21 พ.ย.' or '21 Nov', where the year goes without saying."""
    return format_date(day, "d MMM", locale=babel_locale(language))


def weekday(day: date, language: str) -> str:
    """'จันทร์' or 'Monday'. Thai says 'วันจันทร์' where it stands alone, but not before a time."""
    return weekday_name(day.weekday(), language)


@cache
def weekday_name(number: int, language: str) -> str:
    """The same by its number: Monday is 0."""
    any_week = date(1970, 1, 5 + number)  # 5 January 1970 was a Monday
    return format_date(any_week, "EEEE", locale=babel_locale(language)).removeprefix("วัน")


def babel_locale(language: str) -> str:
    """The language itself where its ways with dates are known, else English."""
    return language if localedata.exists(language) else "en"
