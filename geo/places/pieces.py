"""Cuts what was typed where it says itself that one name ends: at spaces, commas, and words like "อำเภอ"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from geo.places.folding import fold

LEVELS = ("province", "district", "subdistrict")

LONG_MARKERS = ("จังหวัด", "กิ่งอำเภอ", "อำเภอ", "ตำบล", "แขวง", "เขต")
ROMAN_MARKERS = (" khet", " tambon")
"""Words that say a level and also occur inside names, as in สนามชัยเขต (Sanam Chai Khet)."""

_LEVEL_OF = {
    **dict.fromkeys(("จังหวัด", "จ.", "จว.", "จ"), "province"),
    **dict.fromkeys(("changwat", "province of", "j.", "prov."), "province"),
    **dict.fromkeys(("กิ่งอำเภอ", "กิ่งอ.", "อำเภอ", "เขต", "อ.", "อ"), "district"),
    **dict.fromkeys(("king amphoe", "amphoe", "amphur", "amphor", "ampher", "khet", "district of", "a."), "district"),
    **dict.fromkeys(("ตำบล", "แขวง", "ต.", "ต"), "subdistrict"),
    **dict.fromkeys(("tambon", "tambol", "tumbon", "khwaeng", "kwaeng", "t."), "subdistrict"),
}
_LEVEL_AFTER = {"subdistrict": "subdistrict", "district": "district", "province": "province", "prov.": "province"}
_NOISE = frozenset({"city", "town", "thailand", "ประเทศไทย"})

_THAI = "\u0e01-\u0e4e"
_MARKER = re.compile(
    # at the beginning of a word: any; a single letter only where a space follows
    rf"(?<![{_THAI}A-Za-z.])(?:(?P<word>(?:{'|'.join(LONG_MARKERS)})|(?:กิ่ง\s?อ|จว|[จอต])\s?\.|[จอต](?=\s)"
    r"|(?:changwat|province of|king amphoe|amphoe|amphur|amphor|ampher|khet|district of|tambon|tambol|tumbon"
    r"|khwaeng|kwaeng)(?=\s)|(?:prov|[jat])\.(?=\s?[a-z])))"
    # in the middle of a run of Thai letters: the long ones and those with a dot
    rf"|(?<=[{_THAI}.])(?P<inside>{'|'.join(LONG_MARKERS)}|[จอต]\.)",
    re.IGNORECASE,
)
_OFFICE = re.compile(rf"(?<![{_THAI}])อบ$")
"""อบต. and อบจ. are offices, and no names before a marker."""

_STOPS = re.compile(r"[,;/|()\[\]\n\r\t:•]+")
_SPACES = re.compile(r"[\s\u200b_–-]+")
_SUB_DISTRICT = re.compile(r"\bsub[\s-]?district\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, folded, and as it was written.

    `is_start`: a name may begin here but not reach over from before. `level` is what the name that begins here must
    be, `level_after` what the name that ends here must be; None where the text does not say.
    """

    text: str
    original: str
    is_start: bool = False
    level: str | None = None
    level_after: str | None = None


def cut(text: str, kept: Iterable[str] = ()) -> list[Piece]:
    """The pieces of a text in their order; empty where it has no letters or digits.

    `kept` are names, in small letters, that hold a marker themselves: in them nothing is cut.
    """
    pieces: list[Piece] = []
    text = _SUB_DISTRICT.sub("subdistrict", text)
    for part in _STOPS.split(text):
        pieces += _with_levels_after(_of_part(part, kept))
    return pieces


def _of_part(part: str, kept: Iterable[str]) -> Iterator[Piece]:
    level, is_start, end = None, True, 0
    for match in (*_markers(part, kept), None):
        run = part[end : match.start()] if match else part[end:]
        for word in _SPACES.split(run):
            if folded := fold(word):
                yield Piece(folded, word, is_start, level)
                level, is_start = None, False
        if match is not None:
            word = re.sub(r"\s+", " ", match[0].strip().lower())
            level = _LEVEL_OF.get(word) or _LEVEL_OF[word.replace(" ", "")]
            is_start, end = True, match.end()


def _markers(part: str, kept: Iterable[str]) -> list[re.Match[str]]:
    lower = part.lower()
    inside = [(lower.index(name), lower.index(name) + len(name)) for name in kept if name in lower]
    return [
        match
        for match in _MARKER.finditer(part)
        if not any(start <= match.start() and match.end() <= end for start, end in inside)
        and not (match["inside"] and _OFFICE.search(part, 0, match.start()))
    ]


def _with_levels_after(pieces: Iterable[Piece]) -> list[Piece]:
    """'Si Racha District, Chon Buri Province': such a word says the level of the name before it and parts it off."""
    found: list[Piece] = []
    begins = False
    for piece in pieces:
        level = _LEVEL_AFTER.get(piece.original.lower())
        if piece.original.lower() in _NOISE or (level and found and piece.level is None):
            if level and found[-1].level_after is None:
                found[-1] = replace(found[-1], level_after=level)
            begins = True
            continue
        found.append(replace(piece, is_start=piece.is_start or begins))
        begins = False
    return found
