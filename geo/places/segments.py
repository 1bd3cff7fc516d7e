"""Into which names a text divides: "Bang Phra Si Racha" is two, "ศรีราชาชลบุรี" too, "Chon Buri" one.

The best ways through a graph: its nodes are places between letters, its edges names of areas that the index knows,
or runs of words that it does not.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from geo.places.area_index import AreaIndex
from geo.places.pieces import Piece

MOST_WAYS = 8
"""More ways than that to divide a text are not looked at."""

MOST_WORDS = 6
"""No area's name has more words, however it is written."""

_NAME, _LOOSE_NAME, _CUT_IN_WORD = 1.0, 1.4, 0.8
_UNKNOWN, _UNKNOWN_WORD = 3.0, 0.5

_LEAST_LETTERS_IN_WORD = 2
_NO_CUT_BEFORE = frozenset("ะาำๅๆ" + "".join(map(chr, (0x31 + 0xE00, *range(0xE34, 0xE3B), *range(0xE47, 0xE4F)))))
"""Marks and vowels that belong to the consonant before them."""

_NO_CUT_AFTER = frozenset("เแโใไ")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the text that is taken for one name. `level`: what the text says the name is of."""

    text: str
    level: str | None
    is_known: bool
    pieces: tuple[int, int] | None
    """The pieces it is made of, from and before; None where it begins or ends within one."""


@dataclass(frozen=True, slots=True)
class _Edge:
    end: int
    cost: float
    segment: Segment


def divide(pieces: Sequence[Piece], index: AreaIndex) -> list[tuple[Segment, ...]]:
    """The cheapest ways to divide the pieces into names, best first; empty without pieces."""
    if not pieces:
        return []
    graph = _Graph(pieces, index)
    found: list[tuple[Segment, ...]] = []
    order = count()
    waiting: list[tuple[float, int, int, tuple[Segment, ...]]] = [(0.0, next(order), 0, ())]
    visits = [0] * (len(graph.text) + 1)
    while waiting and len(found) < MOST_WAYS:
        cost, _, position, way = heapq.heappop(waiting)
        if position == len(graph.text):
            found.append(way)
            continue
        visits[position] += 1
        if visits[position] > MOST_WAYS:
            continue
        for edge in graph.edges(position):
            heapq.heappush(waiting, (cost + edge.cost, next(order), edge.end, (*way, edge.segment)))
    return found


class _Graph:
    def __init__(self, pieces: Sequence[Piece], index: AreaIndex) -> None:
        self.text = "".join(piece.text for piece in pieces)
        self._pieces = pieces
        self._index = index
        self._starts: dict[int, int] = {}
        position = 0
        for number, piece in enumerate(pieces):
            self._starts[position] = number
            position += len(piece.text)
        self._starts[position] = len(pieces)
        self._known: dict[int, list[_Edge]] = {}

    def edges(self, position: int) -> list[_Edge]:
        if position not in self._known:
            self._known[position] = list(self._edges(position))
        return self._known[position]

    def _edges(self, position: int) -> Iterator[_Edge]:
        number = self._starts.get(position)
        if number is not None:
            yield from self._of_words(position, number)
        yield from self._in_word(position)

    def _of_words(self, position: int, number: int) -> Iterator[_Edge]:
        """Names of whole words, and runs of words that are none."""
        level, end = self._pieces[number].level, position
        for last in range(number, min(number + MOST_WORDS, len(self._pieces))):
            piece = self._pieces[last]
            if last > number and piece.is_start:
                return
            end += len(piece.text)
            text = self.text[position:end]
            said = level or piece.level_after
            exact = self._index.exact(text)
            known = bool(exact) or bool(self._index.loose(text))
            words = last + 1 - number
            cost = (_NAME if exact else _LOOSE_NAME) if known else _UNKNOWN + _UNKNOWN_WORD * words
            yield _Edge(end, cost, Segment(text, said, known, (number, last + 1)))
            if piece.level_after is not None:
                return

    def _in_word(self, position: int) -> Iterator[_Edge]:
        """Exact names that begin or end where no space is."""
        stop = min(len(self.text), position + self._index.longest)
        number = self._starts.get(position)
        level = self._pieces[number].level if number is not None and number < len(self._pieces) else None
        for end in range(position + _LEAST_LETTERS_IN_WORD, stop + 1):
            inner = self._starts.get(end - 1) if end - 1 > position else None
            if inner is not None and inner < len(self._pieces) and self._pieces[inner].is_start:
                return
            if (number is not None and end in self._starts) or not self._may_cut(end):
                continue
            text = self.text[position:end]
            if self._index.exact(text):
                cost = _NAME + _CUT_IN_WORD * ((number is None) + (end not in self._starts))
                yield _Edge(end, cost, Segment(text, level, True, None))

    def _may_cut(self, position: int) -> bool:
        """Not between a consonant and what is written around it."""
        if position >= len(self.text):
            return True
        return self.text[position] not in _NO_CUT_BEFORE and self.text[position - 1] not in _NO_CUT_AFTER
