"""What citizens will be told of some hours: in words and day by day, in Thai and in English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.dates import day_and_month, weekday
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import Day, days_ahead
from geo.hours_in_words.describe import describe_hours
from geo.hours_in_words.spells import spell_in_words
from geo.opening_hours import BANGKOK, Hours
from geo.words import N_, translate

DAYS = 14

LANGUAGES = ("th", "en")


@dataclass(frozen=True, slots=True)
class InBoth:
    """A text in Thai and in English; `same` where a reader needs only one of them."""

    th: str
    en: str

    @property
    def same(self) -> bool:
        return self.th == self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDay:
    iso: str
    day: InBoth
    hours: InBoth
    holiday: InBoth | None
    notes: tuple[InBoth, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`words` are the usual hours, a line each; no `days`: nobody knows. `warnings` are in the page's language.

    `problems`: why what was typed cannot be read yet; then there is nothing else.
    """

    expression: str | None
    words: tuple[InBoth, ...]
    days: tuple[PreviewDay, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def preview_of(
    hours: Hours,
    calendar: GovernmentCalendar,
    start: datetime,
    *,
    days: int = DAYS,
    warnings: Sequence[str] = (),
) -> Preview:
    """From the day of `start`."""
    words = (describe_hours(hours.expression, language, start, calendar) for language in LANGUAGES)
    return Preview(
        expression=hours.expression,
        words=tuple(InBoth(*lines) for lines in zip(*words, strict=True)),
        days=tuple(_day(day, calendar) for day in days_ahead(hours, start, calendar, days=days)),
        warnings=tuple(warnings),
    )


def _day(day: Day, calendar: GovernmentCalendar) -> PreviewDay:
    names = [calendar.name(day.date, language) for language in LANGUAGES]
    return PreviewDay(
        iso=day.date.isoformat(),
        day=_both(f"{weekday(day.date, language)} {day_and_month(day.date, language)}" for language in LANGUAGES),
        hours=_both(_hours(day, language) for language in LANGUAGES),
        holiday=InBoth(names[0], names[1]) if names[0] and names[1] else None,
        notes=tuple(InBoth(one.note("th") or "", one.note("en") or "") for one in day.exceptions if one.note("th")),
        is_closed=not day.spells,
    )


def _hours(day: Day, language: str) -> str:
    spells = ", ".join(spell_in_words(spell, language) for spell in day.spells)
    return spells or translate(N_("closed"), language)


def _both(texts: Iterable[str]) -> InBoth:
    th, en = texts
    return InBoth(th, en)


def start_of(at: datetime | None) -> datetime:
    """Today, or a later day."""
    now = datetime.now(BANGKOK)
    return now if at is None else max(now, at.astimezone(BANGKOK))
