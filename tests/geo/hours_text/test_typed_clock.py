"""Times as people type them into a field."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidQuery
from geo.hours_text.typed_clock import clock_text, parse_typed_clock


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8.30", "08:30"),
        ("08:30", "08:30"),
        ("0830", "08:30"),
        ("830", "08:30"),
        ("8", "08:00"),
        ("8,30", "08:30"),
        (" ๑๖.๓๐ น. ", "16:30"),
        ("16.30 น", "16:30"),
        ("24.00", "24:00"),
        ("0.00", "00:00"),
        ("4 pm", "16:00"),
        ("เที่ยง", "12:00"),
        ("4 โมงเย็น", "16:00"),
    ],
)
def test_ways_to_type_a_time(text: str, clock: str) -> None:
    assert clock_text(parse_typed_clock(text, "mo_1_from")) == clock


@pytest.mark.parametrize("text", ["", "8.60", "24.30", "25", "half past", "8.30-16.30", "99999", "-8"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuery, match="not a time of day") as wrong:
        parse_typed_clock(text, "mo_1_from")
    assert wrong.value.field == "mo_1_from"


@given(st.integers(0, 24 * 60))
def test_what_is_shown_is_read_again(minute: int) -> None:
    assert parse_typed_clock(clock_text(minute), "x") == minute


@given(st.text(max_size=12))
def test_nothing_else_is_raised(text: str) -> None:
    with suppress(InvalidQuery):
        assert 0 <= parse_typed_clock(text, "x") <= 24 * 60
