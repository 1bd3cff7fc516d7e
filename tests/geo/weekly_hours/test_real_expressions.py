"""Every distinct value of the collections of real hours: read as the library does, or refused with a sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from opening_hours import OpeningHours

from geo.hours_in_words.describe import describe_hours
from geo.opening_expression import is_expression, state_of_expression
from geo.opening_hours import BANGKOK, InvalidOpeningHours, check_opening_hours
from geo.weekly_hours.read_weekly_hours import read_week
from geo.weekly_hours.write_weekly_hours import write_week
from tests.geo.expressions import real_values
from tests.geo.test_opening_expression import library_state
from tests.geo.weekly_hours.minutes import evaluated

START = datetime(2026, 1, 1)  # noqa: DTZ001 - local clocks
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).astimezone(BANGKOK)

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def values(shared_data: Path) -> list[str]:
    return real_values(shared_data)


def test_each_is_as_in_the_library_or_refused_with_a_sentence(values: list[str]) -> None:
    read = 0
    for value in values:
        if is_expression(value):
            check_opening_hours(value)
            theirs = OpeningHours(value)
            for step in range(0, 366 * 24, 211):
                at = START + timedelta(hours=step)
                assert state_of_expression(value, at, frozenset()) == library_state(theirs, at), (value, at)
            read += 1
        else:
            with pytest.raises(InvalidOpeningHours, match="is not an opening_hours expression"):
                check_opening_hours(value)
    assert read > 500
    assert len(values) > 1_000


def test_each_is_a_week_just_so_or_is_said_to_be_richer(values: list[str]) -> None:
    weeks = 0
    for value in values:
        reading = read_week(value)
        if reading.weekly is None:
            assert str(reading.richer)
        else:
            assert evaluated(write_week(reading.weekly)) == evaluated(value), value
            weeks += 1
    assert weeks > 150


def test_each_can_be_told_in_words(values: list[str]) -> None:
    for value in values:
        lines = describe_hours(value, "th", NOW)
        assert all(lines)
        assert lines or not is_expression(value) or read_week(value).weekly is None
