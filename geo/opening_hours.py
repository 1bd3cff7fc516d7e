"""When a service point is open: the OSM `opening_hours` syntax on the calendar of the Thai state, and dated exceptions.

One evaluator answers the filter, the badge and the API, so that they cannot disagree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from geo.errors import InvalidQuery, PakmudError
from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.opening_expression import Spell, is_expression, spells_of_expression, state_of_expression
from geo.opening_expression import State as State  # noqa: PLC0414 - known from here
from geo.words import N_

BANGKOK = ZoneInfo("Asia/Bangkok")

STATE_NAMES: dict[State, str] = {
    "open": N_("Open"),
    "closed": N_("Closed"),
    "by_appointment": N_("By appointment"),
    "unknown": N_("Hours unknown"),
}

HORIZON = timedelta(days=366)
"""How far ahead the next opening is looked for."""


class InvalidOpeningHours(PakmudError):
    def __init__(self, expression: str) -> None:
        super().__init__(
            N_("'{expression}' is not an opening_hours expression, such as 'Mo-Fr 08:30-16:30; PH off'."),
            field="opening_hours",
            expression=expression,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporarySpell:
    """One dated exception: from `since` up to `until` (None: until further notice) only `expression` counts."""

    since: datetime
    until: datetime | None
    expression: str
    note_th: str | None = None
    note_en: str | None = None

    def holds_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def note(self, language: str) -> str | None:
        """In the language, else in the other one."""
        first, second = (self.note_th, self.note_en) if language == "th" else (self.note_en, self.note_th)
        return first or second


@dataclass(frozen=True, slots=True)
class Hours:
    """An expression (None: nobody knows), and what goes before it: exceptions in order of time, never overlapping."""

    expression: str | None = None
    exceptions: tuple[TemporarySpell, ...] = ()

    @classmethod
    def parse(cls, expression: str | None, exceptions: Iterable[dict[str, Any]]) -> Self:
        """Reads a row of `schedule`: each exception has `from`, `until`, `expression`, `note_th`, `note_en`."""
        spells = (
            TemporarySpell(
                since=_instant(one["from"]),
                until=_instant(one["until"]) if one.get("until") else None,
                expression=one["expression"],
                note_th=one.get("note_th"),
                note_en=one.get("note_en"),
            )
            for one in exceptions
        )
        return cls(expression, tuple(sorted(spells, key=lambda spell: spell.since)))

    def exception_at(self, at: datetime) -> TemporarySpell | None:
        return next((spell for spell in self.exceptions if spell.holds_at(at)), None)

    def exceptions_between(self, start: datetime, end: datetime) -> tuple[TemporarySpell, ...]:
        """Those in force at any time of it."""
        return tuple(
            spell for spell in self.exceptions if spell.since < end and (spell.until is None or start < spell.until)
        )


UNKNOWN = Hours()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The state at an instant: `until` is when it ends and `next_opening` when doors open next, within a year.

    `exception` is the one in force at the instant.
    """

    state: State
    until: datetime | None = None
    next_opening: datetime | None = None
    exception: TemporarySpell | None = None


def check_opening_hours(expression: str) -> None:
    """Raises: InvalidOpeningHours when the expression cannot be evaluated."""
    if not is_expression(expression):
        raise InvalidOpeningHours(expression)


def state_at(hours: Hours, at: datetime, calendar: GovernmentCalendar = COMPUTED) -> State:
    """The same as `opening_at(...).state`, in microseconds: nothing is looked up ahead.

    Raises: InvalidQuery for an instant without a time zone.
    """
    at = _in_bangkok(at)
    exception = hours.exception_at(at) if hours.exceptions else None
    expression = exception.expression if exception else hours.expression
    if expression is None:
        return "unknown"
    return state_of_expression(expression, at.replace(tzinfo=None), _holidays(calendar, at))


def opening_at(hours: Hours, at: datetime, calendar: GovernmentCalendar = COMPUTED) -> Opening:
    """The state at `at`. Hours that nobody gave, or that cannot be read, are unknown: never closed.

    Raises: InvalidQuery for an instant without a time zone.
    """
    at = _in_bangkok(at)
    spells = spells_between(hours, at, at + HORIZON, calendar)
    now = next(spells)
    end = now.end.replace(tzinfo=BANGKOK)
    opens = next((spell.start.replace(tzinfo=BANGKOK) for spell in spells if spell.state == "open"), None)
    return Opening(
        state=now.state,
        until=end if end < at + HORIZON else None,
        next_opening=opens,
        exception=hours.exception_at(at),
    )


def spells_between(
    hours: Hours, start: datetime, end: datetime, calendar: GovernmentCalendar = COMPUTED
) -> Iterator[Spell]:
    """What fills the time from `start` to `end`, at most a year later; neighbours are in different states."""
    start, end = _in_bangkok(start), _in_bangkok(end)
    current: Spell | None = None
    for spell in _unmerged(hours, start, end, _holidays(calendar, start)):
        if current is None or spell.state == current.state:
            current = Spell(current.start if current else spell.start, spell.end, spell.state)
        else:
            yield current
            current = spell
    if current is not None:
        yield current


def _in_bangkok(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise InvalidQuery(
            N_("'at' needs a time zone, for example {example}."), field="at", example="2026-11-23T10:00:00+07:00"
        )
    return at.astimezone(BANGKOK)


def _instant(text: str) -> datetime:
    """PostgreSQL writes the ends of time as words."""
    ends = {"-infinity": datetime.min.replace(tzinfo=UTC), "infinity": datetime.max.replace(tzinfo=UTC)}
    return ends.get(text) or datetime.fromisoformat(text)


def _holidays(calendar: GovernmentCalendar, at: datetime) -> frozenset[date]:
    """Those of the year before too: the hours of New Year's Eve may pass midnight."""
    return calendar.holidays(range(at.year - 1, (at + HORIZON).year + 1))


def _unmerged(hours: Hours, start: datetime, end: datetime, holidays: frozenset[date]) -> Iterator[Spell]:
    """Exceptions, and the usual hours in between; without gaps."""
    for piece_start, piece_end, expression in _pieces(hours, start, end):
        first, last = piece_start.replace(tzinfo=None), piece_end.replace(tzinfo=None)
        if expression is None:
            yield Spell(first, last, "unknown")
        else:
            yield from spells_of_expression(expression, first, last, holidays)


def _pieces(hours: Hours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, str | None]]:
    """Times in Bangkok, each with the one expression that counts then."""
    for exception in hours.exceptions:
        since = max(start, exception.since).astimezone(BANGKOK)
        until = min(end, exception.until or end).astimezone(BANGKOK)
        if since < until:
            if start < since:
                yield start, since, hours.expression
            yield since, until, exception.expression
            start = until
    if start < end:
        yield start, end, hours.expression
