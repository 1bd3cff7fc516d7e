"""The four answers at an instant, and how long they last, on the calendar of the Thai state."""

from datetime import UTC, date, datetime

import pytest

from geo.errors import InvalidQuery
from geo.government_holidays import GovernmentCalendar
from geo.opening_hours import (
    BANGKOK,
    Hours,
    InvalidOpeningHours,
    Opening,
    check_opening_hours,
    opening_at,
    spells_between,
    state_at,
)

WEEKDAYS = "Mo-Fr 08:30-16:30; PH off"


def bangkok(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("expression", "at", "state"),
    [
        (WEEKDAYS, "2026-11-24T10:00", "open"),
        (WEEKDAYS, "2026-11-24T08:29", "closed"),
        (WEEKDAYS, "2026-11-24T16:30", "closed"),
        (WEEKDAYS, "2026-11-22T10:00", "closed"),  # Sunday
        (WEEKDAYS, "2026-04-13T10:00", "closed"),  # Songkran
        (WEEKDAYS, "2026-06-01T10:00", "closed"),  # in lieu of a Sunday's holiday
        (WEEKDAYS, "2026-05-01T10:00", "open"),  # Labour Day is not the state's
        (WEEKDAYS, "2026-05-13T10:00", "closed"),  # Royal Ploughing Day is only the state's
        ("Mo-Fr 08:30-16:30", "2026-04-13T10:00", "open"),  # says nothing of holidays
        ("Mo-Fr,PH 09:00-12:00", "2026-04-13T10:00", "open"),
        ("PH,Sa 09:00-12:00", "2026-04-13T10:00", "open"),
        ("Mo-Fr 22:00-26:00", "2026-11-25T01:30", "open"),  # past midnight
        ("PH Sa 09:00-12:00", "2026-04-13T10:00", "open"),  # a list too, as the library has it
        ("08:30-16:30; Jun-Aug PH off", "2026-04-13T10:00", "open"),
        ("08:30-16:30; Jun-Aug PH off", "2026-08-12T10:00", "closed"),
        ("Mo-Fr 08:30-16:30, PH off", "2026-04-13T10:00", "closed"),
        ("Sa 08:30-12:00 || PH 08:30-16:30", "2026-04-13T15:00", "open"),
        ("off; PH +1 day 09:00-12:00", "2026-04-16T10:00", "open"),
        ("off; PH -1 day 09:00-12:00", "2026-04-12T10:00", "open"),
        ("off; PH 22:00-26:00", "2026-01-01T01:00", "open"),  # a night out of New Year's Eve
        ('24/7 "not PH"', "2026-04-13T10:00", "open"),
        ("Mo-Fr 08:30-16:30; SH off", "2026-04-08T10:00", "open"),  # no calendar of schools
        ("24/7", "2026-04-13T03:00", "open"),
        ('"by appointment"', "2026-11-24T10:00", "by_appointment"),
        ('Mo-Fr 09:00-12:00 "นัดหมายล่วงหน้า"', "2026-11-24T10:00", "by_appointment"),
        ('Mo-Fr 09:00-12:00 "by appointment"', "2026-11-24T13:00", "closed"),
        ("Mo-Fr 09:00-12:00 unknown", "2026-11-24T10:00", "unknown"),
        (None, "2026-11-24T10:00", "unknown"),
    ],
)
def test_the_state_at_an_instant(expression: str | None, at: str, state: str) -> None:
    assert opening_at(Hours(expression), bangkok(at)).state == state
    assert state_at(Hours(expression), bangkok(at)) == state


def test_before_a_long_weekend_the_next_opening_is_behind_it() -> None:
    opening = opening_at(
        Hours(WEEKDAYS), bangkok("2026-12-04T17:00")
    )  # Friday; the holiday of Saturday moves to Monday
    assert opening.state == "closed"
    assert opening.next_opening == bangkok("2026-12-08T08:30")
    assert opening.until == opening.next_opening


def test_an_open_office_tells_until_when() -> None:
    assert opening_at(Hours(WEEKDAYS), bangkok("2026-11-24T10:00")).until == bangkok("2026-11-24T16:30")
    assert opening_at(Hours("24/7"), bangkok("2026-11-24T10:00")).until is None


def test_the_turn_of_the_year_knows_both_years_holidays() -> None:
    assert opening_at(Hours(WEEKDAYS), bangkok("2026-12-30T17:00")).next_opening == bangkok("2027-01-04T08:30")


def test_a_change_of_comment_is_no_change_of_state() -> None:
    hours = Hours('Mo-Fr 09:00-12:00 open "ground floor", Mo-Fr 12:00-15:00 open "first floor"')
    assert opening_at(hours, bangkok("2026-11-24T10:00")).until == bangkok("2026-11-24T15:00")


def test_what_never_opens_has_no_next_opening() -> None:
    for expression in (
        "off",
        "2019 Mo-Fr 09:00-12:00",
        "Mo-Fr 09:00-12:00 unknown; PH off",
        '"by appointment"; PH off',
    ):
        assert opening_at(Hours(expression), bangkok("2026-11-24T10:00")).next_opening is None
    assert opening_at(Hours("off"), bangkok("2026-11-24T10:00")) == Opening(state="closed")


def test_administrators_correct_the_calendar() -> None:
    calendar = GovernmentCalendar(closed=frozenset({date(2026, 11, 24)}), working=frozenset({date(2026, 12, 7)}))
    eve = opening_at(Hours(WEEKDAYS), bangkok("2026-11-23T17:00"), calendar)
    assert eve.next_opening == bangkok("2026-11-25T08:30")
    assert state_at(Hours(WEEKDAYS), bangkok("2026-11-24T10:00"), calendar) == "closed"
    assert state_at(Hours(WEEKDAYS), bangkok("2026-12-07T10:00")) == "closed"
    assert state_at(Hours(WEEKDAYS), bangkok("2026-12-07T10:00"), calendar) == "open"


def test_spells_fill_the_time_asked_about() -> None:
    spells = list(spells_between(Hours(WEEKDAYS), bangkok("2026-11-24T10:00"), bangkok("2026-11-25T09:00")))
    assert [spell.state for spell in spells] == ["open", "closed", "open"]
    assert spells[0].end == spells[1].start == bangkok("2026-11-24T16:30").replace(tzinfo=None)


def test_an_instant_counts_wherever_its_clock_is() -> None:
    assert opening_at(Hours(WEEKDAYS), datetime(2026, 11, 24, 3, tzinfo=UTC)).state == "open"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="time zone"):
        opening_at(Hours(WEEKDAYS), datetime(2026, 11, 24, 10))  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidQuery, match="time zone"):
        state_at(Hours(WEEKDAYS), datetime(2026, 11, 24, 10))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("nonsense", ["จันทร์-ศุกร์", "Mo-Fr 8.30-16.30 น.", "by appointment", "Mo-Fr 25:61"])
def test_what_is_no_expression_gets_a_sentence(nonsense: str) -> None:
    with pytest.raises(InvalidOpeningHours, match="is not an opening_hours expression"):
        check_opening_hours(nonsense)
