"""Dated exceptions go before all other hours, exactly from their beginning to their end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.government_holidays import COMPUTED
from geo.opening_expression import state_of_expression
from geo.opening_hours import BANGKOK, HORIZON, UNKNOWN, Hours, State, TemporarySpell, opening_at, state_at
from tests.geo.expressions import random_expressions

WEEKDAYS = "Mo-Fr 08:30-16:30; PH off"
FIRST = datetime(2026, 11, 20, tzinfo=BANGKOK)
"""A Friday."""

WINDOW = timedelta(days=5)
MINUTE = timedelta(minutes=1)
HOLIDAYS = COMPUTED.holidays((2025, 2026, 2027))


def tuesday(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=BANGKOK)


def spell(since: datetime, until: datetime | None, expression: str = "off", **notes: str) -> TemporarySpell:
    return TemporarySpell(
        since=since, until=until, expression=expression, note_th=notes.get("th"), note_en=notes.get("en")
    )


def test_an_exception_ends_the_state_and_the_next_opening_is_behind_it() -> None:
    hours = Hours(WEEKDAYS, (spell(tuesday("14:00"), tuesday("15:30")),))
    before = opening_at(hours, tuesday("12:00"))
    assert (before.state, before.until, before.exception) == ("open", tuesday("14:00"), None)
    assert before.next_opening == tuesday("15:30")
    within = opening_at(hours, tuesday("14:00"))
    assert (within.state, within.until, within.next_opening) == ("closed", tuesday("15:30"), tuesday("15:30"))
    assert within.exception == hours.exceptions[0]
    assert opening_at(hours, tuesday("15:30")).until == tuesday("16:30")


def test_spells_merge_over_a_seam_where_the_state_stays() -> None:
    hours = Hours(WEEKDAYS, (spell(tuesday("16:00"), tuesday("20:00"), "24/7"),))
    assert opening_at(hours, tuesday("10:00")).until == tuesday("20:00")
    closed = Hours(WEEKDAYS, (spell(tuesday("16:30"), tuesday("20:00")),))
    assert opening_at(closed, tuesday("17:00")).until == tuesday("08:30") + timedelta(days=1)


def test_until_further_notice() -> None:
    opening = opening_at(Hours(WEEKDAYS, (spell(tuesday("14:00"), None),)), tuesday("15:00"))
    assert (opening.state, opening.until, opening.next_opening) == ("closed", None, None)


def test_an_exception_is_all_that_is_known() -> None:
    hours = Hours(None, (spell(tuesday("09:00"), tuesday("12:00"), "24/7"),))
    assert opening_at(hours, tuesday("08:00")).state == "unknown"
    assert opening_at(hours, tuesday("08:00")).next_opening == tuesday("09:00")
    assert state_at(hours, tuesday("11:59")) == "open"
    assert state_at(hours, tuesday("12:00")) == "unknown"


def test_hours_that_cannot_be_read_are_unknown() -> None:
    hours = Hours("จันทร์-ศุกร์", (spell(tuesday("09:00"), tuesday("12:00"), "ปิด"),))
    assert opening_at(hours, tuesday("10:00")).state == "unknown"
    assert opening_at(hours, tuesday("13:00")).until is None


def test_a_row_of_the_database_is_read() -> None:
    rows: list[dict[str, object]] = [
        {"from": "2026-12-01T00:00:00+07:00", "until": None, "expression": "off", "note_th": None, "note_en": None},
        {
            "from": "2026-11-24T07:00:00.5+00:00",
            "until": "2026-11-24T15:30:00+07:00",
            "expression": "off",
            "note_th": "ปิดปรับปรุง",
            "note_en": "Renovation",
        },
    ]
    hours = Hours.parse(WEEKDAYS, rows)
    assert hours.expression == WEEKDAYS
    first, second = hours.exceptions
    assert (first.since, first.until) == (tuesday("14:00:00.5"), tuesday("15:30"))
    assert (first.note("th"), first.note("en"), second.note("th")) == ("ปิดปรับปรุง", "Renovation", None)
    assert second.until is None
    assert hash(hours) == hash(Hours.parse(WEEKDAYS, rows))
    assert Hours.parse(None, []) == UNKNOWN


def test_the_ends_of_time() -> None:
    row = {"from": "-infinity", "until": "infinity", "expression": "off", "note_th": None, "note_en": None}
    assert state_at(Hours.parse(WEEKDAYS, [row]), tuesday("10:00")) == "closed"
    assert opening_at(Hours.parse(WEEKDAYS, [row]), tuesday("10:00")).until is None


def test_a_note_in_the_other_language_is_better_than_none() -> None:
    assert spell(tuesday("09:00"), None, th="ปิดปรับปรุง").note("en") == "ปิดปรับปรุง"
    assert spell(tuesday("09:00"), None, en="Renovation").note("th") == "Renovation"


@st.composite
def hours_with_exceptions(draw: st.DrawFn) -> Hours:
    """Exceptions begin and end at minutes of the window or near it; some touch."""
    minutes = int(WINDOW / MINUTE)
    ends = draw(st.lists(st.integers(-600, minutes + 600), max_size=8, unique=True).map(sorted))
    times = [FIRST + end * MINUTE for end in ends]
    touching = draw(st.booleans())
    pairs = pairwise(times) if touching else zip(times[::2], times[1::2], strict=False)
    expressions = st.sampled_from(["off", "24/7", "Mo-Su 08:00-20:00", "22:00-26:00", '"by appointment"', "ปิด"])
    exceptions = [spell(since.astimezone(UTC), until, draw(expressions)) for since, until in pairs]
    base = st.none() | st.just(WEEKDAYS) | random_expressions()
    return Hours(draw(base), tuple(exceptions))


def state_by_brute_force(hours: Hours, at: datetime) -> State:
    expression = hours.expression
    for exception in hours.exceptions:
        if exception.until is not None and exception.since <= at < exception.until:
            expression = exception.expression
    return "unknown" if expression is None else state_of_expression(expression, at.replace(tzinfo=None), HOLIDAYS)


@settings(max_examples=60, deadline=None)
@given(hours_with_exceptions(), st.integers(0, 5 * 24 * 60 - 1))
def test_minute_by_minute(hours: Hours, start: int) -> None:
    at = FIRST + start * MINUTE
    states = [state_by_brute_force(hours, at + ahead * MINUTE) for ahead in range(int(WINDOW / MINUTE) - start)]
    ends = next((at + ahead * MINUTE for ahead, state in enumerate(states) if state != states[0]), None)
    pairs = enumerate(pairwise(states), start=1)
    opens = next((at + ahead * MINUTE for ahead, (one, other) in pairs if one != "open" == other), None)

    opening = opening_at(hours, at)

    assert opening.state == states[0] == state_at(hours, at)
    assert opening.until == ends if ends else later_than_the_window(opening.until)
    assert opening.next_opening == opens if opens else later_than_the_window(opening.next_opening)


def later_than_the_window(at: datetime | None) -> bool:
    return at is None or at >= FIRST + WINDOW


@pytest.mark.parametrize("days", [365, 366])
def test_a_year_is_the_horizon(days: int) -> None:
    hours = Hours("off", (spell(tuesday("10:00") + timedelta(days=days), None, "24/7"),))
    opening = opening_at(hours, tuesday("10:00"))
    expected = tuesday("10:00") + timedelta(days=days) if timedelta(days=days) < HORIZON else None
    assert (opening.until, opening.next_opening) == (expected, expected)
