"""What is out of the ordinary ahead: the holidays after the coming week, and temporary hours."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta

from api.pages.dates import date_in_words, day_and_time, weekday
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import day_of
from geo.hours_in_words.spells import spell_in_words
from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.words import N_, translate

LOOKED_AHEAD = timedelta(days=90)
MOST_HOLIDAYS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRow:
    """`hours` empty: closed."""

    day: str
    name: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`reason` is what the office says, `when` from when to when, `hours` what holds then."""

    reason: str
    when: str
    hours: str


def coming_holidays(hours: Hours, now: datetime, calendar: GovernmentCalendar, language: str) -> tuple[HolidayRow, ...]:
    """The next ones after the week that a page shows in full, with what this office does; empty when nobody knows."""
    first = now.astimezone(BANGKOK).date() + timedelta(days=7)
    last = first + LOOKED_AHEAD
    days = sorted(day for day in calendar.holidays((first.year, last.year)) if first <= day <= last)
    rows = (_holiday(hours, day, calendar, language) for day in days[:MOST_HOLIDAYS])
    return tuple(row for row in rows if row)


def notices(hours: Hours, now: datetime, language: str) -> tuple[Notice, ...]:
    """Temporary hours that hold now or begin within the time that is looked ahead."""
    return tuple(_notice(one, now, language) for one in hours.exceptions_between(now, now + LOOKED_AHEAD))


def _holiday(hours: Hours, day: date, calendar: GovernmentCalendar, language: str) -> HolidayRow | None:
    found = day_of(hours, day, calendar)
    if not found.is_known:
        return None
    return HolidayRow(
        day=f"{weekday(day, language)} {date_in_words(day, language)}",
        name=calendar.name(day, language) or "",
        hours=", ".join(spell_in_words(spell, language) for spell in found.spells),
    )


def _notice(spell: TemporarySpell, now: datetime, language: str) -> Notice:
    closed = spell.expression.strip().lower() in ("off", "closed")
    return Notice(
        reason=spell.note(language) or translate(N_("Temporary hours"), language),
        when=_when(spell, now, language),
        hours=translate(N_("Closed"), language) if closed else "",
    )


def _when(spell: TemporarySpell, now: datetime, language: str) -> str:
    begun = spell.since <= now
    if spell.until is None or spell.until.year == MAXYEAR:
        if begun:
            return translate(N_("until further notice"), language)
        return translate(N_("from {start} until further notice"), language, start=_start(spell.since, language))
    end = _end(spell.until, language)
    if begun:
        return translate(N_("until {time}"), language, time=end)
    return translate(N_("from {start} until {end}"), language, start=_start(spell.since, language), end=end)


def _start(at: datetime, language: str) -> str:
    at = at.astimezone(BANGKOK)
    return date_in_words(at.date(), language) if at.time() == time() else day_and_time(at, language)


def _end(at: datetime, language: str) -> str:
    """The last day, where it ends with one: people do not say "until midnight of the day after"."""
    at = at.astimezone(BANGKOK)
    if at.time() == time():
        return date_in_words(at.date() - timedelta(days=1), language)
    return day_and_time(at, language)
