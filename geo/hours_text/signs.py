"""The many signs that stand for the few of opening hours, and where each stood in the text."""

import unicodedata
from dataclasses import dataclass

from geo.thai_digits import TO_ARABIC

_SAME = TO_ARABIC | str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－~～〜∼", "-"),
        **dict.fromkeys("：∶﹕꞉", ":"),
        **dict.fromkeys("．。․", "."),
        **dict.fromkeys("，、،", ","),
        **dict.fromkeys("；﹔", ";"),
        **dict.fromkeys("\r\v\f\u2028\u2029", "\n"),
    }
)
_INVISIBLE = frozenset(
    [*map(chr, range(0x200B, 0x2010)), *map(chr, range(0x202A, 0x202F)), "\u2060", "\ufeff", "\u00ad"]
)
_TWO_AS_ONE = {"ํา": "ำ", "เเ": "แ"}
"""What keyboards write as two letters."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Lower case with ASCII digits, single spaces; `places[n]` is where the n-th character stood, the last the end."""

    text: str
    places: tuple[int, ...]


def plain_signs(text: str) -> Plain:
    kept: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        one = _plain(sign)
        if one == " " and kept and kept[-1] == " ":
            continue
        if kept and (pair := _TWO_AS_ONE.get(kept[-1] + one)):
            kept[-1] = pair
        else:
            kept.append(one)
            places.append(place)
    return Plain("".join(kept), (*places, len(text)))


def _plain(sign: str) -> str:
    same = sign.translate(_SAME)
    folded = unicodedata.normalize("NFKC", same).lower()
    if same != sign or len(folded) != 1 or same == "ำ":
        folded = same
    return " " if folded.isspace() and folded != "\n" else folded
