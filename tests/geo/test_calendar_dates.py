"""Dates of either era, in either digits."""

from datetime import date

import pytest

from geo.calendar_dates import parse_date, parse_year
from geo.errors import InvalidQuery


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31",
        "2569-12-31",
        "31/12/2569",
        "31/12/2026",
        "๓๑/๑๒/๒๕๖๙",
        "๒๕๖๙-๑๒-๓๑",
        "31-12-2569",
        "31.12.2569",
        " 31/12/2569 ",
    ],
)
def test_the_last_day_of_2026(text: str) -> None:
    assert parse_date(text) == date(2026, 12, 31)


def test_a_leap_day_is_one_of_the_common_era() -> None:
    assert parse_date("29/2/2567") == date(2024, 2, 29)
    with pytest.raises(InvalidQuery, match="no such day as '29/2/2568'"):
        parse_date("29/2/2568")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tomorrow", "is not a date"),
        ("", "is not a date"),
        ("31/12/69", "is not a date"),
        ("2026-13-01", "no such day"),
        ("31/12/2200", "must lie between 1990 and 2100"),
        ("31/12/3000", "must lie between 1990 and 2100"),
    ],
)
def test_what_is_no_date_gets_a_sentence(text: str, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says) as caught:
        parse_date(text)
    assert caught.value.field == "day"


def test_years() -> None:
    assert [parse_year(text) for text in ("2026", "2569", "๒๕๖๙", "1990", "2643")] == [2026, 2026, 2026, 1990, 2100]
    for text in ("69", "1989", "2101", "2532", "2644", "0000", "year"):
        with pytest.raises(InvalidQuery):
            parse_year(text)
