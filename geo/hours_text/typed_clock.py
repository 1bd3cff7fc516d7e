"""A time of day in a field for one: 8.30, 08:30, 0830, 8, ๑๖.๓๐ น., 4 pm, เที่ยง."""

import re

from geo.errors import InvalidQuery
from geo.hours_text.clock_words import DIGITS, MIDNIGHT, SPOKEN, parse_clock
from geo.thai_digits import in_arabic_digits
from geo.words import N_

_PLAIN = re.compile(r"(\d{1,2})(?:\s*[.:,]?\s*(\d{2}))?\s*(?:น\.?|hrs?\.?)?")


def parse_typed_clock(text: str, field: str) -> int:
    """Minutes from midnight, at most 24:00. Raises: InvalidQuery."""
    typed = in_arabic_digits(text).strip().lower()
    plain = _PLAIN.fullmatch(typed)
    if plain is not None:
        hour, minute = int(plain[1]), int(plain[2] or 0)
        if minute < 60 and hour * 60 + minute <= MIDNIGHT:
            return hour * 60 + minute
    elif re.fullmatch(f"{SPOKEN}|{DIGITS}", typed):
        clock = parse_clock(typed)
        if clock is not None:
            return clock.minute
    raise InvalidQuery(N_("'{text}' is not a time of day, such as 8.30 or 16:30."), field=field, text=text.strip())


def clock_text(minute: int) -> str:
    """'08:30'; an end behind midnight is a time of the next day."""
    within = minute if minute <= MIDNIGHT else minute - MIDNIGHT
    return f"{within // 60:02}:{within % 60:02}"
