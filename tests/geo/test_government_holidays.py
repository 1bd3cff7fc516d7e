"""The calendar of the Thai state: the rule of decision 6 on an independent table, and administrators' corrections."""

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.opening_hours import BANGKOK, Hours, state_at

YEARS = range(2015, 2031)
OFFICES_OPEN = ("National Labor Day", "National Labour Day", "National Children's Day")

SPECIAL = date(2026, 11, 24)
"""A Tuesday."""


@pytest.fixture(scope="module")
def closures(shared_data: Path) -> dict[date, str]:
    """Public holidays, less Labour Day and Children's Day, plus the government's, with substitution days."""
    with (shared_data / "holidays" / "th_holidays_1990_2035.csv").open(encoding="utf-8") as file:
        return {
            date.fromisoformat(row["date"]): row["name_th"]
            for row in csv.DictReader(file)
            if row["category"] in ("public", "government") and not row["name_en"].startswith(OFFICES_OPEN)
        }


def test_closures_are_those_of_the_table(closures: dict[date, str]) -> None:
    for year in YEARS:
        assert COMPUTED.holidays([year]) == {day for day in closures if day.year == year}


def test_offices_are_closed_on_the_days_of_the_table_and_work_on_all_other_weekdays(closures: dict[date, str]) -> None:
    for day in (date.fromordinal(n) for n in range(date(2024, 1, 1).toordinal(), date(2028, 1, 1).toordinal())):
        at = datetime.combine(day, time(10), BANGKOK)
        works = day.weekday() < 5 and day not in closures
        assert state_at(Hours("Mo-Fr 08:30-16:30; PH off"), at) == ("open" if works else "closed"), day
        assert state_at(Hours("off; PH 08:30-16:30"), at) == ("open" if day in closures else "closed"), day


def test_names_are_those_of_the_table(closures: dict[date, str]) -> None:
    for day, name_th in closures.items():
        if day.year in YEARS:
            assert name_th in (COMPUTED.name(day, "th") or "")
    assert COMPUTED.name(date(2026, 4, 13), "en") == "Songkran Festival"
    assert COMPUTED.name(date(2026, 5, 1), "en") is None, "offices work on Labour Day"


def test_a_name_leaves_out_what_does_not_close_offices() -> None:
    for year in YEARS:
        for day in COMPUTED.holidays([year]):
            assert "แรงงาน" not in (COMPUTED.name(day, "th") or "")


def test_corrections() -> None:
    calendar = GovernmentCalendar.corrected(
        [(SPECIAL, True, "วันหยุดพิเศษ", None), (date(2026, 12, 7), False, "ชดเชย", None)]
    )
    assert calendar.holidays([2026]) == (COMPUTED.holidays([2026]) | {SPECIAL}) - {date(2026, 12, 7)}
    assert calendar.holidays([2027]) == COMPUTED.holidays([2027])
    assert calendar.is_holiday(SPECIAL)
    assert (calendar.name(SPECIAL, "th"), calendar.name(SPECIAL, "en")) == ("วันหยุดพิเศษ", "วันหยุดพิเศษ")
    assert not calendar.is_holiday(date(2026, 12, 7))
    assert calendar.name(date(2026, 12, 7), "th") is None
    assert hash(calendar) != hash(COMPUTED)
    assert GovernmentCalendar.corrected([]) == COMPUTED
