"""What an editor shows is the week that counts, minute by minute; what it cannot show it says."""

import pytest
from hypothesis import given, settings

from geo.weekly_hours.edited_week import (
    BeyondEditor,
    EditedDay,
    EditedWeek,
    edited_week,
    weekly_of,
)
from geo.weekly_hours.read_weekly_hours import read_week
from geo.weekly_hours.week import InvalidWeek, Span
from geo.weekly_hours.write_weekly_hours import write_week
from tests.geo.weekly_hours.edited_weeks import edited_weeks
from tests.geo.weekly_hours.minutes import evaluated
from tests.geo.weekly_hours.weeks import meant


@settings(max_examples=200, deadline=None)
@given(edited_weeks())
def test_what_is_edited_counts_on_every_minute(edited: EditedWeek) -> None:
    weekly = weekly_of(edited)
    assert evaluated(write_week(weekly)) == meant(weekly), write_week(weekly)


@settings(max_examples=200, deadline=None)
@given(edited_weeks())
def test_what_is_written_is_the_same_week_again(edited: EditedWeek) -> None:
    weekly = weekly_of(edited)
    written = write_week(weekly)
    read = read_week(written).weekly
    assert read is not None, written
    again = edited_week(read)
    assert weekly_of(again) == weekly, written
    assert edited_week(weekly_of(again)) == again


def _edited(expression: str) -> EditedWeek:
    weekly = read_week(expression).weekly
    assert weekly is not None
    return edited_week(weekly)


def test_a_week_of_each_kind_of_day() -> None:
    week = _edited(
        "Mo,Tu 08:30-12:00,13:00-16:30; We 00:00-24:00; "
        'Th 09:00-12:00 "by appointment"; Fr unknown; Sa[1,3] 09:00-12:00'
    )
    kinds = [day.kind for day in week.days]
    assert kinds == ["open", "open", "all_day", "by_appointment", "unknown", "open", "closed"]
    assert week.days[0].spans == (Span(510, 720), Span(780, 990))
    assert week.days[5].weeks == (1, 3)
    assert week.holidays.kind == "usual"
    assert _edited("Mo-Fr 08:30-16:30; PH 09:00-12:00").holidays == EditedDay(kind="open", spans=(Span(540, 720),))
    assert _edited("off") == EditedWeek()


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('Mo 08:30-12:00, Mo 13:00-16:30 "by appointment"', "two kinds"),
        ("Mo 08:30-12:00 unknown", "not known"),
        ("Mo-Sa 08:30-16:30; Sa[-1] off", "some weeks"),
        ("Mo 08:00-08:00", "more times"),
    ],
)
def test_what_is_beyond_says_so(expression: str, reason: str) -> None:
    with pytest.raises(BeyondEditor) as beyond:
        _edited(expression)
    assert reason in str(beyond.value.sentence)
    assert beyond.value.sentence.render("th") != str(beyond.value.sentence)


def test_times_that_no_day_can_have_are_refused_for_their_day() -> None:
    for spans, reason in (((), "from when"), ((Span(60, 180), Span(120, 240)), "overlap")):
        day = EditedDay(kind="open", spans=spans)
        with pytest.raises(InvalidWeek, match=reason) as wrong:
            weekly_of(EditedWeek(days=(*(EditedDay(),) * 2, day, *(EditedDay(),) * 4)))
        assert wrong.value.field == "we"
