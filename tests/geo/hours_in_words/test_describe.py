"""Hours in plain words, Thai and English, from a week or, where they are richer, from what they come to."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings

from geo.hours_in_words.days import days_ahead
from geo.hours_in_words.describe import describe_hours, describe_weekly
from geo.opening_hours import BANGKOK, Hours
from geo.weekly_hours.week import DatedHours, Span, WeeklyHours
from tests.geo.expressions import office_expressions, random_expressions

SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("expression", "thai", "english"),
    [
        (
            "Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00; PH off",
            ["จันทร์–ศุกร์ 08:30–16:30 พักเที่ยง 12:00–13:00", "เสาร์ 09:00–12:00", "ปิดวันหยุดราชการ"],
            [
                "Monday–Friday 08:30–16:30, lunch break 12:00–13:00",
                "Saturday 09:00–12:00",
                "closed on government holidays",
            ],
        ),
        (
            "Mo,We,Fr 09:00-12:00",
            ["จันทร์, พุธ, ศุกร์ 09:00–12:00", "เปิดวันหยุดราชการด้วย"],
            ["Monday, Wednesday, Friday 09:00–12:00", "open on government holidays too"],
        ),
        (
            "Sa[1,3] 09:00-12:00; Su[-1] off; PH 10:00-12:00",
            ["เสาร์ที่ 1 และ 3 ของเดือน 09:00–12:00", "อาทิตย์สุดท้ายของเดือน ปิด", "วันหยุดราชการ 10:00–12:00"],
            [
                "1st and 3rd Saturday of the month 09:00–12:00",
                "last Sunday of the month closed",
                "government holidays 10:00–12:00",
            ],
        ),
        (
            'Mo-Fr 08:30-16:30; Sa 00:00-24:00 "by appointment"; PH off',
            ["จันทร์–ศุกร์ 08:30–16:30", "เสาร์ ตลอดวัน (ต้องนัดหมาย)", "ปิดวันหยุดราชการ"],
            ["Monday–Friday 08:30–16:30", "Saturday all day (by appointment)", "closed on government holidays"],
        ),
        (
            "Mo,Tu,Th-Su 00:00-24:00 unknown; PH off",
            ["จันทร์–อังคาร, พฤหัสบดี–อาทิตย์ ไม่ทราบเวลา", "ปิดวันพุธ", "ปิดวันหยุดราชการ"],
            ["Monday–Tuesday, Thursday–Sunday Hours unknown", "closed on Wednesday", "closed on government holidays"],
        ),
        (
            "Mo-Su 18:00-02:00",
            ["ทุกวัน 18:00–02:00", "เปิดวันหยุดราชการด้วย"],
            ["Every day 18:00–02:00", "open on government holidays too"],
        ),
        ("24/7", ["ทุกวัน ตลอด 24 ชั่วโมง"], ["Every day around the clock"]),
        ("off", ["ปิด"], ["Closed"]),
        ("จันทร์", [], []),
        (None, [], []),
    ],
)
def test_an_expression_in_words(expression: str | None, thai: list[str], english: list[str]) -> None:
    assert describe_hours(expression, "th", SATURDAY) == thai
    assert describe_hours(expression, "en", SATURDAY) == english


def test_dated_exceptions_are_told_with_their_reason() -> None:
    office = tuple((Span(510, 990),) if day < 5 else () for day in range(7))
    mornings = WeeklyHours(days=tuple((Span(510, 720),) if day < 5 else () for day in range(7)))
    weekly = WeeklyHours(
        days=office,
        exceptions=(
            DatedHours(first=date(2026, 12, 1), last=date(2026, 12, 1), note_en="Training"),
            DatedHours(first=date(2026, 12, 7), last=date(2026, 12, 11), hours=mornings),
            DatedHours(first=date(2027, 1, 4), last=None, note_th="ย้ายไปศาลากลางหลังใหม่"),
        ),
    )
    assert describe_weekly(weekly, "th")[2:] == [
        "1 ธันวาคม 2569: ปิด (Training)",
        "7 ธันวาคม 2569 – 11 ธันวาคม 2569: จันทร์–ศุกร์ 08:30–12:00, ปิดวันหยุดราชการ",
        "ตั้งแต่ 4 มกราคม 2570 จนกว่าจะแจ้งให้ทราบ: ปิด (ย้ายไปศาลากลางหลังใหม่)",
    ]
    assert describe_weekly(weekly, "en")[2] == "1 December 2026: closed (Training)"


@settings(max_examples=150, deadline=None)
@given(random_expressions() | office_expressions())
def test_whatever_can_be_evaluated_can_be_told(expression: str) -> None:
    for language in ("th", "en"):
        assert all(describe_hours(expression, language, SATURDAY))


def test_two_weeks_ahead_name_their_holidays() -> None:
    days = days_ahead(Hours("Mo-Fr 08:30-16:30; PH off"), datetime(2026, 12, 1, 9, tzinfo=BANGKOK), days=14)
    assert len(days) == 14
    assert [day.date.day for day in days if day.is_holiday] == [5, 7, 10]
    assert [day.date.day for day in days if day.spells] == [1, 2, 3, 4, 8, 9, 11, 14]
