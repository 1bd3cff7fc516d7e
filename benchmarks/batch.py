"""Many questions at once: the bulk search against a loop of single ones, and against a k-d tree in memory."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from statistics import median

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.country import Country, country_of
from benchmarks.earth import geocentric_m, geodesic_pairs_m
from benchmarks.machine import machine_record
from benchmarks.measure import without_garbage_collection
from benchmarks.oracle import Oracle
from benchmarks.pakmud_search import Search, find, find_in_bulk, found_in_page, procedure_codes, query_of
from benchmarks.progress import step
from benchmarks.question import CLASSES, Found, Question, sample_questions
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table
from geo.database import connect

ROWS = {"tiny": 600, "small": 6_000, "national": 120_000}
LOOPED = {"tiny": 120, "small": 600, "national": 12_000}
"""The loops answer only so many of them: their speed is the same for all."""

ROUNDS = 3
SPARE = 8
CHECKED = 600

Answering = Callable[[Sequence[Question]], list[Found]]


def measure(run: Run) -> Result:
    """The nearest one for each row; rows of all classes of questions, in random order."""
    benchmark = BENCHMARKS["batch"]
    with country_of(run.scale, run.home) as country, country.connect() as connection, ExitStack() as stack:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        questions = [
            replace(question, limit=1)
            for question in sample_questions(
                country,
                per_class=ROWS[run.scale.name] // len(CLASSES),
                procedures_per_class=run.scale.procedures_per_class,
                seed=run.seed,
            )
        ]
        search, trees, codes = Search(connection), _trees(country, questions), procedure_codes(connection)
        engine = stack.enter_context(_engine(country))
        session = stack.enter_context(Session(engine))
        answering: dict[str, Answering] = {
            "loop": lambda rows: [find(session, query_of(row)) for row in rows],
            "prepared_loop": lambda rows: [found_in_page(search.page(query_of(row))) for row in rows],
            "bulk": lambda rows: find_in_bulk(engine, rows, codes, connections=1),
            "bulk_by_two": lambda rows: find_in_bulk(engine, rows, codes, connections=2),
            "ckdtree": lambda rows: _by_trees(trees, country, rows),
        }
        _check(answering, country, questions[:CHECKED], result)
        per_second = _rounds(answering, questions, run)
    _tell(per_second, result)
    result.notes.append(
        "loop: find_nearest() in a session, as a Python program would; prepared_loop: the statement alone over psycopg."
    )
    return result


@contextmanager
def _engine(country: Country) -> Iterator[Engine]:
    engine = connect(country.url, pool_size=3)
    yield engine
    engine.dispose()


def _trees(country: Country, questions: Sequence[Question]) -> dict[int, cKDTree]:
    """Made off the clock, as the database's index is."""
    offices = {one: country.offices(one) for one in {question.procedure_id for question in questions}}
    return {one: cKDTree(geocentric_m(of.lon, of.lat)) for one, of in offices.items()}


def _by_trees(trees: Mapping[int, cKDTree], country: Country, rows: Sequence[Question]) -> list[Found]:
    """All rows of a procedure in one call each to scipy and to pyproj."""
    found: list[Found] = [[] for _ in rows]
    of_procedure: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        of_procedure.setdefault(row.procedure_id, []).append(place)
    for procedure_id, places in of_procedure.items():
        tree, offices = trees[procedure_id], country.offices(procedure_id)
        lon = np.array([rows[place].origin.lon for place in places])
        lat = np.array([rows[place].origin.lat for place in places])
        count = min(1 + SPARE, tree.n)
        near = np.asarray(tree.query(geocentric_m(lon, lat), k=np.arange(1, count + 1))[1])
        away_m = geodesic_pairs_m(
            np.repeat(lon, count), np.repeat(lat, count), offices.lon[near].ravel(), offices.lat[near].ravel()
        )
        away_mm = np.rint(away_m * 1000).astype(np.int64).reshape(near.shape)
        best = np.lexsort((offices.ids[near], away_mm), axis=1)[:, 0]
        for line, (place, column) in enumerate(zip(places, best.tolist(), strict=True)):
            found[place] = [(int(offices.ids[near[line, column]]), int(away_mm[line, column]))]
    return found


def _check(answering: Mapping[str, Answering], country: Country, questions: Sequence[Question], result: Result) -> None:
    oracle = Oracle(country)
    right = [oracle.answer(question) for question in questions]
    for name, answer in answering.items():
        with step(f"Checking {name}"):
            found = answer(questions)
        wrong = sum(oracle.judge(*one).wrong for one in zip(questions, found, right, strict=True))
        result.numbers[f"wrong {name}"] = wrong
        if name != "ckdtree":
            result.wrong_answers += wrong
            result.answers_checked += len(questions)


def _rounds(answering: Mapping[str, Answering], questions: Sequence[Question], run: Run) -> dict[str, float]:
    """Rows a second, the median of the rounds."""
    dice = random.Random(run.seed)
    speeds: dict[str, list[float]] = {name: [] for name in answering}
    for number in range(ROUNDS):
        for name in dice.sample(list(answering), len(answering)):
            rows = questions[: LOOPED[run.scale.name]] if "loop" in name else questions
            with step(f"Round {number + 1}: {name}, {len(rows):,} rows"), without_garbage_collection():
                started = time.perf_counter()
                answering[name](rows)
                speeds[name].append(len(rows) / (time.perf_counter() - started))
    return {name: median(measured) for name, measured in speeds.items()}


def _tell(per_second: Mapping[str, float], result: Result) -> None:
    rows = [(name, round(speed)) for name, speed in sorted(per_second.items(), key=lambda one: one[1])]
    result.tables.append(Table(title="Rows a second", columns=("way", "rows a second"), rows=rows))
    result.numbers["rows_per_second"] = {name: round(speed) for name, speed in per_second.items()}
    result.ratios["bulk_vs_loop"] = round(per_second["bulk"] / per_second["loop"], 2)
    result.ratios["bulk_vs_prepared_loop"] = round(per_second["bulk"] / per_second["prepared_loop"], 2)
    result.ratios["bulk_vs_ckdtree"] = round(per_second["bulk"] / per_second["ckdtree"], 3)
    result.targets["bulk_vs_loop"] = "at least 8"
