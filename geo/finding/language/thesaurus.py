"""Official words for everyday ones: who says มอไซค์ finds what titles and manuals call รถจักรยานยนต์."""

import csv
from functools import cache
from pathlib import Path

from geo.finding.language.normal_form import normal_form
from geo.finding.language.word_list import words_and_spaces

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.csv")
"""Columns `said`, `official`: words and short phrases of all that the state does, not of any one catalogue."""


@cache
def official_words() -> dict[str, str]:
    """For what is said, what is written in its place; both in normal form."""
    with EVERYDAY_WORDS.open(encoding="utf-8", newline="") as file:
        return {normal_form(row["said"]): normal_form(row["official"]) for row in csv.DictReader(file)}


def official_reading(text: str) -> str | None:
    """The text, in normal form, with official words for everyday ones, the longest first; None where it has none.

    Only what begins and ends with a word is replaced: ตา is no part of ตาก.
    """
    known, longest = official_words(), _most_letters()
    pieces = words_and_spaces(text)
    read: list[str] = []
    begin = 0
    is_changed = False
    while begin < len(pieces):
        said, end = "", begin
        official, after = pieces[begin], begin + 1
        while end < len(pieces) and len(said) + len(pieces[end]) <= longest:
            said, end = said + pieces[end], end + 1
            if said in known:
                official, after = f" {known[said]} ", end
        is_changed |= official != pieces[begin]
        read.append(official)
        begin = after
    return " ".join("".join(read).split()) if is_changed else None


@cache
def _most_letters() -> int:
    return max(map(len, official_words()))
