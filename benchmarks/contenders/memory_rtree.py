"""Pakmud's own memory index: libspatialindex by way of `rtree`, in the process that asks."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from benchmarks.country import Country
from benchmarks.pakmud_search import find_in_memory, load_memory_index
from benchmarks.question import Found, Question
from geo.database import connect


class MemoryRtree:
    """Indexes only the procedures that are asked for, which takes nothing from its speed and saves gigabytes."""

    name = "rtree"
    about = "in process: geo.nearest.memory_index, an R-tree a procedure over earth-centred points, then geodesics"

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        engine = connect(country.url, pool_size=1)
        with Session(engine) as session:
            self._index = load_memory_index(session, questions)
        engine.dispose()

    def answer(self, question: Question) -> Found:
        return find_in_memory(self._index, question)

    def close(self) -> None:
        """The memory goes with the object."""
