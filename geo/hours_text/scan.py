"""A text as words that are known and stretches that are not; no letter or digit is left between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from geo.hours_text.clock_words import Clock, parse_clock
from geo.hours_text.lexicon import WORDS, Kind


@dataclass(frozen=True, slots=True)
class Token:
    """Places are in the plain text. `clock` is that of a time."""

    kind: Kind
    start: int
    end: int
    text: str
    clock: Clock | None = None


def scan(text: str) -> list[Token]:
    return _labels_as_services(list(_tokens(text)), text)


def _tokens(text: str) -> Iterator[Token]:
    done = 0
    for found in WORDS.finditer(text):
        if found.end() == found.start():
            continue
        yield from _unknown(text, done, found.start())
        done = found.end()
        start = done - len(found[0].lstrip(" "))
        kind = cast("Kind", found.lastgroup)
        clock = parse_clock(text[start:done]) if kind == "time" else None
        yield Token("unknown" if kind == "time" and clock is None else kind, start, done, text[start:done], clock)
    yield from _unknown(text, done, len(text))


def _unknown(text: str, start: int, end: int) -> Iterator[Token]:
    stretch = text[start:end]
    if stretch.strip():
        start += len(stretch) - len(stretch.lstrip())
        stretch = stretch.strip()
        yield Token("unknown", start, start + len(stretch), stretch)


def _labels_as_services(tokens: list[Token], text: str) -> list[Token]:
    """Words that nobody knows, at the beginning of a line and before a colon, name what the hours behind are for."""
    labelled = list(tokens)
    for at, (token, following) in enumerate(pairwise(tokens)):
        begins = at == 0 or tokens[at - 1].kind == "line" or (at == 1 and tokens[0].kind == "sign")
        if token.kind == "unknown" and begins and text[token.end : following.end].strip().startswith(":"):
            labelled[at] = Token("service", token.start, token.end, token.text)
    return labelled
