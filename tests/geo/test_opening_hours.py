"""The four answers at an instant, and the calendar of the Thai state."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo.errors import InvalidQuery
from geo.government_holidays import government_holidays
from geo.opening_hours import BANGKOK, InvalidOpeningHours, check_opening_hours, opening_at, with_holidays

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
        ("24/7", "2026-04-13T03:00", "open"),
        ('"by appointment"', "2026-11-24T10:00", "by_appointment"),
        ('Mo-Fr 09:00-12:00 "นัดหมายล่วงหน้า"', "2026-11-24T10:00", "by_appointment"),
        ('Mo-Fr 09:00-12:00 "by appointment"', "2026-11-24T13:00", "closed"),
        ("Mo-Fr 09:00-12:00 unknown", "2026-11-24T10:00", "unknown"),
        (None, "2026-11-24T10:00", "unknown"),
    ],
)
def test_the_state_at_an_instant(expression: str | None, at: str, state: str) -> None:
    assert opening_at(expression, bangkok(at)).state == state


def test_before_a_long_weekend_the_next_opening_is_behind_it() -> None:
    opening = opening_at(WEEKDAYS, bangkok("2026-12-04T17:00"))  # Friday; the holiday of Saturday moves to Monday
    assert opening.state == "closed"
    assert opening.next_opening == bangkok("2026-12-08T08:30")
    assert opening.until == opening.next_opening


def test_an_open_office_tells_until_when() -> None:
    assert opening_at(WEEKDAYS, bangkok("2026-11-24T10:00")).until == bangkok("2026-11-24T16:30")
    assert opening_at("24/7", bangkok("2026-11-24T10:00")).until is None


def test_the_turn_of_the_year_knows_both_years_holidays() -> None:
    assert opening_at(WEEKDAYS, bangkok("2026-12-30T17:00")).next_opening == bangkok("2027-01-04T08:30")


def test_an_instant_counts_wherever_its_clock_is() -> None:
    assert opening_at(WEEKDAYS, datetime(2026, 11, 24, 3, tzinfo=UTC)).state == "open"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="time zone"):
        opening_at(WEEKDAYS, datetime(2026, 11, 24, 10))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("nonsense", ["จันทร์-ศุกร์", "Mo-Fr 8.30-16.30 น.", "by appointment", "Mo-Fr 25:61"])
def test_what_is_no_expression_gets_a_sentence(nonsense: str) -> None:
    with pytest.raises(InvalidOpeningHours, match="is not an opening_hours expression"):
        check_opening_hours(nonsense)


def test_holidays_are_written_out_rule_by_rule() -> None:
    days = [date(2026, 4, 14), date(2026, 4, 13)]
    assert with_holidays("Mo-Fr,PH 09:00-12:00; PH off; Sa off", days) == (
        "Mo-Fr 09:00-12:00; 2026 Apr 13,2026 Apr 14 09:00-12:00; 2026 Apr 13,2026 Apr 14 off; Sa off"
    )


def test_office_closures_are_those_of_the_real_table(shared_data: Path) -> None:
    with (shared_data / "holidays" / "th_holidays_1990_2035.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows, "the table is there"
    for year in range(2015, 2031):
        public = {
            row["date"]
            for row in rows
            if row["date"].startswith(str(year))
            and row["category"] in ("public", "government")
            and not row["name_en"].startswith(("National Labor Day", "National Labour Day", "National Children's Day"))
        }
        assert {day.isoformat() for day in government_holidays([year])} == public
