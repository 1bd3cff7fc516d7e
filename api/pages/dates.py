"""Days and times for people: Thai names and the Buddhist year in Thai."""

from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from geo.words import N_, translate

BUDDHIST_ERA = 543


def date_in_words(day: date, language: str) -> str:
    """'21 พฤศจิกายน 2569' or '21 November 2026'."""
    year = day.year + BUDDHIST_ERA if language == "th" else day.year
    return f"{format_date(day, 'd MMMM', locale=_locale(language))} {year}"


def day_and_month(day: date, language: str) -> str:
    """'21 พ.ย.' or '21 Nov', where the year goes without saying."""
    return format_date(day, "d MMM", locale=_locale(language))


def weekday(day: date, language: str) -> str:
    """'จันทร์' or 'Monday'. Thai says 'วันจันทร์' where it stands alone, but not before a time."""
    return format_date(day, "EEEE", locale=_locale(language)).removeprefix("วัน")


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


def _locale(language: str) -> str:
    return language if language in ("th", "en") else "en"
