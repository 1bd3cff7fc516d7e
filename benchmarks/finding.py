"""Finding a procedure in one's own words: how often the right one comes first, how often a stranger gets an answer.

The judged questions are in `tests/data/finding`, with how they were made; there is no brute force to compare with. As
many procedures as the scale's country has are searched with every keystroke, as the suggestion box does.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import cast

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from threadpoolctl import threadpool_limits

from benchmarks.finding_contenders import CONTENDERS
from benchmarks.judged_questions import Quality, quality_by_kind, read_judged, read_out_of_scope, share_answered
from benchmarks.machine import machine_record
from benchmarks.progress import step
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import Result, Table, Value
from geo.cluster.embedded import EmbeddedServer
from geo.finding.finder import Finder
from geo.finding.meaning.embedding import BUNDLED
from geo.finding.readiness import make_all_vectors
from geo.migrate import migrate
from geo.one_box.suggest import suggest
from ingest.demo.load_country import load_agencies, load_procedures
from ingest.demo.procedure_variants import demo_procedures

OURS = "Pakmud"
PLACE = "ศรีราชา ชลบุรี"
TYPED = 10
"""Every tenth judged question is typed letter by letter."""

TINY = 25
"""Procedures and questions of the smallest scale, which only sees whether all of this runs."""


def measure(run: Run) -> Result:
    """All contenders on the real procedures of the demo country; then the keystrokes."""
    is_tiny = run.scale.name == "tiny"
    benchmark = BENCHMARKS["finding"]
    result = Result(
        name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(None)
    )
    judged_on = TINY if is_tiny else None
    typed_on = TINY if is_tiny else run.scale.country.procedures
    with ExitStack() as stack:
        with step("Asking the judged questions"):
            made = stack.enter_context(catalogue(judged_on))
            _judge(result, *made, judged_on)
        with step("Typing letter by letter"):
            if typed_on != judged_on:
                stack.close()
                made = stack.enter_context(catalogue(typed_on))
            _type(result, *made, every=TYPED * TYPED if is_tiny else TYPED)
    return result


@contextmanager
def catalogue(procedures: int | None) -> Iterator[tuple[Engine, Finder]]:
    """A cluster of its own with so many of the demo country's procedures (None: the real ones), all vectors made."""
    home = Path(tempfile.mkdtemp(prefix="pakmud-finding-"))
    home.chmod(0o755)
    server = EmbeddedServer(home)
    try:
        url = server.start()
        migrate(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            load_agencies(connection, (), ())
            load_procedures(connection, connection.connection.driver_connection, demo_procedures(procedures))  # type: ignore[arg-type]
        finder = Finder(BUNDLED)
        make_all_vectors(engine, finder.catalogue)
        yield engine, Finder(BUNDLED)
        engine.dispose()
    finally:
        server.stop(at_once=True)
        shutil.rmtree(home, ignore_errors=True)


def time_keystrokes(engine: Engine, finder: Finder, questions: Sequence[str]) -> list[tuple[float, float]]:
    """Milliseconds for each beginning of each question, as the box asks for suggestions, every other one with a place
    behind it: by the clock, and of this process's core (which does not count the database's few, nor what else the
    machine is doing)."""
    with Session(engine) as session:
        suggest(session, finder, "x")
    times = []
    for number, asked in enumerate(questions):
        question = f"{asked} {PLACE}" if number % 2 else asked
        for end in range(1, len(question) + 1):
            begin, core = time.perf_counter(), time.process_time()
            with Session(engine) as session:
                suggest(session, finder, question[:end])
            times.append(((time.perf_counter() - begin) * 1_000, (time.process_time() - core) * 1_000))
    return times


def _judge(result: Result, engine: Engine, finder: Finder, procedures: int | None) -> None:
    hits: dict[str, float] = {}
    with Session(engine) as session:
        codes = {entry.code for entry in finder.catalogue.index(session).entries()}
        judged = [line for line in read_judged() if codes.issuperset(cast("list[str]", line["expected"]))][:procedures]
        result.numbers |= {
            "procedures judged on": len(codes),
            "judged questions": len(judged),
            "questions out of scope": len(read_out_of_scope()),
        }
        for contender in CONTENDERS:
            ask = contender.prepare(session, finder)
            quality, answered = quality_by_kind(ask, judged), share_answered(ask, read_out_of_scope())
            hits[contender.name] = quality["all"].hit_at_1
            result.tables.append(_table(contender.name, quality, answered))
            if contender.name == OURS:
                _judge_ours(result, quality, answered)
    result.ratios["hit_at_1_vs_best_other"] = hits[OURS] / max(
        hit for name, hit in hits.items() if not name.startswith(OURS)
    )


def _judge_ours(result: Result, quality: Mapping[str, Quality], answered: float) -> None:
    named, unnamed = quality["with common names"], quality["without"]
    result.ratios |= {
        "hit_at_1_with_names": named.hit_at_1,
        "hit_at_3_with_names": named.hit_at_3,
        "hit_at_1_without_names": unnamed.hit_at_1,
        "out_of_scope_answered": answered,
    }
    result.targets |= {
        "hit_at_1_with_names": "at least 0.85",
        "hit_at_3_with_names": "at least 0.95",
        "hit_at_1_without_names": "at least 0.75",
        "out_of_scope_answered": "at most 0.10",
    }


def _table(contender: str, quality: Mapping[str, Quality], answered: float) -> Table:
    rows: list[Sequence[Value]] = [
        (group, one.questions, one.hit_at_1, one.hit_at_3, one.hit_at_5, one.mrr) for group, one in quality.items()
    ]
    title = f"{contender}: answers {answered:.0%} of the questions that are out of scope"
    return Table(title=title, columns=("questions", "n", "hit@1", "hit@3", "hit@5", "MRR"), rows=rows)


def _type(result: Result, engine: Engine, finder: Finder, *, every: int) -> None:
    threadpool_limits(1, user_api="blas")  # as the server does
    times = time_keystrokes(engine, finder, [str(line["q"]) for line in read_judged()[::every]])
    with Session(engine) as session:
        count = len(list(finder.catalogue.index(session).entries()))
    rows: list[Sequence[Value]] = []
    for name, measured in zip(("by the clock", "of the core"), zip(*times, strict=True), strict=True):
        cuts = quantiles(measured, n=100)
        rows.append([name, cuts[49], cuts[94], cuts[98]])
        result.numbers[f"keystroke p95 {name}, ms"] = round(cuts[94], 1)
    title = f"Milliseconds a keystroke, {count:,} procedures, {len(times):,} keystrokes"
    result.tables.append(Table(title=title, columns=("time", "p50", "p95", "p99"), rows=rows))
