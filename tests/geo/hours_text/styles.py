"""A week as one office or another would write it."""

from hypothesis import strategies as st

from geo.weekly_hours.week import Day, Span, WeeklyHours

FULL = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
SHORT = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
ENGLISH = ("Monday", "Tue", "Wed", "Thursday", "Fri", "Saturday", "Sun")
DASHES = ("-", " - ", "–", " – ", " ถึง ", "—")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def _days(days: list[int], names: tuple[str, ...], dash: str) -> str:
    if len(days) > 1 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]}{dash}{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def _clock(minute: int, separator: str, *, zero: bool) -> str:
    hour, minutes = divmod(minute, 60)
    return f"{hour:02}{separator}{minutes:02}" if zero or hour < 7 else f"{hour}{separator}{minutes:02}"


@st.composite
def _opening(draw: st.DrawFn) -> Day:
    """Half hours by day, one shift or two, as offices keep them."""
    start, end = draw(st.integers(14, 20)) * 30, draw(st.integers(30, 42)) * 30
    if draw(st.booleans()):
        return (Span(start, end),)
    return (Span(start, 12 * 60), Span(draw(st.sampled_from([12 * 60 + 30, 13 * 60])), end))


@st.composite
def written_weeks(draw: st.DrawFn) -> tuple[str, WeeklyHours]:
    groups: list[tuple[list[int], Day]] = []
    rest = list(range(7))
    for _turn in range(draw(st.integers(1, 3))):
        if rest:
            days = sorted(draw(st.lists(st.sampled_from(rest), min_size=1, max_size=5, unique=True)))
            rest = [day for day in rest if day not in days]
            groups.append((days, draw(_opening())))
    holidays = draw(st.sampled_from(["", "closed", "worked"]))
    text = _written(draw, groups, holidays)
    spans = {day: hours for days, hours in groups for day in days}
    weekly = WeeklyHours(
        days=tuple(spans.get(day, ()) for day in range(7)), holidays=None if holidays == "worked" else ()
    )
    return text, weekly


def _written(draw: st.DrawFn, groups: list[tuple[list[int], Day]], holidays: str) -> str:
    names = draw(st.sampled_from([FULL, FULL, tuple(f"วัน{name}" for name in FULL), SHORT, ENGLISH]))
    dash, colon = draw(st.sampled_from(DASHES)), draw(st.sampled_from([".", ":"]))
    zero, unit = draw(st.booleans()), draw(st.sampled_from(["", " น.", "น."]))
    of_time = draw(st.sampled_from([" ", " เวลา ", ": ", " เปิด ", " ตั้งแต่เวลา "]))
    shift = draw(st.sampled_from([", ", " และ ", " "]))
    between = draw(st.sampled_from(["\n", " ", ", ", " / ", "; "]))
    parts = []
    for days, hours in groups:
        times = [
            f"{_clock(span.start_min, colon, zero=zero)}{unit if dash == ' ถึง ' else ''}{dash}"
            f"{_clock(span.end_min, colon, zero=zero)}{unit}"
            for span in hours
        ]
        parts.append(f"{_days(days, names, draw(st.sampled_from(DASHES)))}{of_time}{shift.join(times)}")
    said = {
        "": [""],
        "closed": [" เว้นวันหยุดราชการ", " (ยกเว้นวันหยุดนักขัตฤกษ์)", "\nปิดวันหยุดราชการ", " หยุดวันนักขัตฤกษ์"],
        "worked": [" ไม่เว้นวันหยุดราชการ", " (ไม่หยุดวันหยุดนักขัตฤกษ์)", "\nรวมวันหยุดราชการ"],
    }
    prefix = draw(st.sampled_from(["", "เปิดทำการ ", "เวลาทำการ: ", "วันและเวลาทำการ "]))
    text = prefix + between.join(parts) + draw(st.sampled_from(said[holidays]))
    return text.translate(_THAI_DIGITS) if draw(st.booleans()) else text
