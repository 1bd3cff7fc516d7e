"""How Thai offices write their hours, against the week they mean, minute by minute."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.hours_text.read import LONGEST, parse_thai_hours
from geo.weekly_hours.week import Day, MonthlyDay, Span, SpanState, WeeklyHours
from tests.geo.hours_text.styles import written_weeks
from tests.geo.weekly_hours.minutes import evaluated
from tests.geo.weekly_hours.weeks import meant


def day(times: str, state: SpanState = "open") -> Day:
    """'08:30-12:00 13:00-16:30'."""
    spans = []
    for span in times.split():
        start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
        spans.append(Span(start, end if end > start else end + 24 * 60, state))
    return tuple(spans)


def week(*days: str, ph: str | None = "", monthly: tuple[int, tuple[int, ...], str] | None = None) -> WeeklyHours:
    """Seven days, or five and a closed weekend, or one for all workdays; `ph` None: holidays are as other days."""
    if len(days) == 1:
        days = days * 5
    mo, tu, we, th, fr, sa, su = (day(times) for times in (*days, "", "")[:7])
    extra = () if monthly is None else (MonthlyDay(weekday=monthly[0], ordinals=monthly[1], spans=day(monthly[2])),)
    return WeeklyHours(days=(mo, tu, we, th, fr, sa, su), holidays=None if ph is None else day(ph), monthly=extra)


def daily(times: str, ph: str | None = None) -> WeeklyHours:
    return week(*[times] * 7, ph=ph)


OFFICE = "08:30-16:30"
SHIFTS = "08:30-12:00 13:00-16:30"
MORNING = "09:00-12:00"
USUAL = week(OFFICE)

WAYS: list[tuple[str, WeeklyHours]] = [
    ("จันทร์ - ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ", USUAL),
    ("จันทร์ – ศุกร์ เวลา 08:30 – 16:30 น. (เว้นวันหยุดราชการ)", USUAL),
    ("วันจันทร์ถึงวันศุกร์ เวลา 08.30 น. ถึง 16.30 น. เว้นวันหยุดนักขัตฤกษ์", USUAL),
    ("จ.-ศ. ๐๘.๓๐-๑๖.๓๐ น. (พักเที่ยง 12.00-13.00 น.)", week(SHIFTS)),
    ("จ-ศ 8.30-16.30", USUAL),
    ("จันทร์ — ศุกร์ ๘.๓๐ ~ ๑๖.๓๐ น. ปิดวันหยุดราชการ", USUAL),
    ("เปิดทุกวัน 08:30 – 16:30 น.", daily(OFFICE)),
    ("เปิดทุกวัน 08.30-16.30 น. ไม่เว้นวันหยุดราชการ", daily(OFFICE)),
    ("เปิดบริการทุกวัน ไม่มีวันหยุด เวลา 08.00-20.00 น.", daily("08:00-20:00")),
    ("เปิดทำการทุกวัน เว้นวันหยุดนักขัตฤกษ์ ตั้งแต่ 0830-1630 น.", daily(OFFICE, ph="")),
    ("ทุกวัน ยกเว้นวันเสาร์-อาทิตย์ และวันหยุดนักขัตฤกษ์ 08.30 - 16.30 น.", USUAL),
    ("ทุกวัน เว้นวันอาทิตย์ 9.00-17.00 น. และวันหยุดนักขัตฤกษ์ปิด", week(*["09:00-17:00"] * 6, "")),
    ("ในวันและเวลาราชการ", USUAL),
    ("วันเวลาราชการ 08.30-16.30 น.", USUAL),
    ("เปิดให้บริการในวันทำการ เวลา 08.30 - 15.30 น.", week("08:30-15:30")),
    ("วันทำการ: จันทร์-เสาร์ เวลาทำการ: 8.00-17.00 น.", week(*["08:00-17:00"] * 6, "")),
    ("ทุกวันทำการ 08:30-16:30 น. พักกลางวัน 12:00-13:00 น.", week(SHIFTS)),
    ("08.30-16.30 น. จันทร์-ศุกร์", USUAL),
    ("08.30-16.30 น.", USUAL),
    ("ตั้งแต่เวลา 8 โมงครึ่งถึง 4 โมงเย็น", week("08:30-16:00")),
    ("จันทร์ถึงศุกร์ แปดโมงครึ่งถึงสี่โมงครึ่ง", USUAL),
    ("ทุกวันศุกร์ เที่ยงถึงสองทุ่ม", week("", "", "", "", "12:00-20:00")),
    ("ทุกวัน ตีห้าครึ่ง ถึง เที่ยงคืน", daily("05:30-24:00")),
    ("ทุกวันพุธที่ 2 และ 4 ของเดือน เวลา 9 โมงเช้าถึงบ่าย 3 โมง", week("", monthly=(2, (2, 4), "09:00-15:00"))),
    ("วันเสาร์แรกของเดือน 09.00-12.00 น.", week("", monthly=(5, (1,), MORNING))),
    ("เสาร์สุดท้ายของเดือน เปิดครึ่งวันเช้า", week("", monthly=(5, (-1,), "08:30-12:00"))),
    ("จันทร์-ศุกร์ 8.30-16.30 ปิดวันศุกร์แรกของเดือน", week(OFFICE, monthly=(4, (1,), ""))),
    ("วันเสาร์ เปิดครึ่งวันเช้า", week("", "", "", "", "", "08:30-12:00", "")),
    ("จันทร์-ศุกร์ 8.30-16.30 น. เสาร์ ครึ่งวัน", week(*[OFFICE] * 5, "08:30-12:00", "")),
    ("วันจันทร์-ศุกร์ ภาคเช้า 08.30-12.00 น. ภาคบ่าย 13.00-16.30 น. หยุดวันนักขัตฤกษ์", week(SHIFTS)),
    ("จันทร์ พุธ ศุกร์ เช้า 8.30-12.00 บ่าย 1.00-4.30", week(SHIFTS, "", SHIFTS, "", SHIFTS)),
    ("จันทร์,พุธ,ศุกร์ 9.00-12.00", week(MORNING, "", MORNING, "", MORNING)),
    ("จันทร์-ศุกร์ 08.30-16.30 น.\nเสาร์ 09.00-12.00 น.\nอาทิตย์ ปิด", week(*[OFFICE] * 5, MORNING, "")),
    ("จันทร์-ศุกร์: 08.30-16.30\nเสาร์-อาทิตย์: ปิด\nพักเที่ยง: 12.00-13.00", week(SHIFTS)),
    ("วันหยุด: เสาร์-อาทิตย์ และวันหยุดราชการ\nเวลา: 08.30-16.30 น.", USUAL),
    ("วันเสาร์ ปิด วันอาทิตย์ 9.00-12.00", week("", "", "", "", "", "", MORNING)),
    ("อังคาร-อาทิตย์ 9.00-17.00 น. (หยุดวันจันทร์)", week("", *["09:00-17:00"] * 6)),
    ("จันทร์-พฤหัสบดี 8.30-16.30 ศุกร์ 8.30-15.00", week(*[OFFICE] * 4, "08:30-15:00")),
    ("จันทร์-ศุกร์ 08.30-16.30 พุธ 08.30-20.00", week(OFFICE, OFFICE, "08:30-20:00", OFFICE, OFFICE)),
    (
        "เสาร์-อาทิตย์และวันหยุดราชการ 9.00-12.00 น. จันทร์-ศุกร์ 8.00-20.00 น.",
        week(*["08:00-20:00"] * 5, MORNING, MORNING, ph=MORNING),
    ),
    ("วันธรรมดา 16.30-20.30 วันหยุด 8.30-16.30", week(*["16:30-20:30"] * 5, OFFICE, OFFICE, ph=OFFICE)),
    ("จันทร์-ศุกร์ 08.30-16.30 น. (12.00-13.00 น. พักเที่ยง)", week(SHIFTS)),
    ("จันทร์-ศุกร์ 08.30-16.30 น. ไม่พักเที่ยง", USUAL),
    ("เปิด 8.30 น. ปิด 16.30 น. ทุกวันจันทร์-ศุกร์", USUAL),
    ("เปิด 8.30-16.30 น. ปิด 12.00-13.00 น. จันทร์-ศุกร์", week(SHIFTS)),
    ("จันทร์-ศุกร์ 8.30-4.30", USUAL),
    ("18.00-02.00 น. ทุกวัน", daily("18:00-02:00")),
    ("ตลอด 24 ชั่วโมง", daily("00:00-24:00")),
    ("เปิดตลอด ๒๔ ชม. ทุกวัน ไม่เว้นวันหยุดราชการ", daily("00:00-24:00")),
    ("จันทร์ - ศุกร์ 8 - 16 น.", week("08:00-16:00")),
    ("Mon-Fri 8:30am-4:30pm, closed on public holidays", USUAL),
    ("Open daily 08:30-16:30", daily(OFFICE)),
    ("Monday to Friday, 8.30 a.m. - 4.30 p.m. (except public holidays), lunch break 12.00-13.00", week(SHIFTS)),
    ("Mon - Fri : 08.30 - 16.30 / Sat : 09.00 - 12.00 / Sun : Closed", week(*[OFFICE] * 5, MORNING, "")),
    ("First and third Saturday of the month 09:00-12:00", week("", monthly=(5, (1, 3), MORNING))),
    (
        "เปิดบริการทุกวันจันทร์ – ศุกร์ 09:00-17:00 หยุดเสาร์ อาทิตย์ และวันหยุดนักขัตฤกษ์",
        week("09:00-17:00"),
    ),
    (
        "เวลาทำการ\nวันจันทร์-วันศุกร์\nเช้า 08.30-12.00 น.\nบ่าย 13.00-16.30 น.\nวันเสาร์ - อาทิตย์ และวันหยุดราชการ ปิดทำการ",
        week(SHIFTS),
    ),
    ("1. วันจันทร์-ศุกร์ 08.00-19.00 น.\n2. วันเสาร์-อาทิตย์ 08.00-16.00 น.", week(*["08:00-19:00"] * 5, *["08:00-16:00"] * 2)),
    ("8:30-16:30 จันทร์-ศุกร์; 9:00-12:00 เสาร์", week(*[OFFICE] * 5, MORNING, "")),
    ("วันพฤหัส 9 โมง - เที่ยง และ บ่ายโมง - สี่โมงเย็น", week("", "", "", "09:00-12:00 13:00-16:00", "")),
    ("วันพุธบ่าย 13.00-16.00", week("", "", "13:00-16:00", "", "")),
    ("จันทร์: 08.30-16.30\nอังคาร: 08.30-16.30\nพุธ: ปิด\nพฤหัส: 08.30-16.30", week(OFFICE, OFFICE, "", OFFICE, "")),
    ("ทุกวัน 8.30-16.30 ยกเว้นวันเสาร์ 8.30-12.00", week(*[OFFICE] * 5, "08:30-12:00", OFFICE, ph=None)),
    ("ไม่เว้นวันหยุดราชการและวันเสาร์-อาทิตย์ 8.30-16.30", daily(OFFICE)),
    ("ทุกวันเสาร์ที่สองของเดือน 9.00-12.00", week("", monthly=(5, (2,), MORNING))),
    ("ไม่ต้องนัดหมาย จันทร์-ศุกร์ 8.30-16.30", USUAL),
    ("24 hours", daily("00:00-24:00")),
]


@pytest.mark.parametrize(("text", "weekly"), WAYS, ids=[text for text, _weekly in WAYS])
def test_a_way_of_writing_means_its_week(text: str, weekly: WeeklyHours) -> None:
    reading = parse_thai_hours(text)
    assert reading.leftovers == ()
    assert reading.expression is not None
    assert evaluated(reading.expression) == meant(weekly), reading.expression


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("นัดหมายล่วงหน้า", 'Mo-Su 00:00-24:00 "by appointment"'),
        ("by appointment only", 'Mo-Su 00:00-24:00 "by appointment"'),
        ("จันทร์-ศุกร์ 8.30-16.30 กรุณานัดหมายล่วงหน้า", 'Mo-Fr 08:30-16:30 "by appointment"; PH off'),
        (
            "จันทร์-ศุกร์ 8.30-16.30 วันเสาร์ โดยการนัดหมาย",
            'Mo-Fr 08:30-16:30; Sa 00:00-24:00 "by appointment"; PH off',
        ),
        ("ปิดวันพุธ", "Mo,Tu,Th-Su 00:00-24:00 unknown; PH off"),
        ("เปิดจันทร์-ศุกร์", "Mo-Fr 00:00-24:00 unknown; PH off"),
        ("Mo-Fr 08:30-16:30; Sa[1] off", "Mo-Fr 08:30-16:30; Sa[1] off"),
        ("24/7", "24/7"),
    ],
)
def test_appointments_days_without_times_and_the_syntax_itself(text: str, expression: str) -> None:
    reading = parse_thai_hours(text)
    assert reading.is_complete
    assert reading.expression == expression


@pytest.mark.parametrize(
    ("text", "about", "sentence"),
    [
        ("จันทร์-ศุกร์ 8.30-4.30", "4.30", "'4.30' was read as 16:30."),
        ("จันทร์-ศุกร์ 8.30-12.00, 1.00-16.30", "1.00", "'1.00' was read as 13:00."),
        ("08.30-16.30 น.", "08.30-16.30", "No days are named: read as Monday to Friday."),
        ("จันทร์ 8.30-16.30", "จันทร์", "Holidays are not mentioned: read as closed"),
        ("ทุกวัน 8.30-16.30", "ทุกวัน", "Holidays are not mentioned: read as open"),
        ("ทุกวัน 8.30-16.30 เว้นวันหยุดราชการ", "วันหยุดราชการ", "may mean Saturdays and Sundays too"),
        ("จันทร์-ศุกร์ 8.30-16.30 เว้นวันหยุด", "วันหยุด", "'วันหยุด' was read as government holidays."),
        ("จันทร์-ศุกร์ 8.30-16.30 พักเที่ยง", "พักเที่ยง", "names no times: read as 12:00–13:00."),
        ("เวลาราชการ", "เวลาราชการ", "names no times: read as 08:30–16:30."),
        ("จันทร์-ศุกร์ 8.30-16.30 พุธ 17.00-20.00", "พุธ 17.00-20.00", "besides the others of that day"),
        ("จันทร์-ศุกร์ 8.30-16.30 9.00-17.00", "จันทร์-ศุกร์ 8.30-16.30 9.00-17.00", "overlap: read as one"),
        ("ศูนย์บริการร่วม จันทร์-ศุกร์ 10.00-18.00", "ศูนย์บริการร่วม", "may be a part of the office"),
    ],
)
def test_what_may_mean_something_else_is_asked(text: str, about: str, sentence: str) -> None:
    reading = parse_thai_hours(text)
    assert reading.is_complete
    assert not reading.is_certain
    [asked] = [one for one in reading.questions if sentence in str(one.sentence)]
    assert text[asked.start : asked.end] == about
    assert asked.sentence.render("th") != str(asked.sentence)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("โทร. 02-123-4567 จ-ศ 8.30-16.30", ["โทร. 02-123-4567"]),
        ("จันทร์-ศุกร์ 8.30-16.30 น. (รับบัตรคิวถึง 15.30 น.)", ["รับบัตรคิวถึง 15.30"]),
        ("ปิดปรับปรุง 13-15 เมษายน 2569", ["ปิดปรับปรุง 13-15 เมษายน 2569"]),
        ("วันเสาร์ที่ 5 ธันวาคม 2569 เปิด 9.00-12.00", ["ที่ 5 ธันวาคม 2569"]),
        ("เสาร์เว้นเสาร์ 9.00-12.00", ["เสาร์เว้นเสาร์"]),
        ("นอกเวลาราชการ 16.30-20.30", ["นอกเวลาราชการ"]),
        ("จันทร์-ศุกร์ 25.00-26.00", ["25.00", "26.00"]),
        ("จันทร์-ศุกร์ เปิด 8.30 น.", ["8.30"]),
        ("ชั้น 2 อาคาร A จ.-ศ. ๘.๓๐-๑๖.๓๐", ["ชั้น 2 อาคาร A"]),
        ("จันทร์-ศุกร์ 9.00-12.00 พักเที่ยง", ["พักเที่ยง"]),
        ("จันทร์-ศุกร์ 8.30-16.30 (เดือนรอมฎอน 8.00-15.00)", ["เดือนรอมฎอน 8.00-15.00"]),
        ("จ-พฤ 8.30-16.30 ศ 8.30-12.00", ["ศ 8.30-12.00"]),
        ("จันทร์-ศุกร์ 8.30-16.30 น. และตามนัดหมาย", ["ตามนัดหมาย"]),
        ("จันทร์-ศุกร์ 8.30-16.30 วันพุธเปิดถึง 20.00", ["ถึง 20.00"]),
        ("จันทร์-ศุกร์ 8.30-16.30 พุธ ปิดครึ่งวันบ่าย", ["ปิดครึ่งวันบ่าย"]),
        ("จ.ชลบุรี อ.ศรีราชา จันทร์ 9.00-12.00", ["จ.ชลบุรี อ.ศรีราชา"]),
    ],
)
def test_what_was_not_understood_is_told_with_its_place(text: str, left: list[str]) -> None:
    reading = parse_thai_hours(text)
    assert [one.text for one in reading.leftovers] == left
    assert [text[one.start : one.end] for one in reading.leftovers] == left
    assert not reading.is_complete


def test_hours_of_services_are_told_apart() -> None:
    text = "จันทร์-ศุกร์ 08.30-16.30 น.\nงานทะเบียนราษฎร จันทร์-ศุกร์ 08.30-15.30 น.\nต่อภาษีรถ เสาร์ 09.00-12.00 น."
    reading = parse_thai_hours(text)
    assert reading.expression == "Mo-Fr 08:30-16:30; PH off"
    assert [(one.name, one.expression) for one in reading.services] == [
        ("งานทะเบียนราษฎร", "Mo-Fr 08:30-15:30; PH off"),
        ("ต่อภาษีรถ", "Sa 09:00-12:00; PH off"),
    ]
    assert text[reading.services[0].start : reading.services[0].end].startswith("งานทะเบียน")
    assert parse_thai_hours("งานก จ-ศ 9.00-12.00\nงานข จ-ศ 13.00-16.00").expression is None


def test_places_are_those_of_the_text_as_typed() -> None:
    text = "\u200bจ.-ศ. ๘.๓๐\u200b-๑๖.๓๐ นํ้าท่วม"
    [left] = parse_thai_hours(text).leftovers
    assert text[left.start : left.end] == left.text == "นํ้าท่วม"


@settings(max_examples=300, deadline=None)
@given(written_weeks())
def test_any_week_in_any_style_is_read_as_it_is(written: tuple[str, WeeklyHours]) -> None:
    text, weekly = written
    reading = parse_thai_hours(text)
    assert reading.leftovers == ()
    assert reading.expression is not None
    assert evaluated(reading.expression) == meant(weekly), reading.expression


@settings(max_examples=500, deadline=None)
@given(st.text() | st.text("จอพศส.-0123456789: นวันเปดิทุกที่เสาร์อาทิตย์ถึงโมงครึ่งบ่าย()\n,", max_size=60))
def test_no_text_is_an_error_and_no_letter_is_lost(text: str) -> None:
    reading = parse_thai_hours(text)
    for one in reading.leftovers:
        assert text[one.start : one.end] == one.text
    if not reading.is_complete:
        assert reading.leftovers or reading.expression is None
    for language in ("th", "en"):
        for question in reading.questions:
            assert question.sentence.render(language)


@settings(max_examples=300, deadline=None)
@given(written_weeks(), st.sampled_from(["ฆฌฃ", "xqzk", "ศาลาประชาคม", "ชั้น", "ลิฟต์เสีย", "777"]), st.integers(0, 9999))
def test_a_word_that_nobody_knows_is_never_swallowed(written: tuple[str, WeeklyHours], word: str, seed: int) -> None:
    text, _weekly = written
    gaps = [at for at, sign in enumerate(text) if sign == " "]
    at = random.Random(seed).choice([0, len(text), *gaps])
    spoilt = f"{text[:at]} {word} {text[at:]}"
    reading = parse_thai_hours(spoilt)
    assert not reading.is_complete
    begins = spoilt.index(f" {word} ") + 1
    assert any(one.start <= begins and begins + len(word) <= one.end for one in reading.leftovers)


def test_what_is_too_long_is_left_over_as_a_whole() -> None:
    reading = parse_thai_hours("จันทร์ " * LONGEST)
    assert (reading.expression, len(reading.leftovers)) == (None, 1)
    assert parse_thai_hours(" \n").leftovers == ()
    assert not parse_thai_hours("").is_complete
