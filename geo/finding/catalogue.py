"""The index of this process, brought up to what the database says before every search."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy.orm import Session

from geo.finding.freshness import NOTHING_READ, Changes, Coming, begun_since, find_changes
from geo.finding.index import Index
from geo.finding.meaning.embedding import Embedding
from geo.finding.meaning.middle import REFERENCE_TEXTS, Middle
from geo.finding.meaning.vectors import Vector, find_vectors, keep_vectors, make_vectors
from geo.finding.searched_text import find_searched_texts
from geo.finding.segment import Entry, entry_of

MOST_MADE_IN_A_SEARCH = 32
"""Vectors that a search makes itself (10 ms each): those of two or three procedures that were just edited."""

MANUALS_AT_A_TIME = 250
"""More take more memory than the index itself, for the moment in which they are read."""

LOOK_AGAIN_AFTER_S = 5.0
"""While vectors are missing: how often a process looks whether another one has made them."""


@dataclass(frozen=True, slots=True)
class State:
    """An index, and up to where it has read the database. Replaced as a whole, never changed."""

    index: Index
    database: str
    complete_below: int
    changes: Changes
    coming: Coming
    lacks_vectors: bool
    looked_for_vectors_at: float


class Catalogue:
    """One for each process and database; safe for threads."""

    def __init__(self, embedding: Embedding | None) -> None:
        self.embedding = embedding
        self._lock = Lock()
        self._state: State | None = None

    def index(self, session: Session) -> Index:
        """The index of what `session` sees now, uncommitted changes of its own included (those stay its own)."""
        with self._lock:
            state, is_shared = self._brought_up_to_date(session)
            if is_shared:
                self._state = state
            return state.index

    def _brought_up_to_date(self, session: Session) -> tuple[State, bool]:
        state = self._state
        look = find_changes(session, state.complete_below if state else NOTHING_READ)
        if state is not None and look.database != state.database:  # restored, or another one under the same address
            state, look = None, find_changes(session, NOTHING_READ)
        if state is None:
            state = State(self._empty(session), look.database, NOTHING_READ, {}, {}, False, 0.0)
        news = {one: change for one, change in look.changes.items() if state.changes.get(one) != change}
        other = news.keys() | begun_since(state.coming, look.coming)
        if other:
            entries = self._entries(session, sorted(other), keep=not look.has_written)
            index = state.index.with_changes({one: entries.get(one) for one in other})
            state = replace(state, index=index, changes={**state.changes, **news}, lacks_vectors=self._lacks(index))
        if state.lacks_vectors and time.monotonic() > state.looked_for_vectors_at + LOOK_AGAIN_AFTER_S:
            state = self._with_new_vectors(session, state)
        return replace(state, complete_below=look.complete_below, coming=look.coming), not look.has_written

    def _empty(self, session: Session) -> Index:
        if self.embedding is None:
            return Index.of((), None)
        return Index.of((), Middle.of(self._vectors(session, REFERENCE_TEXTS, make_all=True, keep=True)))

    def _entries(self, session: Session, procedure_ids: Sequence[int], *, keep: bool) -> dict[int, Entry]:
        bare = [
            entry_of(text)
            for begin in range(0, len(procedure_ids), MANUALS_AT_A_TIME)
            for text in find_searched_texts(session, procedure_ids[begin : begin + MANUALS_AT_A_TIME])
        ]
        embedded = sorted({one for entry in bare for one in entry.embedded_texts})
        vectors = self._vectors(session, embedded, keep=keep)
        return {entry.id: entry.with_vectors(vectors) for entry in bare}

    def _with_new_vectors(self, session: Session, state: State) -> State:
        """With those that this or another process has made in the meantime."""
        missing = state.index.texts_without_vector()
        vectors = self._vectors(session, missing, keep=True)
        index = state.index.with_vectors(vectors) if vectors else state.index
        return replace(
            state, index=index, lacks_vectors=len(vectors) < len(missing), looked_for_vectors_at=time.monotonic()
        )

    def _vectors(
        self, session: Session, texts: Iterable[str], *, keep: bool, make_all: bool = False
    ) -> dict[str, Vector]:
        """Those that are kept, and the missing ones where they are few enough to be made here."""
        if self.embedding is None:
            return {}
        wanted = list(texts)
        vectors = find_vectors(session, self.embedding, wanted)
        missing = [one for one in wanted if one not in vectors]
        if missing and (make_all or len(missing) <= MOST_MADE_IN_A_SEARCH):
            made = make_vectors(self.embedding, missing)
            vectors.update(made)
            if keep:
                keep_vectors(session, self.embedding, made)
        return vectors

    def _lacks(self, index: Index) -> bool:
        return self.embedding is not None and bool(index.texts_without_vector())
