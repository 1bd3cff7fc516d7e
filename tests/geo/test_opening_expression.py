"""Expressions are evaluated as their library does; `PH` on a calendar as the library does on one of its own."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours
from opening_hours import State as LibraryState

from geo.opening_expression import Spell, State, is_expression, spells_of_expression, state_of_expression
from tests.geo.expressions import office_expressions, random_expressions, real_expressions

NEW_YEAR = datetime(2026, 1, 1)  # noqa: DTZ001 - local clocks
MINUTES_OF_YEAR = 365 * 24 * 60
COUNTRIES = ("FR", "JP")
"""Whose holidays the library knows; Japan's come in rows."""


def library_state(hours: OpeningHours, at: datetime) -> State:
    state, comment = hours.state(at)
    if state != LibraryState.CLOSED and ("appointment" in comment.lower() or "นัด" in comment):
        return "by_appointment"
    return "open" if hours.is_open(at) else "closed" if hours.is_closed(at) else "unknown"


def holidays_of(country: str) -> frozenset[date]:
    """2025 to 2027, as the library itself has them."""
    hours = OpeningHours("PH", country=country)
    days = (NEW_YEAR + timedelta(days=ahead, hours=12) for ahead in range(-365, 730))
    return frozenset(day.date() for day in days if hours.is_open(day))


@pytest.fixture(scope="session")
def expressions(shared_data: Path) -> list[str]:
    return real_expressions(shared_data)


def test_two_thousand_random_pairs_are_as_in_the_library(expressions: list[str]) -> None:
    """A country without holidays and no country at all are the same to the library, so that `PH` may stand there."""
    chosen = random.Random(2569)
    for _ in range(2_000):
        expression, at = chosen.choice(expressions), NEW_YEAR + timedelta(minutes=chosen.randrange(MINUTES_OF_YEAR))
        assert state_of_expression(expression, at, frozenset()) == library_state(OpeningHours(expression), at), (
            expression
        )


@pytest.mark.parametrize("country", COUNTRIES)
def test_holidays_are_as_in_the_library(country: str, expressions: list[str]) -> None:
    holidays = holidays_of(country)
    chosen = random.Random(country)
    compared = 0
    for expression in expressions:
        if "PH" in expression:
            theirs = OpeningHours(expression, country=country)
            for at in instants_near(holidays, chosen, 24):
                assert state_of_expression(expression, at, holidays) == library_state(theirs, at), (expression, at)
                compared += 1
    assert compared > 2_000


@settings(max_examples=100, deadline=None)
@given(random_expressions() | office_expressions(), st.sampled_from(COUNTRIES), st.integers(), st.integers(0, 9_000))
def test_spells_are_the_states_of_the_library(expression: str, country: str, seed: int, minutes: int) -> None:
    """Not its intervals: behind `||` they do not agree with its own states."""
    holidays = holidays_of(country)
    start = next(instants_near(holidays, random.Random(seed), 1))
    theirs = OpeningHours(expression, country=country)
    end = start
    for spell in spells_of_expression(expression, start, start + timedelta(minutes=minutes), holidays):
        assert spell.start == end < spell.end
        end = spell.end
        for at in (spell.start, *every_quarter(spell.start, spell.end), spell.end - timedelta(minutes=1)):
            assert spell.state == library_state(theirs, at), at
    assert end == start + timedelta(minutes=minutes)


def test_a_fallback_is_not_for_ever() -> None:
    start = datetime(2026, 11, 24, 10)  # noqa: DTZ001
    spells = list(spells_of_expression('Mo-Fr 09:00-12:00 || "call"', start, start + timedelta(days=1), frozenset()))
    assert [(spell.state, spell.end.hour) for spell in spells] == [("open", 12), ("closed", 9), ("open", 10)]


@pytest.mark.parametrize("text", ["", "จันทร์", "Mo-Fr 8.30", "PH +99999999999 days off", "\0", '"', "Mo-Fr 25:61"])
def test_what_cannot_be_read_is_unknown(text: str) -> None:
    assert not is_expression(text)
    assert state_of_expression(text, NEW_YEAR, frozenset()) == "unknown"
    end = NEW_YEAR + timedelta(days=2)
    assert list(spells_of_expression(text, NEW_YEAR, end, frozenset())) == [Spell(NEW_YEAR, end, "unknown")]


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text('MoTuPH-:;,|0123456789 +offSa[]"', max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    state = state_of_expression(text, NEW_YEAR, frozenset({NEW_YEAR.date()}))
    assert state in ("open", "closed", "by_appointment", "unknown")
    assert is_expression(text) or state == "unknown"


def test_hours_of_a_holiday_reach_into_the_next_day() -> None:
    holidays = frozenset({date(2026, 4, 14)})
    assert state_of_expression("PH 22:00-26:00", datetime(2026, 4, 15, 1), holidays) == "open"  # noqa: DTZ001
    assert state_of_expression("PH 22:00-26:00", datetime(2026, 4, 14, 1), holidays) == "closed"  # noqa: DTZ001


def instants_near(holidays: frozenset[date], chosen: random.Random, count: int) -> Iterator[datetime]:
    """Random minutes of 2026, most of them on a holiday, the day before it or the two days after it."""
    days = sorted(day for day in holidays if day.year == NEW_YEAR.year)
    for turn in range(count):
        if turn % 4 == 3:
            yield NEW_YEAR + timedelta(minutes=chosen.randrange(MINUTES_OF_YEAR))
        else:
            midnight = datetime.combine(chosen.choice(days), time())
            yield midnight + timedelta(minutes=chosen.randrange(-24 * 60, 72 * 60))


def every_quarter(start: datetime, end: datetime) -> Iterator[datetime]:
    """Full quarters of an hour between the two."""
    at = start + timedelta(minutes=15 - start.minute % 15)
    while at < end:
        yield at
        at += timedelta(minutes=15)
