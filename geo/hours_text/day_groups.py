"""Days named together: จันทร์-ศุกร์, เสาร์ที่ 1 และ 3 ของเดือน, ทุกวัน, วันหยุดราชการ, วันและเวลาราชการ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.hours_text.lexicon import ENGLISH_DAYS, FULL_DAYS, SHORT_DAYS, Kind
from geo.hours_text.scan import Token

ITEMS: frozenset[Kind] = frozenset({"day", "weekend", "holiday", "everyday", "workdays", "official"})
_WEEK = frozenset(range(7))
_WORKDAYS = frozenset(range(5))
_THAI_ORDINALS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า")
_ENGLISH_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
}


@dataclass(slots=True)
class DayGroup:
    """`holiday`: the token that names holidays. `monthly`: weekdays in some weeks of the month only.

    `is_official`: 'office hours', which have times of their own. `knows_holidays`: they mean days that offices work.
    """

    start: int
    end: int
    days: set[int] = field(default_factory=set)
    monthly: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    holiday: Token | None = None
    everyday: bool = False
    is_official: bool = False
    knows_holidays: bool = False
    is_opened: bool = False
    """A word for opening stands right before."""


def parse_days(tokens: Sequence[Token], at: int) -> tuple[DayGroup, int] | None:
    """The group that begins at a place, and the place behind it."""
    first = at
    ordinals: tuple[int, ...] = ()
    if tokens[at].kind == "ordinal" and _ordinals(tokens[at].text) and at + 1 < len(tokens):
        ordinals, at = _ordinals(tokens[at].text), at + 1
    if tokens[at].kind not in ITEMS or (ordinals and tokens[at].kind != "day"):
        return None
    group = DayGroup(tokens[first].start, tokens[at].end)
    while True:
        at = _add_item(group, tokens, at, ordinals)
        group.end = tokens[at - 1].end
        following = _behind_link(tokens, at)
        if following is None:
            return group, at
        at = following
        ordinals = ()


def _add_item(group: DayGroup, tokens: Sequence[Token], at: int, before: tuple[int, ...]) -> int:
    token = tokens[at]
    match token.kind:
        case "day":
            return _add_days(group, tokens, at, before)
        case "weekend":
            group.days |= {5, 6}
        case "everyday":
            group.days |= _WEEK
            group.everyday = True
        case "holiday":
            group.holiday = token
        case _:
            group.is_official |= token.kind == "official"
            if not _names_days_next(tokens, at):
                group.days |= _WORKDAYS
                group.knows_holidays = True
    return at + 1


def _add_days(group: DayGroup, tokens: Sequence[Token], at: int, before: tuple[int, ...]) -> int:
    day = weekday_of(tokens[at].text)
    if at + 2 < len(tokens) and tokens[at + 1].kind == "to" and tokens[at + 2].kind == "day":
        last = weekday_of(tokens[at + 2].text)
        group.days |= {(day + ahead) % 7 for ahead in range((last - day) % 7 + 1)}
        return at + 3
    behind = at + 1
    ordinals = before
    if behind < len(tokens) and tokens[behind].kind == "ordinal":
        found = _ordinals(tokens[behind].text)
        if found and not before:
            ordinals, behind = found, behind + 1
        elif before and not found:
            behind += 1  # 'of the month'
    if ordinals:
        group.monthly.append((day, ordinals))
    else:
        group.days.add(day)
    return behind


def _behind_link(tokens: Sequence[Token], at: int) -> int | None:
    """Where the group goes on: at once, behind a comma or 'and', and then also on the next line."""
    following = at
    while following < len(tokens) and tokens[following].kind == "and":
        following += 1
    if following > at and following < len(tokens) and tokens[following].kind == "line":
        following += 1
    if following < len(tokens) and tokens[following].kind in ITEMS:
        return following
    return None


def _names_days_next(tokens: Sequence[Token], at: int) -> bool:
    """'วันทำการ: จันทร์-เสาร์': then the words before are a label."""
    following = (token.kind for token in tokens[at + 1 : at + 4] if token.kind not in ("line", "left"))
    return next(following, None) in ("day", "everyday")


def weekday_of(text: str) -> int:
    """Monday is 0."""
    for number, name in enumerate(FULL_DAYS):
        if name in text:
            return number
    english = re.search(r"[a-z]{3}", text)
    if english is not None:
        return ENGLISH_DAYS.index(english[0])
    return SHORT_DAYS[text.removeprefix("วัน").strip(". ")]


def _ordinals(text: str) -> tuple[int, ...]:
    """Empty for 'of the month' alone."""
    for number, word in enumerate(_THAI_ORDINALS, 1):
        text = text.replace(word, str(number))
    if "แรก" in text:
        return (1,)
    if "สุดท้าย" in text:
        return (-1,)
    english = [_ENGLISH_ORDINALS[word] for word in re.findall(r"[a-z\d]+", text) if word in _ENGLISH_ORDINALS]
    if english:
        return tuple(english)
    first_last = re.search(r"([1-5])\s*-\s*(?:ที่\s*)?([1-5])", text)
    if first_last:
        return tuple(range(int(first_last[1]), int(first_last[2]) + 1))
    return tuple(dict.fromkeys(int(number) for number in re.findall(r"[1-5]", text)))
