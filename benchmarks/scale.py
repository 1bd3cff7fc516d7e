"""Countries of three sizes: how time, index, building and writing grow."""

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.answers import check
from benchmarks.contenders.pakmud import Pakmud
from benchmarks.country import Connection, Country, country_of_size
from benchmarks.machine import machine_record
from benchmarks.measure import race
from benchmarks.oracle import Oracle
from benchmarks.pakmud_search import INDEXES
from benchmarks.progress import step
from benchmarks.question import CLASSES, by_class, sample_questions
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
    """One country after the other: their servers would share the machine."""
    benchmark = BENCHMARKS["scale"]
    result = Result(
        name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(None)
    )
    rows: list[Sequence[Value]] = []
    for points, procedures, offerings in SIZES[run.scale.name]:
        size = CountrySize(points=points, procedures=procedures, offerings=offerings)
        with country_of_size(size, run.home / f"scale-{offerings}") as country:
            result.machine |= machine_record(country)
            measured = _searches(country, run, f"{points:,} points, {offerings:,} offerings")
            result.contenders.append(measured)
            rows.append([measured.name, *_index(country), _insert_us(country, run.seed)])
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
    smallest, largest = result.contenders[0].groups, result.contenders[-1].groups
    for group in CLASSES:
        if group in smallest and group in largest:
            result.numbers[f"p50_growth {group}"] = round(largest[group].p50_us / smallest[group].p50_us, 3)
    result.ratios["p50_growth"] = round(_mean_p50(result.contenders[-1]) / _mean_p50(result.contenders[0]), 3)
    result.targets["p50_growth"] = "at most 1.5"
    return result


def _searches(country: Country, run: Run, name: str) -> ContenderResult:
    questions = sample_questions(
        country,
        per_class=PER_CLASS[run.scale.name],
        procedures_per_class=run.scale.procedures_per_class,
        seed=run.seed,
    )
    oracle, pakmud = Oracle(country), Pakmud()
    result = ContenderResult(name=name, about=Pakmud.about)
    pakmud.prepare(country, questions)
    with step(f"Asking: {name}"):
        check(pakmud, result, questions, [oracle.answer(question) for question in questions], oracle)
        for group, asked in by_class(questions).items():
            [result.groups[group]] = race(
                {name: pakmud.answer}, asked, budget_s=run.scale.budget_s, seed=run.seed
            ).values()
    pakmud.close()
    return result


def _mean_p50(one: ContenderResult) -> float:
    return float(np.mean([times.p50_us for times in one.groups.values()]))


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
