"""A week goes into an expression and back without a minute lost; what is richer is told, never flattened."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings

from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.weekly_hours.read_weekly_hours import read_week, read_weekly_hours
from geo.weekly_hours.week import DatedHours, InvalidWeek, Span, WeeklyHours
from geo.weekly_hours.write_weekly_hours import write_week, write_weekly_hours
from tests.geo.expressions import office_expressions, random_expressions
from tests.geo.weekly_hours.minutes import evaluated
from tests.geo.weekly_hours.weeks import meant, weeks

OFFICE = (Span(510, 990),)
USUAL = WeeklyHours(days=(*(OFFICE,) * 5, (), ()), lunch=Span(720, 780))


@settings(max_examples=300, deadline=None)
@given(weeks())
def test_what_is_written_means_the_week(weekly: WeeklyHours) -> None:
    assert evaluated(write_week(weekly)) == meant(weekly), write_week(weekly)


@settings(max_examples=150, deadline=None)
@given(weeks())
def test_what_is_written_is_read_again(weekly: WeeklyHours) -> None:
    again = read_week(write_week(weekly)).weekly
    assert again is not None
    assert meant(again) == meant(weekly)


@settings(max_examples=150, deadline=None)
@given(random_expressions() | office_expressions())
def test_an_expression_is_read_as_it_counts_or_said_to_be_richer(expression: str) -> None:
    reading = read_week(expression)
    if reading.weekly is None:
        assert reading.richer is not None
        assert reading.richer.render("th") != reading.richer.render("en")
    else:
        assert evaluated(write_week(reading.weekly)) == evaluated(expression)


def test_a_lunch_break_is_found_and_written_once() -> None:
    assert write_week(USUAL) == "Mo-Fr 08:30-12:00,13:00-16:30; PH off"
    assert read_week("Mo-Fr 08:30-12:00,13:00-16:30; PH off").weekly == USUAL


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("Mo-Fr 08:30-16:30; Jun-Aug off", "more than a week"),
        ("Mo-Fr 08:30+", "more than a week"),
        ('Mo-Fr 08:30-16:30 "ชั้น 2"', "a note of its own"),
        ("PH off; Sa 09:00-12:00", "some weeks only"),
        ("Mo-Fr 08:30-16:30 || off", "more than a week"),
        ("จันทร์", "not an opening_hours"),
    ],
)
def test_what_is_richer_says_so(expression: str, reason: str) -> None:
    reading = read_weekly_hours(Hours(expression))
    assert reading.weekly is None
    assert reason in str(reading.richer)


def test_dated_exceptions_become_rows_that_go_before_all_hours() -> None:
    moved = DatedHours(first=date(2026, 12, 1), last=date(2026, 12, 31), hours=USUAL, note_th="ย้ายไปศาลากลาง")
    closed = DatedHours(first=date(2027, 2, 1), last=None)
    weekly = WeeklyHours(days=USUAL.days, exceptions=(moved, closed))
    hours = write_weekly_hours(weekly)
    assert hours.exceptions[0].since == datetime(2026, 12, 1, tzinfo=BANGKOK)
    assert hours.exceptions[0].until == datetime(2027, 1, 1, tzinfo=BANGKOK)
    assert hours.exceptions[1].until is None
    assert read_weekly_hours(hours).weekly == weekly


def test_an_exception_within_a_day_does_not_fit() -> None:
    spell = TemporarySpell(since=datetime(2026, 12, 1, 12, tzinfo=BANGKOK), until=None, expression="off")
    reading = read_weekly_hours(Hours("Mo-Fr 08:30-16:30", (spell,)))
    assert "within a day" in str(reading.richer)
    assert read_weekly_hours(Hours(None)).weekly is None


def test_hours_nobody_can_keep_are_refused() -> None:
    with pytest.raises(InvalidWeek, match="before closing"):
        Span(990, 510)
    with pytest.raises(InvalidWeek, match="overlap"):
        WeeklyHours(days=((Span(0, 60), Span(30, 90)), (), (), (), (), (), ()))
    with pytest.raises(InvalidWeek, match="last day"):
        DatedHours(first=date(2026, 12, 2), last=date(2026, 12, 1))
    first = DatedHours(first=date(2026, 12, 1), last=None)
    with pytest.raises(InvalidWeek, match="same day"):
        WeeklyHours(days=USUAL.days, exceptions=(first, DatedHours(first=date(2027, 1, 1), last=None)))
