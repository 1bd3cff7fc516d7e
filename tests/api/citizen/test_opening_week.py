"""Hours day by day: weekends, holidays by name, midnight, exceptions, and what nobody knows."""

from datetime import date, datetime, timedelta

import pytest

from api.citizen.service_point.opening_badge import opening_badge
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import days_ahead
from geo.hours_in_words.describe import describe_hours
from geo.hours_in_words.spells import spell_in_words
from geo.opening_hours import BANGKOK, UNKNOWN, Hours, TemporarySpell

OFFICE_HOURS = "Mo-Fr 08:30-16:30; PH off"
OFFICE = Hours(OFFICE_HOURS)
SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=BANGKOK)
SONGKRAN_EVE = datetime(2026, 4, 12, 3, 0, tzinfo=BANGKOK)


def test_week_starts_today() -> None:
    week = days_ahead(OFFICE, SATURDAY)
    assert [day.date.day for day in week] == [21, 22, 23, 24, 25, 26, 27]
    assert [len(day.spells) for day in week] == [0, 0, 1, 1, 1, 1, 1]


def test_holiday_is_closed() -> None:
    monday = days_ahead(OFFICE, SONGKRAN_EVE)[1]
    assert monday.is_holiday
    assert monday.spells == ()


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (OFFICE_HOURS, ["จันทร์–ศุกร์ 08:30–16:30", "ปิดวันหยุดราชการ"]),
        ("24/7", ["ทุกวัน ตลอด 24 ชั่วโมง"]),
        ("Mo-Su 18:00-24:00; PH off", ["ทุกวัน 18:00–24:00", "ปิดวันหยุดราชการ"]),
        ("08:30-16:30; Jun-Aug off", ["ทุกวัน 08:30–16:30", "บางวันอาจต่างไปจากนี้"]),
        (None, []),
        ("not hours", []),
    ],
)
def test_usual_hours(expression: str | None, words: list[str]) -> None:
    assert describe_hours(expression, "th", SATURDAY) == words


def test_usual_hours_look_past_holidays() -> None:
    richer = "Mo-Fr 08:30-16:30; PH off; 2030 off"
    assert describe_hours(richer, "en", SONGKRAN_EVE) == ["Monday–Friday 08:30–16:30", "some days may differ"]


@pytest.mark.parametrize(
    ("expression", "at", "label", "detail"),
    [
        ('Mo-Fr 09:00-12:00 "by appointment"', SATURDAY, "ปิด", "รับนัดหมาย จันทร์ 09:00"),
        (OFFICE_HOURS, datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK), "เปิดอยู่", "ถึง 16:30"),
        (OFFICE_HOURS, SATURDAY, "ปิด", "เปิดอีกครั้ง จันทร์ 08:30"),
        (OFFICE_HOURS, datetime(2026, 11, 23, 17, 0, tzinfo=BANGKOK), "ปิด", "เปิดอีกครั้ง พรุ่งนี้ 08:30"),
        (OFFICE_HOURS, SONGKRAN_EVE, "ปิด", "เปิดอีกครั้ง พฤหัสบดี 08:30"),
        ("24/7", SATURDAY, "เปิดอยู่", "ตลอด 24 ชั่วโมง"),
        ('24/7 open "by appointment"', SATURDAY, "ต้องนัดหมาย", ""),
        ("2027 Jan 04 09:00-12:00", SATURDAY, "ปิด", "เปิดอีกครั้ง จันทร์ที่ 4 มกราคม 2570 09:00"),
        (None, SATURDAY, "ไม่ทราบเวลา", ""),
        ("not hours", SATURDAY, "ไม่ทราบเวลา", ""),
    ],
)
def test_badge(expression: str | None, at: datetime, label: str, detail: str) -> None:
    badge = opening_badge(Hours(expression), at, "th")
    assert (badge.label, badge.detail) == (label, detail)


def closed(since: datetime, until: datetime | None, **notes: str) -> Hours:
    exception = TemporarySpell(
        since=since, until=until, expression="off", note_th=notes.get("th"), note_en=notes.get("en")
    )
    return Hours(OFFICE_HOURS, (exception,))


@pytest.mark.parametrize(
    ("until", "notes", "language", "detail"),
    [
        (datetime(2026, 11, 25, tzinfo=BANGKOK), {"th": "ปิดปรับปรุง"}, "th", "เปิดอีกครั้ง พุธ 08:30 (ปิดปรับปรุง)"),
        (datetime(2026, 11, 25, tzinfo=BANGKOK), {"en": "Renovation"}, "en", "opens Wednesday 08:30 (Renovation)"),
        (datetime(2026, 11, 25, tzinfo=BANGKOK), {}, "en", "opens Wednesday 08:30 (temporary hours)"),
        (None, {"th": "ย้ายที่ทำการ"}, "th", "ย้ายที่ทำการ"),
        (None, {}, "en", "temporary hours"),
    ],
)
def test_badge_says_why(until: datetime | None, notes: dict[str, str], language: str, detail: str) -> None:
    badge = opening_badge(closed(SATURDAY, until, **notes), SATURDAY, language)
    assert (badge.state, badge.detail) == ("closed", detail)


def test_badge_before_an_exception_ends_with_it() -> None:
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=BANGKOK)
    badge = opening_badge(closed(monday + timedelta(hours=2), None, en="Moving"), monday, "en")
    assert (badge.state, badge.detail) == ("open", "until 12:00")


def test_week_shows_exceptional_days_with_their_note() -> None:
    monday = datetime(2026, 11, 23, 14, 0, tzinfo=BANGKOK)
    hours = closed(monday, monday + timedelta(days=1), th="ปิดปรับปรุง")
    week = days_ahead(hours, SATURDAY)
    assert [bool(day.exceptions) for day in week] == [False, False, True, True, False, False, False]
    assert week[2].exceptions[0].note("en") == "ปิดปรับปรุง"
    assert [spell_in_words(spell, "en") for spell in week[2].spells] == ["08:30–14:00"]
    assert [spell_in_words(spell, "en") for spell in week[3].spells] == ["14:00–16:30"]


def test_week_of_which_only_an_exception_is_known() -> None:
    hours = Hours(None, closed(SATURDAY, SATURDAY + timedelta(days=2)).exceptions)
    words = [[spell_in_words(spell, "en") for spell in day.spells] for day in days_ahead(hours, SATURDAY)]
    assert words == [
        ["00:00–15:00 (hours unknown)"],
        [],
        ["15:00–24:00 (hours unknown)"],
        *[["Hours unknown"]] * 4,
    ]
    assert days_ahead(UNKNOWN, SATURDAY) == days_ahead(Hours("not hours"), SATURDAY) == []


def test_week_on_a_corrected_calendar() -> None:
    calendar = GovernmentCalendar(closed=frozenset({date(2026, 11, 24)}), working=frozenset({date(2026, 4, 13)}))
    tuesday = days_ahead(OFFICE, SATURDAY, calendar)[3]
    assert tuesday.is_holiday
    assert tuesday.spells == ()
    assert days_ahead(OFFICE, SONGKRAN_EVE, calendar)[1].spells
    assert opening_badge(OFFICE, SONGKRAN_EVE, "th", calendar).detail == "เปิดอีกครั้ง พรุ่งนี้ 08:30"
