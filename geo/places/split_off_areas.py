"""Finds the area in a longer text: "ต่อใบขับขี่ ศรีราชา" is "ต่อใบขับขี่" and a place, "โรงพยาบาล ชลบุรี" an office in one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from geo.places.area_index import AreaIndex
from geo.places.folding import fold
from geo.places.match_areas import EXACT_SCORE, AreaMatch, NamesTaken, match_begun_around, match_whole_names
from geo.places.pieces import cut

By = Literal["marker", "connector", "space", "run"]
"""What says that a place begins: a word like อำเภอ, one like "in" or ที่, a space, or nothing but the name itself."""

MOST_WORDS_IN_PLACE = 9

_SPELT_OTHERWISE = 0.92
_SHORTEST_LOOSE = 6
_SHORTEST_IN_RUN = 5

_CONNECTOR = (
    r"(?:อยู่|แถวๆ|แถว|ใกล้ๆ|ใกล้กับ|ใกล้|ละแวก|ย่าน|บริเวณ|ภายใน|ที่|ใน|ของ|ณ|จาก|"
    r"\b(?:located in|in the|in|at|near|around|nearby|close to|within|for|from)\b)"
)
_MARKER = (
    r"(?:จังหวัด|กิ่งอำเภอ|อำเภอ|ตำบล|แขวง|เขต|จว\.|[จอต]\s?\.|"
    r"\b(?:changwat|amphoe|amphur|khet|tambon|khwaeng|province of|district of)\b)"
)
_BEGINNING = re.compile(
    rf"(?P<connector>{_CONNECTOR})\s*(?P<marked>(?={_MARKER}))?|(?P<marker>(?={_MARKER}))|(?P<space>[\s,]+|^)",
    re.IGNORECASE,
)
_END = re.compile(r"(?=[\s,?!]|$)")
_LAST_OF_REST = re.compile(rf"[\s,]*(?:{_CONNECTOR})?[\s,]*$", re.IGNORECASE)
_POLITE = re.compile(r"(?:ครับ|ค่ะ|คะ|นะ|จ้า|please|thanks|ได้ไหม|ที่ไหน|[?!.])+\s*$", re.IGNORECASE)

_JUST_THE_TOWN = ("เมือง", "ในเมือง", "Mueang", "mueang", "Muang", "muang")
"""Names of places that are said of any town."""

_SURENESS: dict[By, float] = {"marker": 0.95, "connector": 0.9, "space": 0.8, "run": 0.65}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSplit:
    """`rest` is the text without the place and the word that leads to it; `matches` are the areas it may be.

    `names`: whether the last name in it is whole, or only begun. `sureness`, 0 to 1: how likely it is that these words
    are a place at all.
    """

    rest: str
    place: str
    matches: Sequence[AreaMatch]
    by: By
    names: NamesTaken
    sureness: float


def split_off_areas(text: str, index: AreaIndex) -> list[AreaSplit]:
    """Every sensible way to take a place out of the text, surest first; of equals the longest place.

    Empty where no whole name of an area stands at its beginning, at its end or between spaces. Behind one the name of
    an area around it may be begun: "ศรีราชา ชล".
    """
    plain = _POLITE.sub("", text.strip())
    found: dict[tuple[str, str], AreaSplit] = {}
    for split in _splits(plain, index):
        known = found.get((split.rest, split.place))
        if known is None or split.sureness > known.sureness:
            found[split.rest, split.place] = split
    return sorted(found.values(), key=lambda split: (-round(split.sureness, 2), -len(split.place), split.rest))


def _splits(text: str, index: AreaIndex) -> Iterator[AreaSplit]:
    for begin, start, by in _beginnings(text):
        for end in _ends(text, start):
            place, rest = text[start:end].strip(" ,"), _rest(text, begin, end)
            if by == "connector" and _areas(text[begin:end].strip(), "space", index):
                continue  # "ในเมือง": the word belongs to the name
            if not rest:
                continue
            names: NamesTaken = "whole"
            matches: Sequence[AreaMatch] = _areas(place, by, index)
            if not matches and end == len(text):
                names, matches = "begun", match_begun_around(place, index)
            if matches:
                sureness = _sureness(place, by, matches, start, index)
                yield AreaSplit(rest=rest, place=place, matches=matches, by=by, names=names, sureness=sureness)
    yield from _at_end_of_run(text, index)


def _beginnings(text: str) -> Iterator[tuple[int, int, By]]:
    """Where the rest ends, where the place begins, and why."""
    position = 0
    while position < len(text) and (match := _BEGINNING.search(text, position)) is not None:
        if match["connector"]:
            yield match.start(), match.end(), "marker" if match["marked"] is not None else "connector"
        elif match["marker"] is not None:
            yield match.start(), match.start(), "marker"
        else:
            yield match.start(), match.end(), "space"
        # the next may begin inside: "ที่ ใน เมือง"; but it must lie further on
        position = max(match.start() + 1, position + 1)


def _ends(text: str, start: int) -> list[int]:
    ends = [match.start() for match in _END.finditer(text, start + 1)]
    return ends[:MOST_WORDS_IN_PLACE]


def _rest(text: str, begin: int, end: int) -> str:
    before, after = _LAST_OF_REST.sub("", text[:begin]), text[end:].strip(" ,?!")
    return " ".join(part for part in (before.strip(" ,"), after) if part)


def _areas(place: str, by: By, index: AreaIndex) -> tuple[AreaMatch, ...]:
    """Those that the whole of the place's words name; a spelling of one's own only where something leads to it."""
    if not place:
        return ()
    matches = match_whole_names(place, index)
    loose = by in ("marker", "connector") or len(fold(place)) >= _SHORTEST_LOOSE
    least = _SPELT_OTHERWISE if loose else EXACT_SCORE
    return tuple(match for match in matches if match.score >= max(least, matches[0].score - 0.03))


def _sureness(place: str, by: By, matches: Sequence[AreaMatch], start: int, index: AreaIndex) -> float:
    sure = _SURENESS[by]
    if by == "marker" or is_spelt_out(place, matches[0], index):
        return sure
    if by == "space":
        sure *= likeness_to_a_name(place, matches)
    elif len(fold(place)) < 3 or place in _JUST_THE_TOWN:
        sure *= 0.5
    return sure if start else sure * 0.95


def is_spelt_out(place: str, match: AreaMatch, index: AreaIndex) -> bool:
    """Whether the text itself says that it is a place: by a word such as อำเภอ, or by naming what that lies in."""
    return match.chained or any(piece.level or piece.level_after for piece in cut(place, index.names_with_markers))


def likeness_to_a_name(place: str, matches: Sequence[AreaMatch]) -> float:
    """Short names, and those that only subdistricts have, are often just words: นา, ยาง, hot, sam."""
    levels, name = {match.record.level for match in matches}, fold(place)
    if len(name) <= 3 and "province" not in levels:
        return 0.7 if "district" in levels and not name.isascii() else 0.4
    return 0.85 if levels == {"subdistrict"} else 1.0


def _at_end_of_run(text: str, index: AreaIndex) -> Iterator[AreaSplit]:
    """'ทำบัตรประชาชนศรีราชา': a long name of a district or province at the end of a word without spaces."""
    last = re.search(r"[\u0e01-\u0e4e]+$", text)
    if last is None:
        return
    for start in range(last.start() + 3, last.end() - _SHORTEST_IN_RUN + 1):
        place = text[start:]
        fits = index.exact(fold(place))
        if not fits or place in _JUST_THE_TOWN or not _may_begin(text, start):
            continue
        matches = tuple(match for match in match_whole_names(place, index) if match.score >= EXACT_SCORE)
        matches = tuple(match for match in matches if match.record.level != "subdistrict")
        if matches and (rest := _rest(text, start, len(text))):
            sureness = _SURENESS["run"] * (1 if len(place) > _SHORTEST_IN_RUN else 0.85)
            yield AreaSplit(rest=rest, place=place, matches=matches, by="run", names="whole", sureness=sureness)


def _may_begin(text: str, start: int) -> bool:
    """Not in the middle of a syllable's marks."""
    return text[start] not in "ะาำๅๆัิีึืฺุู็่้๊๋์ํ๎" and text[start - 1] not in "เแโใไ"
