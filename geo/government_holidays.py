"""The days on which offices of the Thai state are closed: computed, and corrected by administrators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Self

import holidays
from holidays import GOVERNMENT, PUBLIC

from geo.words import Name

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years whose closures are computed with confidence; lists of other years are refused."""

OFFICES_OPEN = ("National Labor Day", "National Labour Day", "Children's Day", "National Children's Day")
"""Public holidays on which offices are open: Labour Day is the private sector's, Children's Day closes nothing."""


Correction = tuple[date, bool, str, str | None]
"""What an administrator decided: the day, whether offices are closed, its name in Thai and in English."""


@dataclass(frozen=True, slots=True)
class HolidayName:
    """What an administrator calls a day that was added."""

    day: date
    name_th: str
    name_en: str | None

    @property
    def name(self) -> Name:
        return Name(self.name_th, self.name_en)


@dataclass(frozen=True, slots=True)
class GovernmentCalendar:
    """Office closures: the computed ones, less `working`, plus `closed` (administrators' corrections)."""

    closed: frozenset[date]
    working: frozenset[date]
    names: frozenset[HolidayName] = frozenset()
    """At most one for each day of `closed`."""

    @classmethod
    def corrected(cls, corrections: Iterable[Correction]) -> Self:
        """The computed calendar with these corrections, one for each day."""
        rows = list(corrections)
        return cls(
            closed=frozenset(day for day, closed, _th, _en in rows if closed),
            working=frozenset(day for day, closed, _th, _en in rows if not closed),
            names=frozenset(HolidayName(day, th, en) for day, closed, th, en in rows if closed),
        )

    def holidays(self, years: Iterable[int]) -> frozenset[date]:
        """Days without work in these years, with substitution days."""
        return _holidays(self, tuple(years))

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays((day.year,))

    def name(self, day: date, language: str) -> str | None:
        """What the day is called, in Thai or English; None on days when offices work."""
        if not self.is_holiday(day):
            return None
        given = next((given.name for given in self.names if given.day == day), None) or computed_name(day)
        return given.render(language) if given else None


COMPUTED = GovernmentCalendar(frozenset(), frozenset())
"""The calendar as it is computed, without any administrator's correction."""


def computed_name(day: date) -> Name | None:
    """The name in the computed calendar; None on its working days."""
    return _closures(day.year).get(day)


@lru_cache(maxsize=256)
def _holidays(calendar: GovernmentCalendar, years: tuple[int, ...]) -> frozenset[date]:
    computed = frozenset().union(*(_closures(year) for year in years))
    return (computed - calendar.working) | frozenset(day for day in calendar.closed if day.year in years)


@cache
def _closures(year: int) -> Mapping[date, Name]:
    """Several holidays may fall on one day; the library lists them in the same order in every language."""
    thai, english = _listed(year, "th"), _listed(year, "en_US")
    closures = {}
    for day, names_en in english.items():
        named = [(th, en) for th, en in zip(thai[day], names_en, strict=True) if not en.startswith(OFFICES_OPEN)]
        if named:
            closures[day] = Name("; ".join(th for th, _en in named), "; ".join(en for _th, en in named))
    return closures


def _listed(year: int, language: str) -> dict[date, list[str]]:
    calendar = holidays.country_holidays("TH", years=year, categories=(PUBLIC, GOVERNMENT), language=language)
    return {day: calendar.get_list(day) for day in calendar}
