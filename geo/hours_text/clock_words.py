"""Times of day as people write and say them: 8.30 น., 4:30 pm, 8 โมงครึ่ง, บ่ายสองโมง, 4 โมงเย็น, 2 ทุ่ม, ตีห้า, เที่ยง."""

import re
from dataclasses import dataclass

_NUMBERS = {
    **{word: at for at, word in enumerate(("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ"), 1)},
    "สิบเอ็ด": 11,
    "สิบสอง": 12,
}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_ONLY = r"(?!\s*[.:]?\d)"
"""Behind a number: it is not the beginning of a time in digits."""
_HALF = r"\s*ครึ่ง"

_PARTS_OF_DAY = {"บ่าย": (12, 6), "ทุ่ม": (18, 5), "ตี": (0, 6), "เย็น": (12, 7)}
"""The hour from which each counts, and its last number."""

NOON, MIDNIGHT = 12 * 60, 24 * 60

SPOKEN = (
    rf"เที่ยง(?:คืน|วัน)?(?:{_HALF})?"
    rf"|บ่าย\s*(?:โมง|{_NUMBER}{_ONLY}\s*โมง(?:\s*เย็น)?|{_NUMBER}{_ONLY})(?:{_HALF})?"
    rf"|(?<!\d)(?<![ก-๎])ตี\s*{_NUMBER}{_ONLY}(?:{_HALF})?"
    rf"|(?<![\d.:]){_NUMBER}\s*โมง\s*(?:เช้า|เย็น)?(?:{_HALF})?\s*(?:เช้า|เย็น)?"
    rf"|(?<![\d.:]){_NUMBER}?\s*ทุ่ม(?:{_HALF})?"
    r"|(?<![\d.:])\d{1,2}\s*นาฬิกา(?:\s*\d{1,2}\s*นาที)?"
)
_HALF_DAY = r"(?:\s*(?:a\.?m\.?|p\.?m\.?)(?![a-z]))"
DIGITS = (
    rf"(?<![\d.:])\d{{1,2}}\s?[.:]\s?\d{{2}}(?::\d\d)?(?![\d:])(?!\.\d)(?:{_HALF_DAY})?"
    rf"|(?<![\d.:])\d{{1,2}}{_HALF_DAY}"
    r"|(?<![\d.:/])(?:[01]\d|2[0-4])[0-5]\d(?=\s*(?:น\.|hrs?\b))"
    r"|(?<![\d.:/])[01]\d[0-5]\d(?=\s*(?:-|ถึง|to)\s*(?:[01]\d|2[0-4])[0-5]\d(?!\d))"
    r"|(?<=[01]\d[0-5]\d-)(?:[01]\d|2[0-4])[0-5]\d(?!\d)|(?<=[01]\d[0-5]\d - )(?:[01]\d|2[0-4])[0-5]\d(?!\d)"
    r"|(?<![\d.:/-])\d{1,2}(?=\s*(?:-|ถึง)\s*\d{1,2}(?:[.:]\d\d)?\s*น\.)"
    r"|(?<![\d.:/])\d{1,2}(?=\s*น\.)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes from midnight. `is_sure`: the other half of the day cannot be meant."""

    minute: int
    is_sure: bool


def parse_clock(text: str) -> Clock | None:
    """Of a text that `SPOKEN` or `DIGITS` found; None when there is no such time."""
    return _spoken(text) if re.search(r"เที่ยง|บ่าย|ตี|โมง|ทุ่ม|นาฬิกา", text) else _in_digits(text)


def _in_digits(text: str) -> Clock | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if re.fullmatch(r"\d{4}", text):
        hour, minute = divmod(numbers[0], 100)
    half = re.search(r"[ap](?=\.?m)", text)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return _clock(hour, minute, is_sure=half is not None or hour > 12)


def _spoken(text: str) -> Clock | None:
    found = re.search(_NUMBER, re.sub(r"เที่ยง.*", "", text))
    number = None if found is None else _NUMBERS.get(found[0]) or int(found[0])
    minute = 30 if "ครึ่ง" in text else 0
    if "เที่ยงคืน" in text:
        return _clock(0, minute, is_sure=True)
    if "เที่ยง" in text:
        return _clock(12, minute, is_sure=True)
    if "นาฬิกา" in text:
        numbers = [int(one) for one in re.findall(r"\d+", text)]
        return _clock(numbers[0], numbers[1] if len(numbers) > 1 else 0, is_sure=True)
    return _by_part_of_day(text, number, minute)


def _by_part_of_day(text: str, number: int | None, minute: int) -> Clock | None:
    for word, (begins, last) in _PARTS_OF_DAY.items():
        if word in text:
            return _clock(begins + (number or 1), minute, is_sure=True) if (number or 1) <= last else None
    if number is None or number > 12:
        return None
    if number < 6:
        # Of old, 'two o'clock in the morning' is the second hour after six; without a part of day, it is afternoon.
        return _clock(number + (6 if "เช้า" in text else 12), minute, is_sure=False)
    return _clock(number, minute, is_sure="เช้า" in text or number > 6)


def _clock(hour: int, minute: int, *, is_sure: bool) -> Clock | None:
    at = hour * 60 + minute
    return Clock(at, is_sure) if minute < 60 and at <= MIDNIGHT else None
