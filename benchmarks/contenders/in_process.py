"""What contenders inside the asking process share: an index a procedure, and geodesics over its candidates."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.country import Country, Offices
from benchmarks.earth import geodesic_m
from benchmarks.question import Found, Question

SPARE = 8
"""Candidates beyond the limit: chords and geodesics may order places differently."""


class InProcess(ABC):
    """Indexes only the procedures that are asked for, which takes nothing from its speed and saves gigabytes."""

    name: str
    about: str

    def __init__(self) -> None:
        self._offices: dict[int, Offices] = {}

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        for procedure_id in sorted({question.procedure_id for question in questions}):
            self._offices[procedure_id] = country.offices(procedure_id)
            self.index(procedure_id, self._offices[procedure_id])

    @abstractmethod
    def index(self, procedure_id: int, offices: Offices) -> None:
        """Make the procedure's own index."""

    @abstractmethod
    def candidates(self, question: Question, count: int) -> NDArray[np.intp]:
        """Indices into the procedure's offices: at least all that can be among the nearest."""

    def answer(self, question: Question) -> Found:
        offices = self._offices[question.procedure_id]
        near = self.candidates(question, question.limit + SPARE)
        distances_m = geodesic_m(question.origin.lon, question.origin.lat, offices.lon[near], offices.lat[near])
        ids, distances_mm = offices.ids[near], np.rint(distances_m * 1000).astype(np.int64)
        order = np.lexsort((ids, distances_mm))[: question.limit]
        return list(zip(ids[order].tolist(), distances_mm[order].tolist(), strict=True))

    def close(self) -> None:
        self._offices.clear()
