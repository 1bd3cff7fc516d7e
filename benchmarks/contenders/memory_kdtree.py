"""scipy's cKDTree, in the process that asks."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.contenders.in_process import InProcess
from benchmarks.country import Offices
from benchmarks.earth import geocentric_m, geocentric_of
from benchmarks.question import Question


class MemoryKdTree(InProcess):
    name = "ckdtree"
    about = "in process: a k-d tree a procedure over earth-centred points, then geodesics"

    def __init__(self) -> None:
        super().__init__()
        self._trees: dict[int, cKDTree] = {}

    def index(self, procedure_id: int, offices: Offices) -> None:
        self._trees[procedure_id] = cKDTree(geocentric_m(offices.lon, offices.lat))

    def candidates(self, question: Question, count: int) -> NDArray[np.intp]:
        tree = self._trees[question.procedure_id]
        _, near = tree.query(geocentric_of(question.origin), k=min(count, tree.n))
        return np.atleast_1d(near)

    def close(self) -> None:
        super().close()
        self._trees.clear()
