"""What is left of PostgreSQL's speed after HTTP: the same questions by wrk, and the same statement by pgbench."""

import json
import random
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks.contender import Absent
from benchmarks.contenders.redis_geo import connected, fill
from benchmarks.country import Country, country_of
from benchmarks.http_apps import REDIS_SOCKET
from benchmarks.http_load import CONNECTIONS, Load, run_pgbench, run_wrk, server
from benchmarks.machine import machine_record
from benchmarks.oracle import TOLERANCE_MM, Oracle
from benchmarks.pakmud_search import (
    PLANNED_ONCE,
    Search,
    pgbench_script,
    procedure_codes,
    query_of,
    subdistrict_codes,
)
from benchmarks.progress import say, step
from benchmarks.question import CLASSES, Question, sample_questions
from benchmarks.redis_server import redis_server
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table, Value
from geo.cluster.whole_database import conninfo

ASKED = 120
"""Different questions, of all classes equally: as many scripts as pgbench takes."""

SECONDS = {"tiny": 1, "small": 2, "national": 10}
ROUNDS = {"tiny": 1, "small": 2, "national": 3}

Asking = Callable[[int], Load]
"""Asks for so many seconds."""

_OURS = "10 results"
_LIMIT = "pgbench, the same statement"
_MODELS = "10 results, framework models"
_DATABASE, _EMBEDDING = "PAKMUD_DATABASE_URL", "PAKMUD_EMBEDDING"


def measure(run: Run) -> Result:
    """All servers stay up; they are asked by turns, in random order, and the median of the rounds counts."""
    benchmark = BENCHMARKS["http"]
    with country_of(run.scale, run.home) as country, ExitStack() as stack:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        questions = sample_questions(
            country,
            per_class=ASKED // len(CLASSES),
            procedures_per_class=run.scale.procedures_per_class,
            seed=run.seed,
        )
        try:
            askings = _askings(country, questions, stack, result, run.seed)
            loads = _rounds(askings, run)
        except Absent as reason:
            result.notes.append(f"Not measured: {reason}")
            return result
    _tell(loads, result)
    return result


def _askings(
    country: Country, questions: Sequence[Question], stack: ExitStack, result: Result, seed: int
) -> dict[str, Asking]:
    # Vectors that are missing would be made meanwhile, for minutes, and no question here is about words.
    environment = {_DATABASE: country.url, _EMBEDDING: "off"}
    with country.connect() as connection:
        codes, homes = procedure_codes(connection), subdistrict_codes(connection)
    dice = random.Random(seed)
    ten = [_path(question, codes) for question in questions]
    one = [_path(question, codes, limit="1") for question in questions]
    filtered = [_path(question, codes, open_only="true", accessible="true") for question in questions]
    at_home = [_path(question, codes, home=dice.choice(homes)) for question in questions]
    pakmud = stack.enter_context(server("pakmud", environment))
    two = stack.enter_context(server("pakmud", environment, workers=2))
    models = stack.enter_context(server("framework_models", environment))
    _check(pakmud, models, country, dict(zip(questions, ten, strict=True)), result)
    askings = {
        "hello, bare ASGI": _by_wrk(stack.enter_context(server("hello_asgi", {})), ["/"]),
        "hello, framework": _by_wrk(stack.enter_context(server("hello_fastapi", {})), ["/"]),
        "1 result": _by_wrk(pakmud, one),
        _OURS: _by_wrk(pakmud, ten),
        "10 results, open now": _by_wrk(pakmud, [f"{path}&open_only=true" for path in ten]),
        "10 results, open now and accessible": _by_wrk(pakmud, filtered),
        "10 results, for a home": _by_wrk(pakmud, at_home),
        _MODELS: _by_wrk(models, ten),
        "10 results, 2 workers": _by_wrk(two, ten),
        _LIMIT: _by_pgbench(country, questions),
    }
    for name, program, app in (
        ("10 results, granian", "granian", "pakmud"),
        ("10 results, Redis", "uvicorn", "redis_route"),
    ):
        try:
            more = environment if app == "pakmud" else {REDIS_SOCKET: _redis(country, questions, codes, stack)}
            askings[name] = _by_wrk(stack.enter_context(server(app, more, program=program)), ten)
        except Absent as reason:
            result.notes.append(f"{name} is left out: {reason}")
    return askings


def _rounds(askings: Mapping[str, Asking], run: Run) -> dict[str, list[Load]]:
    dice = random.Random(run.seed)
    seconds = SECONDS[run.scale.name]
    loads: dict[str, list[Load]] = {name: [] for name in askings}
    if run.scale.name != "tiny":  # where nobody looks at the times
        with step("Warming up"):
            for ask in askings.values():
                ask(1)
    for number in range(ROUNDS[run.scale.name]):
        for name in dice.sample(list(askings), len(askings)):
            loads[name].append(askings[name](seconds))
            say(f"round {number + 1}: {name}: {loads[name][-1].per_second:,.0f} a second")
    return loads


def _by_wrk(address: str, paths: Sequence[str]) -> Asking:
    return lambda seconds: run_wrk(address, paths, seconds=seconds)


def _by_pgbench(country: Country, questions: Sequence[Question]) -> Asking:
    with country.connect() as connection:
        search = Search(connection)
        scripts = [pgbench_script(search.prepare(query_of(question))) for question in questions]
    program = country.server.program("pgbench")
    database = f"{conninfo(country.url)} options='-c plan_cache_mode={PLANNED_ONCE}'"
    return lambda seconds: run_pgbench(program, database, scripts, seconds=seconds)


def _redis(country: Country, questions: Sequence[Question], codes: Mapping[int, str], stack: ExitStack) -> str:
    """Socket of a Redis with the procedures that are asked for, by their codes."""
    socket = stack.enter_context(redis_server())
    client = connected(socket, stack)
    fill(client, country, {question.procedure_id: codes[question.procedure_id] for question in questions})
    return str(socket)


def _path(question: Question, codes: Mapping[int, str], limit: str = "10", **filters: str) -> str:
    place = {"lat": f"{question.origin.lat:.6f}", "lon": f"{question.origin.lon:.6f}"}
    return "/v1/nearest?" + urlencode({"procedure": codes[question.procedure_id], **place, "limit": limit, **filters})


def _check(pakmud: str, models: str, country: Country, paths: Mapping[Question, str], result: Result) -> None:
    """Both faces give the same answer, and its distances are the oracle's."""
    oracle = Oracle(country)
    for question, path in paths.items():
        ours, theirs = _read(pakmud + path), _read(models + path)
        told = [round(float(hit["distance_m"]) * 1000) for hit in ours["results"]]
        right = [distance_mm for _, distance_mm in oracle.answer(question)]
        # The path has six digits after the point: a decimetre.
        near = len(told) == len(right) and all(
            abs(one - other) <= 200 + TOLERANCE_MM for one, other in zip(told, right, strict=True)
        )
        result.answers_checked += 1
        result.wrong_answers += not near or ours["results"] != theirs["results"]


def _read(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        read: dict[str, Any] = json.load(answer)
        return read


def _tell(loads: Mapping[str, Sequence[Load]], result: Result) -> None:
    per_second = {name: median(load.per_second for load in runs) for name, runs in loads.items()}
    rows: list[Sequence[Value]] = []
    for name, runs in loads.items():
        p50, p99 = (_median([getattr(load, part) for load in runs]) for part in ("p50_us", "p99_us"))
        rows.append([name, round(per_second[name]), p50, p99, sum(load.failed for load in runs)])
    columns = ("asked", "per second", "p50, µs", "p99, µs", "failed")
    result.tables.append(Table(title=f"{CONNECTIONS} connections, one worker", columns=columns, rows=rows))
    result.numbers["per_second"] = dict(per_second)
    result.numbers["failed"] = sum(load.failed for runs in loads.values() for load in runs)
    result.ratios["throughput_vs_pgbench"] = round(per_second[_OURS] / per_second[_LIMIT], 3)
    result.ratios["throughput_vs_framework_models"] = round(per_second[_OURS] / per_second[_MODELS], 3)
    p50, p99 = (_median([getattr(load, part) for load in loads[_OURS]]) for part in ("p50_us", "p99_us"))
    result.ratios["p99_vs_p50"] = round((p99 or 0.0) / (p50 or 1.0), 3)
    result.targets = {
        "throughput_vs_pgbench": "at least 0.65",
        "throughput_vs_framework_models": "at least 2.5",
        "p99_vs_p50": "under 3",
    }


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
