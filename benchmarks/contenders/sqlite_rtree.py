"""SQLite's R*Tree, in the process that asks: it finds what lies in a box, so boxes grow until they hold enough."""

import math
import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.contender import Absent
from benchmarks.contenders.in_process import InProcess
from benchmarks.country import Country, Offices
from benchmarks.earth import geodesic_m
from benchmarks.question import Question
from benchmarks.radius import WHOLE_EARTH_M, growing_radius_m, likely_radius_m

_DEGREE_M = 110_000.0
"""A little less than any degree of latitude is long, so that a box holds its circle."""


class SqliteRtree(InProcess):
    name = "sqlite_rtree"
    about = (
        "in process: an R*Tree table a procedure in SQLite, in memory; boxes grow from a likely radius; then geodesics"
    )

    def __init__(self) -> None:
        super().__init__()
        self._connection = sqlite3.connect(":memory:", cached_statements=1_000)

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        try:
            self._connection.execute("CREATE VIRTUAL TABLE probe USING rtree (id, west, east, south, north)")
        except sqlite3.OperationalError as error:
            raise Absent("this Python's SQLite has no R*Tree module") from error
        super().prepare(country, questions)
        self._connection.commit()

    def index(self, procedure_id: int, offices: Offices) -> None:
        table = f"offers_{procedure_id}"
        self._connection.execute(f"CREATE VIRTUAL TABLE {table} USING rtree (id, west, east, south, north)")
        places = enumerate(zip(offices.lon.tolist(), offices.lat.tolist(), strict=True))
        rows = ((index, lon, lon, lat, lat) for index, (lon, lat) in places)
        self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608 - our own name

    def candidates(self, question: Question, count: int) -> NDArray[np.intp]:
        offices, origin = self._offices[question.procedure_id], question.origin
        wanted = min(question.limit, len(offices.ids))
        for radius_m in growing_radius_m(likely_radius_m(len(offices.ids), question.limit)):
            near = self._inside(question, radius_m)
            reached_m = geodesic_m(origin.lon, origin.lat, offices.lon[near], offices.lat[near])
            if np.count_nonzero(reached_m <= radius_m) >= wanted:
                return near
        return np.arange(len(offices.ids))

    def _inside(self, question: Question, radius_m: float) -> NDArray[np.intp]:
        origin, tall = question.origin, radius_m / _DEGREE_M
        furthest_lat = min(89.0, abs(origin.lat) + tall)
        wide = tall / math.cos(math.radians(furthest_lat))
        if radius_m >= WHOLE_EARTH_M:
            tall, wide = 180.0, 360.0
        rows = self._connection.execute(
            f"SELECT id FROM offers_{question.procedure_id} "  # noqa: S608 - our own name
            "WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?",
            (origin.lon - wide, origin.lon + wide, origin.lat - tall, origin.lat + tall),
        )
        return np.fromiter((index for (index,) in rows), dtype=np.intp)

    def close(self) -> None:
        super().close()
        self._connection.close()
