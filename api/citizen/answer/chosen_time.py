"""The time at which an office has to be open, as people type it: of either era, with either digits."""

import re
from datetime import date, datetime, time

from geo.calendar_dates import parse_date
from geo.errors import InvalidQuery
from geo.opening_hours import BANGKOK, HORIZON
from geo.words import N_

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:น\.?)?")


def chosen_time(day: date | None, clock: time | None, now: datetime) -> datetime | None:
    """None where neither is given; a time alone is today's. Raises: InvalidQuery with the field `day` or `time`."""
    if clock is None and day is None:
        return None
    if clock is None:
        raise InvalidQuery(N_("Give the time of day too, such as 10:30."), field="time")
    at = datetime.combine(day or now.date(), clock, BANGKOK)
    if not (now.date() <= at.date() and at <= now + HORIZON):
        raise InvalidQuery(N_("The day must lie between today and a year from now."), field="day")
    return at


def instant_shown(text: str, now: datetime) -> datetime:
    """'2026-11-23T10:00', of Asia/Bangkok where it names no zone. Raises: InvalidQuery with the field `at`."""
    try:
        at = datetime.fromisoformat(text.strip().replace(" ", "+"))
        at = at.replace(tzinfo=BANGKOK) if at.tzinfo is None else at.astimezone(BANGKOK)
    except (ValueError, OverflowError):
        raise InvalidQuery(N_("'at' is a time such as {example}."), field="at", example="2026-11-23T10:00") from None
    if not (now.date() <= at.date() and at <= now + HORIZON):
        raise InvalidQuery(N_("The day must lie between today and a year from now."), field="at")
    return at


def parse_day(text: str) -> date | None:
    """None for nothing. Raises: InvalidQuery."""
    return parse_date(text, "day") if text.strip() else None


def parse_time(text: str) -> time | None:
    """'10:30', '10.30 น.', '๑๐.๓๐' or '9'; None for nothing. Raises: InvalidQuery."""
    if not text.strip():
        return None
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return time(int(found["hour"]), int(found["minute"] or 0))
    except ValueError:
        pass
    raise InvalidQuery(N_("'{text}' is not a time of day. Write it as 10:30."), field="time", text=text)
