"""Countries of three sizes: how time, index, building and writing grow."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

import numpy as np

from benchmarks.answers import check
from benchmarks.contenders.pakmud import Pakmud
from benchmarks.country import Connection, Country, country_of_size
from benchmarks.machine import machine_record
from benchmarks.measure import race
from benchmarks.oracle import Oracle
from benchmarks.pakmud_search import INDEXES
from benchmarks.progress import step
from benchmarks.question import CLASSES, Question, by_class, sample_questions
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import ContenderResult, Result, Table, Value
from ingest.demo_country import CountrySize

SIZES = {
    "tiny": ((500, 25, 2_000), (2_000, 100, 32_000)),
    "small": ((2_500, 250, 62_500), (10_000, 250, 250_000), (40_000, 1_000, 1_000_000)),
    "national": ((50_000, 5_000, 1_250_000), (200_000, 5_000, 5_000_000), (800_000, 5_000, 20_000_000)),
}
"""Service points, procedures, offerings."""

INSERTED = 2_000
PER_CLASS = {"tiny": 10, "small": 60, "national": 300}


def measure(run: Run) -> Result:
    """All countries are up at once and asked by turns: each has its share of the machine's good and bad times."""
    benchmark = BENCHMARKS["scale"]
    result = Result(
        name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(None)
    )
    with ExitStack() as stack:
        countries: dict[str, Country] = {}
        for points, procedures, offerings in SIZES[run.scale.name]:
            size = CountrySize(points=points, procedures=procedures, offerings=offerings)
            country = stack.enter_context(country_of_size(size, run.home / f"scale-{offerings}"))
            countries[f"{points:,} points, {offerings:,} offerings"] = country
            result.machine |= machine_record(country)
        result.contenders = _searches(countries, run, stack)
        rows: list[Sequence[Value]] = [
            [name, *_index(country), _insert_us(country, run.seed)] for name, country in countries.items()
        ]
    columns = (
        "country",
        "indexes for the walk, MB",
        "all of offering, MB",
        "building the index, s",
        "insert, µs a row",
    )
    result.tables.append(Table(title="Size and cost", columns=columns, rows=rows))
    for one in result.contenders:
        result.wrong_answers += one.wrong_sets + one.wrong_orders
        result.answers_checked += one.checked
    smallest, *_, largest = (one.groups for one in result.contenders)
    growth = {group: round(largest[group].p50_us / times.p50_us, 3) for group, times in smallest.items()}
    result.numbers |= {f"p50_growth {group}": one for group, one in growth.items()}
    result.ratios["p50_growth"] = max(growth.values())
    result.targets["p50_growth"] = "at most 1.5, of any class"
    return result


def _searches(countries: Mapping[str, Country], run: Run, stack: ExitStack) -> list[ContenderResult]:
    """Each country has questions of its own; the same number of each class."""
    results = {name: ContenderResult(name=name, about=Pakmud.about) for name in countries}
    answering: dict[str, Callable[[Question], object]] = {}
    asked: dict[str, dict[str, list[Question]]] = {}
    for name, country in countries.items():
        questions = sample_questions(
            country,
            per_class=PER_CLASS[run.scale.name],
            procedures_per_class=run.scale.procedures_per_class,
            seed=run.seed,
        )
        oracle, pakmud = Oracle(country), Pakmud()
        pakmud.prepare(country, questions)
        stack.callback(pakmud.close)
        with step(f"Checking: {name}"):
            check(pakmud, results[name], questions, [oracle.answer(question) for question in questions], oracle)
        answering[name], asked[name] = pakmud.answer, by_class(questions)
    with step("Asking"):
        for group in CLASSES:
            if not all(group in questions for questions in asked.values()):  # the smallest have no class of some
                continue
            runners = {name: _nth(answering[name], asked[name][group]) for name in countries}
            count = min(len(questions[group]) for questions in asked.values())
            for name, one in race(runners, range(count), budget_s=run.scale.budget_s, seed=run.seed).items():
                results[name].groups[group] = one
    return list(results.values())


def _nth(answer: Callable[[Question], object], questions: Sequence[Question]) -> Callable[[int], object]:
    return lambda number: answer(questions[number])


def _index(country: Country) -> tuple[float, float, float]:
    """Megabytes of what walks read and of the whole table, and the seconds that building the largest index takes."""
    with country.connect() as connection:
        walked, whole = _megabytes(connection)
        row = connection.execute("SELECT pg_get_indexdef(%s::regclass)", [INDEXES[0]]).fetchone()
        definition = str(row[0]) if row else ""
        with step("Building the index once more"), connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
            started = time.monotonic()
            connection.execute(definition.replace(INDEXES[0], "built_again", 1).encode())
            return walked, whole, round(time.monotonic() - started, 2)


def _megabytes(connection: Connection) -> tuple[float, float]:
    row = connection.execute(
        "SELECT (SELECT sum(pg_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name), "
        "pg_total_relation_size('offering')",
        [list(INDEXES)],
    ).fetchone()
    walked, whole = row or (0, 0)
    return round(int(str(walked)) / 1e6, 1), round(int(str(whole)) / 1e6, 1)


def _insert_us(country: Country, seed: int) -> float:
    """For each of some offerings at random, in one transaction that is undone: triggers and all indexes included."""
    dice = np.random.default_rng(seed)
    with country.connect() as connection, connection.transaction(force_rollback=True):
        procedures, points = (
            dice.choice([int(str(one)) for (one,) in connection.execute(ids).fetchall()], INSERTED).tolist()
            for ids in (b"SELECT id FROM procedure", b"SELECT id FROM service_point")
        )
        started = time.monotonic()
        inserted = connection.execute(
            "INSERT INTO offering (procedure_id, service_point_id, agency_id) "
            "SELECT p, s, 0 FROM unnest(%s::integer[], %s::integer[]) AS pair (p, s) ON CONFLICT DO NOTHING",
            [procedures, points],
        ).rowcount
        return round((time.monotonic() - started) * 1e6 / max(1, inserted), 1)
