"""The order of the procedures for a question, over all segments of the index."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.finding.fusion import FALLS_BEHIND, Surroundings, advance_of, answers, has_sign, odds_of
from geo.finding.index import Index
from geo.finding.meaning.middle import Middle
from geo.finding.segment import Entry, Segment
from geo.finding.signs import Question, Signs, signs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A procedure in the order, which is that of `odds + advance`; and where the signs of it are."""

    entry: Entry
    odds: float
    advance: float
    is_answer: bool
    segment: Segment
    signs: Signs
    place: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best first, ties by id: at most as many as were asked for.

    `has_answer`: the best of them is one; when not, they are only what lies nearest.
    """

    ranked: tuple[Ranked, ...]
    has_answer: bool


NOTHING = Ranking((), has_answer=False)


def rank(question: Question, index: Index, limit: int, among: frozenset[int] | None = None) -> Ranking:
    """`among`: ids of the only procedures to be ranked; None: all. Those far behind the best are left out."""
    surroundings = _surroundings(question, index.middle)
    best: list[Ranked] = []
    for segment, gone in index.segments():
        if not segment.entries:
            continue
        signs = signs_of(question, index, segment)
        odds, advance = odds_of(signs), advance_of(signs)
        order = odds + advance
        order[~has_sign(signs)] = -np.inf
        order[gone if among is None else gone | ~np.isin(segment.ids, list(among))] = -np.inf
        is_answer = answers(signs, surroundings, question.letters)
        best += [
            Ranked(
                entry=segment.entries[place],
                odds=float(odds[place]),
                advance=float(advance[place]),
                is_answer=bool(is_answer[place]),
                segment=segment,
                signs=signs,
                place=int(place),
            )
            for place in _highest(order, limit)
        ]
    best.sort(key=lambda one: (-one.odds - one.advance, one.entry.id))
    least = max((one.odds for one in best), default=0.0) - FALLS_BEHIND
    near = tuple(one for one in best[:limit] if one.advance or one.odds >= least)
    return Ranking(near, has_answer=bool(near) and near[0].is_answer)


def _highest(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Places of the `count` highest scores, of more where the last of them are equal; none of minus infinity."""
    if count < len(scores):
        least = np.partition(scores, -count)[-count]
        places = np.flatnonzero((scores >= least) & np.isfinite(scores))
    else:
        places = np.flatnonzero(np.isfinite(scores))
    return places[np.lexsort((places, -scores[places]))][:count]


def _surroundings(question: Question, middle: Middle | None) -> Surroundings | None:
    vector = question.typed.vector
    if vector is None or middle is None:
        return None
    return Surroundings(state=float((middle.state @ vector).max()), elsewhere=float((middle.elsewhere @ vector).max()))
