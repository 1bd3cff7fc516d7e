"""Searches while staff work: pins are moved, hours changed, manuals linked; and when much has changed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from benchmarks.country import Connection, Country, country_of
from benchmarks.machine import machine_record
from benchmarks.oracle import Oracle
from benchmarks.pakmud_search import Search, found_in_page, maintain, query_of
from benchmarks.plan_shape import plan_shape
from benchmarks.progress import step
from benchmarks.question import Question, by_class, sample_questions
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table, Value
from benchmarks.steady_load import PER_SECOND, SteadyLoad, steady_load

SECONDS = {"tiny": 2.0, "small": 5.0, "national": 30.0}
"""How long each quiet phase lasts, and each phase of single edits."""

EDITS_PER_SECOND = 20
LINKED_PROCEDURES = 60
LINKED_POINTS_SHARE = 7_850 / 200_000
"""60 manuals to 7,850 agencies in a country of 200,000 service points; as large a share of smaller ones."""

UPDATED_SHARE = 0.05
WRITING = ("moving pins", "changing hours", "linking manuals", "updating 5 %")
MAINTAINING = ("maintaining",)
CHECKED = 120
EXPLAINED = 40


@dataclass(frozen=True, slots=True)
class Phase:
    """What went on between two instants of the monotonic clock, and how many writes that was."""

    name: str
    start: float
    end: float
    writes: int


def measure(run: Run) -> Result:
    """On a copy of the country, which is dropped afterwards."""
    benchmark = BENCHMARKS["writes"]
    with country_of(run.scale, run.home) as kept, kept.copy() as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        questions = sample_questions(
            country, per_class=100, procedures_per_class=run.scale.procedures_per_class, seed=run.seed
        )
        seconds = SECONDS[run.scale.name]
        buffers = {"fresh": _buffers(country, questions)}
        with steady_load(country, questions) as load:
            time.sleep(2.0)  # plans are made, caches filled
            phases = list(_phases(country, seconds, run.seed))
            buffers["after the writes"] = _buffers(country, questions)
            phases += _maintenance(country, seconds)
        buffers["after maintenance"] = _buffers(country, questions)
        _check(Country(country.server, country.size, country.database), questions[:CHECKED], result)
    _tell(load, phases, result)
    _tell_buffers(buffers, result)
    return result


def _phases(country: Country, seconds: float, seed: int) -> Iterator[Phase]:
    dice = np.random.default_rng(seed)
    with country.connect() as connection:
        points = _column(connection, "SELECT id FROM service_point WHERE location IS NOT NULL ORDER BY id")
        schedules = _column(connection, "SELECT id FROM schedule WHERE exceptions = '[]' ORDER BY id")
        work: Mapping[str, Callable[[], int]] = {
            "before": lambda: _rest(seconds),
            "moving pins": lambda: _edit(seconds, lambda: _move(connection, [int(dice.choice(points))])),
            "changing hours": lambda: _edit(
                seconds, lambda: _change_hours(connection, int(dice.choice(points)), int(dice.choice(schedules)))
            ),
            "linking manuals": lambda: _link(connection, points, dice),
            "after": lambda: _rest(seconds),
            "updating 5 %": lambda: _update(connection, points, dice),
            "after 5 %": lambda: _rest(seconds),
        }
        for name, do in work.items():
            with _timed(name) as started:
                writes = do()
            yield Phase(name, started, time.monotonic(), writes)


def _maintenance(country: Country, seconds: float) -> Iterator[Phase]:
    """Searches are to be answered throughout."""
    with _timed("maintaining") as started:
        maintain(country)
    yield Phase("maintaining", started, time.monotonic(), 0)
    with _timed("after maintenance") as started:
        time.sleep(seconds)
    yield Phase("after maintenance", started, time.monotonic(), 0)


@contextmanager
def _timed(name: str) -> Iterator[float]:
    with step(f"Phase: {name}"):
        yield time.monotonic()


def _rest(seconds: float) -> int:
    time.sleep(seconds)
    return 0


def _edit(seconds: float, edit: Callable[[], None]) -> int:
    """One edit a transaction, `EDITS_PER_SECOND`, or as many as there can be."""
    start, edits = time.monotonic(), 0
    while time.monotonic() < start + seconds:
        edit()
        edits += 1
        time.sleep(max(0.0, start + edits / EDITS_PER_SECOND - time.monotonic()))
    return edits


def _move(connection: Connection, points: list[int]) -> None:
    """A few hundred metres."""
    connection.execute(
        "UPDATE service_point SET pinned_at = now(), location = "
        "ST_Translate(location, (random() - 0.5) * 0.01, (random() - 0.5) * 0.01) WHERE id = ANY (%s)",
        [points],
    )


def _change_hours(connection: Connection, point: int, schedule: int) -> None:
    connection.execute("UPDATE service_point SET schedule_id = %s WHERE id = %s", [schedule, point])


def _link(connection: Connection, points: list[int], dice: np.random.Generator) -> int:
    """One manual a transaction, to all of them at once. Returns how many links are new."""
    procedures = _column(connection, "SELECT id FROM procedure ORDER BY id")
    linked = dice.choice(points, max(1, round(len(points) * LINKED_POINTS_SHARE)), replace=False).tolist()
    new = 0
    for procedure in dice.choice(procedures, min(LINKED_PROCEDURES, len(procedures)), replace=False).tolist():
        new += connection.execute(
            "INSERT INTO offering (procedure_id, service_point_id, agency_id) "
            "SELECT %s, id, 0 FROM unnest(%s::integer[]) AS id ON CONFLICT DO NOTHING",
            [procedure, linked],
        ).rowcount
    return new


def _update(connection: Connection, points: list[int], dice: np.random.Generator) -> int:
    """Moves a twentieth of all pins, and with them their offerings, a hundred a transaction."""
    moved = dice.choice(points, round(len(points) * UPDATED_SHARE), replace=False).tolist()
    for start in range(0, len(moved), 100):
        _move(connection, moved[start : start + 100])
    return len(moved)


def _column(connection: Connection, statement: str) -> list[int]:
    return [int(str(one)) for (one,) in connection.execute(statement.encode()).fetchall()]


def _buffers(country: Country, questions: list[Question]) -> dict[str, float]:
    return {group: plan_shape(country, asked[:EXPLAINED]).walk_buffers for group, asked in by_class(questions).items()}


def _check(country: Country, questions: list[Question], result: Result) -> None:
    """What was written is found."""
    oracle = Oracle(country)
    with country.connect() as connection:
        search = Search(connection)
        for question in questions:
            found = found_in_page(search.page(query_of(question)))
            result.wrong_answers += oracle.judge(question, found, oracle.answer(question)).wrong
            result.answers_checked += 1


def _tell(load: SteadyLoad, phases: list[Phase], result: Result) -> None:
    rows: list[Sequence[Value]] = []
    p99_us = {}
    for phase in phases:
        times = load.times(phase.start, phase.end)
        p99_us[phase.name] = times.p99_us
        failed = load.failed(phase.start, phase.end)
        length_s = round(phase.end - phase.start, 1)
        rows.append([phase.name, length_s, phase.writes, times.n, times.p50_us, times.p99_us, failed])
    columns = ("phase", "seconds", "writes", "searches", "p50, µs", "p99, µs", "failed")
    result.tables.append(Table(title=f"{PER_SECOND} searches a second, meanwhile", columns=columns, rows=rows))
    result.numbers["failed"] = sum(load.errors.values())
    result.notes.extend(f"{count} searches failed: {error}" for error, count in load.errors.items())
    result.numbers["p99_us"] = dict(p99_us)
    for name, about in (("writes", WRITING), ("maintenance", MAINTAINING)):
        result.ratios[f"p99_during_{name}_vs_before"] = round(max(p99_us[one] for one in about) / p99_us["before"], 3)
    result.ratios["p99_after_vs_before"] = round(p99_us["after 5 %"] / p99_us["before"], 3)
    result.targets = {"p99_during_writes_vs_before": "under 3", "failed": "0"}


def _tell_buffers(buffers: Mapping[str, dict[str, float]], result: Result) -> None:
    groups = list(buffers["fresh"])
    rows: list[Sequence[Value]] = [[when, *(measured[group] for group in groups)] for when, measured in buffers.items()]
    result.tables.append(Table(title="Buffers that a walk reads, median", columns=("", *groups), rows=rows))
    result.numbers |= {f"walk_buffers {when}": dict(measured) for when, measured in buffers.items()}
