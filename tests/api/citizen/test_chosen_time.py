"""A day and a time, as people type them."""

from datetime import date, datetime, time

import pytest

from api.citizen.answer.chosen_time import chosen_time, parse_day, parse_time
from geo.errors import InvalidQuery
from geo.opening_hours import BANGKOK

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=BANGKOK)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("text", ["25/11/2569", "๒๕/๑๑/๒๕๖๙", "2026-11-25", "2569-11-25", "25-11-2026"])
def test_a_day_of_either_era(text: str) -> None:
    assert parse_day(text) == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["9:30", "09.30", "๙.๓๐ น.", " 09:30 น "])
def test_a_time(text: str) -> None:
    assert parse_time(text) == time(9, 30)


def test_an_hour_alone() -> None:
    assert parse_time("9") == time(9, 0)


@pytest.mark.parametrize("text", ["25:00", "9:60", "noon", "9:3", "24:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(InvalidQuery, match="is not a time of day"):
        parse_time(text)


def test_a_time_alone_is_todays() -> None:
    assert chosen_time(None, time(10, 0), NOW) == datetime(2026, 11, 23, 10, 0, tzinfo=BANGKOK)
    assert chosen_time(None, None, NOW) is None


@pytest.mark.parametrize(
    ("day", "clock", "field"),
    [
        (TODAY, None, "time"),
        (date(2026, 11, 22), time(10, 0), "day"),
        (date(2027, 11, 26), time(10, 0), "day"),
    ],
)
def test_what_cannot_be_asked(day: date, clock: time | None, field: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        chosen_time(day, clock, NOW)
    assert refused.value.field == field
