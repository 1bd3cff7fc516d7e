"""The days on which offices of the Thai state are closed."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays
from holidays import GOVERNMENT, PUBLIC

OFFICES_OPEN = ("National Labor Day", "National Labour Day", "Children's Day", "National Children's Day")
"""Public holidays on which offices are open: Labour Day is the private sector's, Children's Day closes nothing."""


def government_holidays(years: Iterable[int]) -> frozenset[date]:
    """Office closures of the years, with substitution days: public holidays less `OFFICES_OPEN`, plus government's."""
    return frozenset().union(*(_closures(year) for year in years))


@cache
def _closures(year: int) -> frozenset[date]:
    calendar = holidays.country_holidays("TH", years=year, categories=(PUBLIC, GOVERNMENT), language="en_US")
    return frozenset(day for day in calendar if not all(_is_open(name) for name in calendar.get_list(day)))


def _is_open(name: str) -> bool:
    return any(name.startswith(opened) for opened in OFFICES_OPEN)
