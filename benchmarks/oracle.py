"""The right answer, by brute force over every service point that offers the procedure; and how wrong an answer is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.country import Country, Offices
from benchmarks.earth import geocentric_m, geodesic_m
from benchmarks.pakmud_search import open_schedules
from benchmarks.question import Found, Question

TOLERANCE_MM = 1
"""Two libraries may round the same distance to neighbouring millimetres."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with an answer: other service points than the nearest, or the right ones in another order.

    `error_mm` is the largest difference between a distance it tells and the true one.
    """

    wrong_set: bool
    wrong_order: bool
    error_mm: int

    @property
    def wrong(self) -> bool:
        return self.wrong_set or self.wrong_order


class Oracle:
    """Measures geodesics to all that could be among the nearest, and sorts by (millimetres, id)."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self._kept: dict[tuple[int, int | None, datetime | None], Offices] = {}
        self._open: dict[datetime, NDArray[np.int64]] = {}

    def answer(self, question: Question) -> Found:
        ids, distances_mm = self._reachable(question)
        order = np.lexsort((ids, distances_mm))[: question.limit]
        return [(int(ids[index]), int(distances_mm[index])) for index in order]

    def judge(self, question: Question, found: Found, right: Found) -> Verdict:
        """`right` is what `answer()` said. Sets and orders that differ by the last millimetre only are right."""
        true_mm = self._distances_mm(question, [identity for identity, _ in found])
        known = [distance for distance in true_mm if distance is not None]
        differences = [abs(one - other) for one, (_, other) in zip(sorted(known), right, strict=False)]
        distinct = len({identity for identity, _ in found})
        complete = len(known) == len(found) == len(right) == distinct
        wrong_set = not complete or any(difference > TOLERANCE_MM for difference in differences)
        steps = pairwise((distance, identity) for distance, (identity, _) in zip(known, found, strict=False))
        wrong_order = not wrong_set and any(_backwards(one, other) for one, other in steps)
        errors = [abs(true - told) for true, (_, told) in zip(true_mm, found, strict=True) if true is not None]
        return Verdict(wrong_set, wrong_order, max(errors, default=0))

    def _offices(self, question: Question) -> Offices:
        """Those that a filter leaves."""
        key = question.procedure_id, question.agency_id, question.open_at
        if key not in self._kept:
            offices = self._country.offices(question.procedure_id)
            if question.agency_id is not None:
                offices = offices.only(np.isin(offices.agency_ids, self._country.agencies_below(question.agency_id)))
            if question.open_at is not None:
                offices = offices.only(np.isin(offices.schedule_ids, self._open_at(question.open_at)))
            self._kept[key] = offices
        return self._kept[key]

    def _open_at(self, at: datetime) -> NDArray[np.int64]:
        if at not in self._open:
            with self._country.connect() as connection:
                self._open[at] = np.array(sorted(open_schedules(connection, at)), dtype=np.int64)
        return self._open[at]

    def _reachable(self, question: Question) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Ids and millimetres of at least the `limit` nearest.

        A chord is never longer than its geodesic: who has a longer chord than the distance of `limit` others that we
        know of cannot be nearer than they.
        """
        offices = self._offices(question)
        origin = question.origin
        lines = geocentric_m(offices.lon, offices.lat) - geocentric_m(origin.lon, origin.lat)
        chords_m = np.sqrt((lines * lines).sum(axis=1))
        some = np.argsort(chords_m)[: question.limit]
        furthest_m = geodesic_m(origin.lon, origin.lat, offices.lon[some], offices.lat[some]).max(initial=0.0)
        near = chords_m <= furthest_m + 0.002
        distances_m = geodesic_m(origin.lon, origin.lat, offices.lon[near], offices.lat[near])
        return offices.ids[near], np.rint(distances_m * 1000).astype(np.int64)

    def _distances_mm(self, question: Question, ids: Sequence[int]) -> list[int | None]:
        """Of each service point; None for one that does not offer the procedure."""
        offices = self._offices(question)
        if not ids:
            return []
        indices = np.searchsorted(offices.ids, ids)
        inside = indices < len(offices.ids)
        indices[~inside] = 0
        offers = inside & (offices.ids[indices] == ids)
        distances_m = geodesic_m(question.origin.lon, question.origin.lat, offices.lon[indices], offices.lat[indices])
        return [
            round(distance * 1000) if one else None for distance, one in zip(distances_m.tolist(), offers, strict=True)
        ]


def _backwards(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether `other`, (millimetres, id), ought to stand before `one`."""
    return one[0] > other[0] + TOLERANCE_MM or (one[0] == other[0] and one[1] > other[1])
