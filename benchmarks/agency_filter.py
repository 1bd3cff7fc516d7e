"""The agency filter against walking the plain index until enough of the agency have come by."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.contenders.pakmud import Pakmud
from benchmarks.contenders.postgres import PostgresContender
from benchmarks.country import Country
from benchmarks.earth import geocentric_of
from benchmarks.question import Question

GROUP = "of an agency"


def agency_questions(country: Country, questions: Sequence[Question], *, count: int, seed: int) -> list[Question]:
    """Medium and common procedures at an agency that offers them or one above it; small agencies as often as large."""
    dice = np.random.default_rng(seed)
    with country.connect() as connection:
        paths = {int(str(one)): path for one, path in connection.execute("SELECT id, path FROM agency").fetchall()}
    chosen = []
    for question in [one for one in questions if not one.group.startswith("rare")][:count]:
        agencies = np.unique(country.offices(question.procedure_id).agency_ids)
        path: Any = paths[int(dice.choice(agencies))]
        agency_id = int(dice.choice(path))
        chosen.append(Question(question.origin, question.procedure_id, GROUP, agency_id=agency_id))
    return chosen


class OfAgency(Pakmud):
    name = "pakmud"
    about = "the search's statement with its agency filter, prepared"
    planned_once = False


class AgencyWalk(PostgresContender):
    """The same index without the filter's help."""

    name = "agency_walk"
    about = "the same index, walked outwards with a condition on the agency until there are enough"
    statement = """
        SELECT s.id, ST_Distance(s.location::geography, ST_MakePoint(%(lon)s, %(lat)s)::geography) AS distance_m
        FROM (
            SELECT service_point_id FROM (
                SELECT service_point_id, agency_id FROM offering
                WHERE procedure_id = %(procedure)s::integer AND location IS NOT NULL
                ORDER BY location <<->> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s, %(z)s), 4978)
                OFFSET 0
            ) AS walked
            WHERE agency_id = ANY (%(agencies)s)
            LIMIT %(limit)s::integer
        ) AS candidate JOIN service_point s ON s.id = candidate.service_point_id
    """

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        super().prepare(country, questions)
        asked = {question.agency_id for question in questions if question.agency_id is not None}
        self._below = {agency_id: country.agencies_below(agency_id) for agency_id in asked}

    def values(self, question: Question) -> dict[str, Any]:
        x, y, z = geocentric_of(question.origin)
        agencies = self._below[question.agency_id or 0]
        return {**super().values(question), "x": x, "y": y, "z": z, "agencies": agencies}
