"""The procedures that a question in somebody's own words is about, each with the reason why."""

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from geo.database import time_limit
from geo.finding.catalogue import Catalogue
from geo.finding.families import family_names
from geo.finding.index import Index
from geo.finding.language.normal_form import normal_form
from geo.finding.language.thesaurus import official_reading
from geo.finding.language.word_list import in_whole_words, with_digits
from geo.finding.latest import Latest
from geo.finding.meaning.embedding import BUNDLED, load_embedding
from geo.finding.meaning.middle import Middle
from geo.finding.ranking import NOTHING, Ranked, Ranking, rank
from geo.finding.reason import Quotable, Reason, reason_by_meaning, reason_by_name, reason_by_text
from geo.finding.searched_text import find_searched_texts
from geo.finding.signs import Question, Reading
from geo.models import Procedure
from geo.procedure_list import ProcedureName, ProcedureQuery, find_filtered_ids, find_names
from geo.tags import Label, find_labels_of

NEAREST_CATEGORIES = 3

FEWEST_LETTERS_WITH_A_MEANING = 3
"""What is shorter is the beginning of something: it is found letter by letter."""

_LOOKED_AT_FOR_CATEGORIES = 8

_MOST_RANKINGS = 32
"""One takes 0.3 MB with 5,000 procedures: a value for each, of every sign."""

_MOST_QUOTABLES = 512
"""One takes 40 KB: a manual's sentences and their grams."""

_BY_CODE = select(Procedure.id).where(Procedure.code == bindparam("code"))

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`family`: the name that this procedure and others in the answer share, where there are such: cases of one thing.

    `odds`: the difference of two is the log of the odds between them.
    """

    procedure: ProcedureName
    reason: Reason
    family: str | None
    odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Best first. `nearest_categories` only where there is no match: where somebody may look further."""

    matches: tuple[Match, ...]
    nearest_categories: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a question finds, before anything is said about it.

    `settled`: what it finds without a ranking, by the very code that was typed or because nothing was.
    """

    query: ProcedureQuery
    question: Question
    index: Index
    ranking: Ranking
    settled: Found | None

    @property
    def odds(self) -> float:
        """Of the best match; minus infinity where there is none."""
        if self.settled is not None:
            return max((match.odds for match in self.settled.matches), default=-math.inf)
        return self.ranking.ranked[0].odds if self.ranking.has_answer else -math.inf


class Finder:
    """One for each process and database. It reads the catalogue when it is first asked, and again what changes."""

    def __init__(self, embedding: str = BUNDLED) -> None:
        """`embedding`: `bundled`, `off`, or the path of a model. It is loaded by the first question, not here."""
        self._choice = embedding
        self._catalogue: Catalogue | None = None
        self._settled: Index | None = None
        self._vector_of = lru_cache(maxsize=2_048)(self._made_vector)
        # who types a place behind what she needs asks the same with every letter
        self._rankings = Latest[tuple[str, bool, int], Ranking](_MOST_RANKINGS)
        self._quotables = Latest[int, Quotable](_MOST_QUOTABLES)

    @property
    def catalogue(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = Catalogue(load_embedding(self._choice))
        return self._catalogue

    def as_of_now(self, session: Session) -> "Finder":
        """One for several questions at one moment: whether something has changed is looked at here, not by each."""
        settled = copy(self)
        settled._settled, settled._catalogue = self.catalogue.index(session), self.catalogue
        return settled

    def index(self, session: Session) -> Index:
        """The catalogue as it is searched: what `session` sees, or saw when this one was settled."""
        return self.catalogue.index(session) if self._settled is None else self._settled

    def find(self, session: Session, query: ProcedureQuery, *, timeout_ms: int = 2_000) -> Found:
        """What `query.text` is about, among what its filters let through. Empty rather than beside the point.

        Raises: SearchTimedOut.
        """
        return self.tell(session, self.weigh(session, query, timeout_ms=timeout_ms), timeout_ms=timeout_ms)

    def weigh(
        self, session: Session, query: ProcedureQuery, *, is_begun: bool = False, timeout_ms: int = 2_000
    ) -> Weighed:
        """As far as two ways to read a text can be compared; `tell` makes the answer of the one that is taken.

        `is_begun`: it is still being typed, as `question` says. Raises: SearchTimedOut.
        """
        with time_limit(session, timeout_ms):
            index = self.index(session)
            question = self.question(query.text, index, is_begun=is_begun)
            among = find_filtered_ids(session, query) if query.has_filter else None
            code = query.text.strip()
            # no code is written in Thai, as most questions are
            by_code = session.scalars(_BY_CODE, {"code": code}).all() if code.isascii() else ()
            if by_code:
                return Weighed(query, question, index, NOTHING, _found_by_code(session, by_code, query))
            if not question.text:
                return Weighed(query, question, index, NOTHING, Found(matches=()))
            ranking = self._ranked(question, index, max(query.limit, _LOOKED_AT_FOR_CATEGORIES), among)
            return Weighed(query, question, index, ranking, None)

    def tell(self, session: Session, weighed: Weighed, *, timeout_ms: int = 2_000) -> Found:
        """Raises: SearchTimedOut."""
        if weighed.settled is not None:
            return weighed.settled
        ranked = weighed.ranking.ranked
        with time_limit(session, timeout_ms):
            if weighed.ranking.has_answer:
                return self._found(session, weighed.question, ranked[: weighed.query.limit], weighed.index)
            labels = find_labels_of(session, [one.entry.id for one in ranked[:_LOOKED_AT_FOR_CATEGORIES]], "category")
            return Found(matches=(), nearest_categories=tuple(labels[:NEAREST_CATEGORIES]))

    def question(self, typed: str, index: Index, *, is_begun: bool = False) -> Question:
        """`is_begun`: it is still being typed. To be in time, half a word is no part of its meaning (what it means is
        known when it is whole; until then it is found by its letters), and the official reading has none.
        """
        text = with_digits(normal_form(typed))
        vector = self._vector(in_whole_words(text, index.knows_word) if is_begun else text, index)
        official = official_reading(text)
        if official is None:
            return Question.of(text, vector, is_begun=is_begun)
        # beside a text that is too short to have a meaning it would be made for nothing
        has_time = vector is not None and not is_begun
        reading = Reading.of(official, self._vector(official, index) if has_time else None)
        return Question.of(text, vector, reading, is_begun=is_begun)

    def _ranked(self, question: Question, index: Index, limit: int, among: frozenset[int] | None) -> Ranking:
        """What is asked of some procedures only is not kept."""
        if among is not None:
            return rank(question, index, limit, among)
        key = (question.text, question.is_begun, limit)
        ranking = self._rankings.find(index, key)
        if ranking is None:
            ranking = rank(question, index, limit)
            self._rankings.keep(index, key, ranking)
        return ranking

    def _found(self, session: Session, question: Question, ranked: Sequence[Ranked], index: Index) -> Found:
        names = find_names(session, [one.entry.id for one in ranked])
        ranked = [one for one in ranked if one.entry.id in names]  # hidden at this very moment
        reasons = {one.entry.id: reason_by_name(question, one) or reason_by_meaning(one) for one in ranked}
        unclear = [procedure_id for procedure_id, reason in reasons.items() if reason is None]
        quotables = self._find_quotables(session, unclear, index)
        families = family_names([names[one.entry.id] for one in ranked])
        return Found(
            matches=tuple(
                Match(
                    procedure=names[one.entry.id],
                    reason=reasons[one.entry.id] or reason_by_text(question, one, quotables[one.entry.id], index),
                    family=families.get(one.entry.id),
                    odds=one.odds,
                )
                for one in ranked
                if reasons[one.entry.id] or one.entry.id in quotables
            )
        )

    def _find_quotables(self, session: Session, procedure_ids: Sequence[int], index: Index) -> dict[int, Quotable]:
        """By procedure, those that are shown. `index` is another one as soon as one of them changes."""
        kept = {one: self._quotables.find(index, one) for one in procedure_ids}
        quotables = {one: quotable for one, quotable in kept.items() if quotable}
        unread = [one for one in procedure_ids if one not in quotables]
        for text in find_searched_texts(session, unread) if unread else ():
            quotables[text.id] = Quotable.of(text)
            self._quotables.keep(index, text.id, quotables[text.id])
        return quotables

    def _vector(self, text: str, index: Index) -> Vector | None:
        if index.middle is None or len(text) < FEWEST_LETTERS_WITH_A_MEANING:
            return None
        return _measured(index.middle, text, self._vector_of(text))

    def _made_vector(self, text: str) -> Vector:
        embedding = self.catalogue.embedding
        assert embedding is not None, "only an index made with a model has a middle"  # noqa: S101
        vector: Vector = embedding.vectors_of([text])[0]
        return vector


def _measured(middle: Middle, text: str, vector: Vector) -> Vector:
    measured: Vector = middle.measured([text], vector[np.newaxis, :])[0]
    return measured


def _found_by_code(session: Session, ids: Sequence[int], query: ProcedureQuery) -> Found:
    names = find_names(session, ids)
    among = find_filtered_ids(session, query) if query.has_filter else names.keys()
    return Found(
        matches=tuple(
            Match(procedure=name, reason=Reason("code", "letters", name.code, "th"), family=None, odds=0.0)
            for name in names.values()
            if name.id in among
        )
    )
