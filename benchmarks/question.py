"""What is asked: rare, medium and common procedures, from towns and from the open country."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.country import Country
from benchmarks.earth import geocentric_m
from geo.coordinates import LonLat

Found = list[tuple[int, int]]
"""An answer: (service point's id, distance in millimetres), nearest first."""

LIMIT = 10
KINDS = ("rare", "medium", "common")
GROUNDS = ("town", "country")
CLASSES = tuple(f"{kind} {ground}" for kind, ground in product(KINDS, GROUNDS))

RARE_AT_MOST = 20
"""Offerings of a rare procedure; the most offered 2 % are common; medium is what lies between."""
COMMON_SHARE = 0.02

_TOWN_NEIGHBOURS, _TOWN_REACH_M = 20, 3_000.0
"""A town is where this many service points have another so near."""
_LAND_REACH_M = 25_000.0
"""Nowhere in the country is further from a service point than this, and few places outside are nearer."""


@dataclass(frozen=True, slots=True)
class Question:
    """The `limit` nearest service points to `origin` that offer a procedure; `group` names those measured together.

    `agency_id`: of this agency or one below it. `open_at`: open at this instant.
    """

    origin: LonLat
    procedure_id: int
    group: str
    limit: int = LIMIT
    agency_id: int | None = None
    open_at: datetime | None = None


def sample_questions(country: Country, *, per_class: int, procedures_per_class: int, seed: int) -> list[Question]:
    """Questions of all classes, `per_class` of each, in random order; the same seed gives the same."""
    dice = np.random.default_rng(seed)
    by_kind = _procedures_by_kind(country, procedures_per_class, dice)
    places = _service_points(country)
    origins = {"town": _towns(places, dice), "country": _open_country(places, dice)}
    questions = [
        Question(next(origins[ground]), int(dice.choice(by_kind[kind])), f"{kind} {ground}")
        for kind, ground in product(KINDS, GROUNDS)
        for _ in range(per_class)
    ]
    return [questions[index] for index in dice.permutation(len(questions))]


def by_group(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions of each group, groups and questions in the order that they come in."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.group, []).append(question)
    return groups


def by_class(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions of each class, in the order of `CLASSES`."""
    groups = by_group(questions)
    return {group: groups[group] for group in CLASSES if group in groups}


def _procedures_by_kind(country: Country, count: int, dice: np.random.Generator) -> dict[str, NDArray[np.int64]]:
    """Some ids of each kind, by how many really offer them."""
    offered = country.offered()
    ids, counts = np.array(list(offered)), np.array(list(offered.values()))
    common = np.arange(len(ids)) >= len(ids) - max(1, round(len(ids) * COMMON_SHARE))
    rare = ~common & (counts <= RARE_AT_MOST)
    chosen = {"rare": ids[rare], "medium": ids[~common & ~rare], "common": ids[common]}
    return {kind: dice.choice(of_kind, min(count, len(of_kind)), replace=False) for kind, of_kind in chosen.items()}


def _service_points(country: Country) -> NDArray[np.float64]:
    """Longitude and latitude of all, one a row."""
    with country.connect() as connection:
        rows = connection.execute(
            "SELECT ST_X(location), ST_Y(location) FROM service_point WHERE shown AND location IS NOT NULL ORDER BY id"
        ).fetchall()
    return np.array(rows, dtype=np.float64)


def _towns(places: NDArray[np.float64], dice: np.random.Generator) -> Iterator[LonLat]:
    """About where somebody in a town stands: a kilometre or so from an office that has many around it."""
    xyz = geocentric_m(places[:, 0], places[:, 1])
    reached_m, _ = cKDTree(xyz).query(xyz, k=[min(_TOWN_NEIGHBOURS, len(xyz))])
    reach_m = np.ravel(reached_m)
    crowded = places[reach_m <= max(_TOWN_REACH_M, float(np.quantile(reach_m, 0.2)))]
    while True:
        lon, lat = dice.choice(crowded) + dice.normal(0.0, 0.01, 2)
        yield LonLat(lon=float(lon), lat=float(lat))


def _open_country(places: NDArray[np.float64], dice: np.random.Generator) -> Iterator[LonLat]:
    """Anywhere on land, as likely as anywhere else."""
    tree = cKDTree(geocentric_m(places[:, 0], places[:, 1]))
    low, high = places.min(axis=0), places.max(axis=0)
    while True:
        lon, lat = dice.uniform(low, high)
        distance_m, _ = tree.query(geocentric_m(lon, lat))
        if distance_m <= _LAND_REACH_M:
            yield LonLat(lon=float(lon), lat=float(lat))
