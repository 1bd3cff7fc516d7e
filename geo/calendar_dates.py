"""Dates and years as people in Thailand type them: ISO or day/month/year, of either era, with either digits."""

import re
from datetime import date

from geo.errors import InvalidQuery
from geo.government_holidays import FIRST_YEAR, LAST_YEAR
from geo.words import N_

BUDDHIST_ERA = 543

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")


def parse_date(text: str, field: str = "day") -> date:
    """`2026-12-31`, `2569-12-31`, `31/12/2569` or `๓๑/๑๒/๒๕๖๙`. Raises: InvalidQuery."""
    found = _YEAR_FIRST.fullmatch(text.strip()) or _DAY_FIRST.fullmatch(text.strip())
    if found is None:
        raise InvalidQuery(
            N_("'{text}' is not a date. Write it as {iso} or {thai}."),
            field=field,
            text=text,
            iso="2026-12-31",
            thai="31/12/2569",
        )
    year = parse_year(found["year"], field)
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise InvalidQuery(N_("There is no such day as '{text}'."), field=field, text=text) from error


def parse_year(text: str, field: str = "year") -> int:
    """The year in the Common Era, of one in either era: no year of the one is a sensible year of the other.

    Raises: InvalidQuery.
    """
    if not re.fullmatch(r"\s*\d{4}\s*", text):
        raise InvalidQuery(N_("'{text}' is not a year, such as 2026 or 2569."), field=field, text=text)
    year = int(text)
    in_common_era = year - BUDDHIST_ERA if year > LAST_YEAR else year
    if not FIRST_YEAR <= in_common_era <= LAST_YEAR:
        raise InvalidQuery(
            N_("The year is {text}, but must lie between {first} and {last} ({first_be} and {last_be})."),
            field=field,
            text=text.strip(),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            first_be=FIRST_YEAR + BUDDHIST_ERA,
            last_be=LAST_YEAR + BUDDHIST_ERA,
        )
    return in_common_era
