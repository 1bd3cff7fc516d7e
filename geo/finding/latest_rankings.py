"""The last questions and their rankings: who types a place behind what she needs asks the same with every letter."""

from collections import OrderedDict
from threading import Lock

from geo.finding.index import Index
from geo.finding.ranking import Ranking, rank
from geo.finding.signs import Question

MOST_KEPT = 32
"""One takes 0.3 MB with 5,000 procedures: a value for each, of every sign."""


class LatestRankings:
    """Over one index: when there is another, nothing is left. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._index: Index | None = None
        self._kept: OrderedDict[tuple[str, bool, int], Ranking] = OrderedDict()

    def rank(self, question: Question, index: Index, limit: int, among: frozenset[int] | None = None) -> Ranking:
        """As `ranking.rank`. What was asked of some procedures only is not kept."""
        if among is not None:
            return rank(question, index, limit, among)
        key = (question.text, question.has_all_vectors, limit)
        with self._lock:
            if self._index is not index:
                self._index = index
                self._kept.clear()
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        ranking = rank(question, index, limit)
        with self._lock:
            if self._index is index:
                self._kept[key] = ranking
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return ranking
