"""When a service point is open: the OSM `opening_hours` syntax on the calendar of the Thai state.

One evaluator answers the filter, the badge and the API, so that they cannot disagree.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours

from geo.errors import InvalidQuery, PakmudError
from geo.government_holidays import government_holidays
from geo.words import N_

BANGKOK = ZoneInfo("Asia/Bangkok")

State = Literal["open", "closed", "by_appointment", "unknown"]

STATE_NAMES: dict[State, str] = {
    "open": N_("Open"),
    "closed": N_("Closed"),
    "by_appointment": N_("By appointment"),
    "unknown": N_("Hours unknown"),
}

HORIZON = timedelta(days=366)
"""How far ahead the next opening is looked for."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_LIST = re.compile(r"^(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)(?P<rest>$|\s.*)")


class InvalidOpeningHours(PakmudError):
    def __init__(self, expression: str) -> None:
        super().__init__(
            N_("'{expression}' is not an opening_hours expression, such as 'Mo-Fr 08:30-16:30; PH off'."),
            field="opening_hours",
            expression=expression,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The state at an instant; `until` is when it ends and `next_opening` when doors open next, within a year."""

    state: State
    until: datetime | None = None
    next_opening: datetime | None = None


def check_opening_hours(expression: str) -> None:
    """Raises: InvalidOpeningHours when the expression cannot be evaluated."""
    if not opening_hours.validate(expression):
        raise InvalidOpeningHours(expression)


def opening_at(expression: str | None, at: datetime) -> Opening:
    """The state of a service point with these hours at `at`; no hours at all are unknown, never closed.

    Raises: InvalidQuery for an instant without a time zone, InvalidOpeningHours.
    """
    if at.tzinfo is None:
        raise InvalidQuery(
            N_("'at' needs a time zone, for example {example}."), field="at", example="2026-11-23T10:00:00+07:00"
        )
    if expression is None:
        return Opening(state="unknown")
    at = at.astimezone(BANGKOK)
    hours = _evaluator(expression, at.year)
    spells = hours.intervals(at, at + HORIZON)
    _start, end, state, comment = next(spells)
    until = end if end is None or end < at + HORIZON else None
    opens = (start for start, _end, later, _comment in spells if later == opening_hours.State.OPEN)
    return Opening(state=_state(state, comment), until=until, next_opening=next(opens, None))


def _state(state: opening_hours.State, comment: str) -> State:
    if state == opening_hours.State.CLOSED:
        return "closed"
    # OSM has no state of its own for this; its convention is a comment on open or unknown hours.
    if "appointment" in comment.lower() or "นัด" in comment:
        return "by_appointment"
    return "open" if state == opening_hours.State.OPEN else "unknown"


@lru_cache(maxsize=8192)
def _evaluator(expression: str, year: int) -> OpeningHours:
    holidays = government_holidays(range(year, year + 3))
    check_opening_hours(expression)
    return OpeningHours(
        with_holidays(expression, holidays), timezone=BANGKOK, auto_country=False, max_interval_days=HORIZON.days + 1
    )


def with_holidays(expression: str, holidays: Collection[date]) -> str:
    """The expression with `PH` written out as `holidays`: the library knows no Thai calendar.

    `Mo-Fr,PH 09:00-12:00` becomes two rules, the weekdays' and the holidays'.
    """
    dates = ",".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}" for day in sorted(holidays))
    return "; ".join(rule for part in expression.split(";") for rule in _rules(part.strip(), dates) if rule)


def _rules(rule: str, dates: str) -> list[str]:
    match = _DAY_LIST.match(rule)
    if match is None or "PH" not in match["days"]:
        return [rule]
    weekdays = ",".join(days for days in match["days"].split(",") if days != "PH")
    holiday_rule = f"{dates}{match['rest']}" if dates else ""
    return [f"{weekdays}{match['rest']}" if weekdays else "", holiday_rule]
