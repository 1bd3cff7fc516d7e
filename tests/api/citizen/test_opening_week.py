"""Hours day by day: weekends, holidays by name, midnight, and what nobody knows."""

from datetime import date, datetime

import pytest

from api.citizen.opening_badge import hours_in_words, opening_badge
from api.citizen.opening_week import holiday_name, week_of
from geo.opening_hours import BANGKOK

OFFICE = "Mo-Fr 08:30-16:30; PH off"
SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=BANGKOK)
SONGKRAN_EVE = datetime(2026, 4, 12, 3, 0, tzinfo=BANGKOK)


def test_week_starts_today() -> None:
    week = week_of(OFFICE, SATURDAY)
    assert [day.date.day for day in week] == [21, 22, 23, 24, 25, 26, 27]
    assert [len(day.spells) for day in week] == [0, 0, 1, 1, 1, 1, 1]


def test_holiday_is_closed_and_has_a_name() -> None:
    monday = week_of(OFFICE, SONGKRAN_EVE)[1]
    assert monday.is_holiday
    assert monday.spells == ()
    assert holiday_name(monday.date, "th") == "วันสงกรานต์"
    assert holiday_name(monday.date, "en") == "Songkran Festival"
    assert holiday_name(date(2026, 5, 1), "en") is None, "offices work on Labour Day"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (OFFICE, ["จันทร์–ศุกร์ 08:30–16:30"]),
        ("Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00", ["จันทร์–ศุกร์ 08:30–12:00, 13:00–16:30", "เสาร์ 09:00–12:00"]),
        ("24/7", ["ทุกวัน ตลอดวัน"]),
        ("Mo-Su 18:00-24:00", ["ทุกวัน 18:00–24:00"]),
        (None, []),
        ("not hours", []),
    ],
)
def test_usual_hours(expression: str | None, words: list[str]) -> None:
    assert hours_in_words(expression, SATURDAY, "th") == words


def test_usual_hours_look_past_holidays() -> None:
    assert hours_in_words(OFFICE, SONGKRAN_EVE, "en") == ["Monday–Friday 08:30–16:30"]


@pytest.mark.parametrize(
    ("expression", "at", "label", "detail"),
    [
        (OFFICE, datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK), "เปิดอยู่", "ถึง 16:30"),
        (OFFICE, SATURDAY, "ปิด", "เปิดอีกครั้ง จันทร์ 08:30"),
        (OFFICE, datetime(2026, 11, 23, 17, 0, tzinfo=BANGKOK), "ปิด", "เปิดอีกครั้ง พรุ่งนี้ 08:30"),
        (OFFICE, SONGKRAN_EVE, "ปิด", "เปิดอีกครั้ง พฤหัสบดี 08:30"),
        ("24/7", SATURDAY, "เปิดอยู่", "ตลอด 24 ชั่วโมง"),
        ('24/7 open "by appointment"', SATURDAY, "ต้องนัดหมาย", ""),
        ("2027 Jan 04 09:00-12:00", SATURDAY, "ปิด", "เปิดอีกครั้ง จันทร์ที่ 4 มกราคม 2570 09:00"),
        (None, SATURDAY, "ไม่ทราบเวลา", ""),
        ("not hours", SATURDAY, "ไม่ทราบเวลา", ""),
    ],
)
def test_badge(expression: str | None, at: datetime, label: str, detail: str) -> None:
    badge = opening_badge(expression, at, "th")
    assert (badge.label, badge.detail) == (label, detail)
