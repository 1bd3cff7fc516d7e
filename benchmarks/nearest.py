"""The plain question, put to Pakmud and to whatever else one might take: rare, medium, common; town, open country."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

from benchmarks.agency_filter import AgencyWalk, OfAgency, agency_questions
from benchmarks.answers import check, prepared
from benchmarks.contender import Contender
from benchmarks.contenders.duckdb_scan import DuckdbScan
from benchmarks.contenders.memory_kdtree import MemoryKdTree
from benchmarks.contenders.memory_rtree import MemoryRtree
from benchmarks.contenders.natural_join import NaturalJoin
from benchmarks.contenders.pakmud import Pakmud, PakmudHits, PakmudPlaces, PakmudSteps
from benchmarks.contenders.partitioned import Partitioned
from benchmarks.contenders.planar_degrees import PlanarDegrees
from benchmarks.contenders.redis_geo import RedisFull, RedisGeo, RedisHugeRadius, RedisLua
from benchmarks.contenders.sqlite_rtree import SqliteRtree
from benchmarks.country import Country, country_of
from benchmarks.machine import machine_record
from benchmarks.measure import race
from benchmarks.oracle import Oracle
from benchmarks.plan_shape import plan_shape
from benchmarks.progress import step
from benchmarks.question import CLASSES, GROUNDS, Question, by_class, sample_questions
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import ContenderResult, Result, Table

OURS = ("pakmud", "pakmud_places", "pakmud_steps", "pakmud_hits")
CONTENDERS: tuple[Callable[[], Contender], ...] = (
    Pakmud,
    PakmudPlaces,
    PakmudSteps,
    PakmudHits,
    RedisGeo,
    RedisLua,
    RedisHugeRadius,
    RedisFull,
    NaturalJoin,
    PlanarDegrees,
    Partitioned,
    MemoryRtree,
    MemoryKdTree,
    SqliteRtree,
    DuckdbScan,
)
CHECKED_FULLY = ("pakmud", "pakmud_places", "redis")
"""Compared with brute force on every question of the scale; the others on as many as a time allows."""

EXPLAINED = 60


def measure(run: Run) -> Result:
    """Answers are compared first; then all take turns at the same questions."""
    benchmark = BENCHMARKS["nearest"]
    with country_of(run.scale, run.home) as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        questions = sample_questions(
            country,
            per_class=max(run.scale.per_class, ceil(run.scale.checked / len(CLASSES))),
            procedures_per_class=run.scale.procedures_per_class,
            seed=run.seed,
        )
        _race_all(run, country, questions, result)
        _race_agencies(run, country, questions, result)
        _explain(country, questions, result)
    result.notes.extend(_NOTES)
    return result


_NOTES = (
    "One client asks one question after the other: the times hold the whole way there and back, in Python.",
    "Every contender has only the procedures that are asked for, but those in PostgreSQL and DuckDB have all.",
    "Ratios compare like with like: p50_vs_redis and its kin are pakmud_places, ids and distances on both sides; "
    "p50_vs_redis_full is pakmud against redis_full, with the whole of each service point on both sides. Redis' "
    "distances are a sphere's.",
)


def _race_all(run: Run, country: Country, questions: Sequence[Question], result: Result) -> None:
    oracle = Oracle(country)
    with step(f"Asking the oracle {len(questions):,} questions"):
        right = [oracle.answer(question) for question in questions]
    with prepared([make() for make in CONTENDERS], country, questions) as field:
        for name, (contender, found) in field.items():
            if found.absent is None:
                budget_s = None if name in CHECKED_FULLY else 2 * run.scale.budget_s
                with step(f"Checking {name}"):
                    check(contender, found, questions, right, oracle, budget_s=budget_s)
        present = {name: contender.answer for name, (contender, found) in field.items() if found.absent is None}
        for group, asked in by_class(questions).items():
            with step(f"Racing: {group}"):
                times = race(present, asked[: run.scale.per_class], budget_s=run.scale.budget_s, seed=run.seed)
            for name, taken in times.items():
                field[name][1].groups[group] = taken
    result.contenders = [found for _, found in field.values()]
    _count_ours(result)
    _ratios(result)


def _count_ours(result: Result) -> None:
    for one in result.contenders:
        if one.name in OURS:
            result.wrong_answers += one.wrong_sets + one.wrong_orders
            result.answers_checked += one.checked


def _ratios(result: Result) -> None:
    """The worst class of each, so that no class hides behind another."""
    full, places = result.contender("pakmud"), result.contender("pakmud_places")
    for peer in ("redis", "redis_lua", "redis_huge_radius", "redis_full", "rtree", "ckdtree"):
        by_group = _p50_ratios(full if peer == "redis_full" else places, result.contender(peer), CLASSES)
        if by_group:
            result.ratios[f"p50_vs_{peer}"] = max(by_group.values())
    joined = _p50_ratios(places, result.contender("natural_join"), [f"medium {ground}" for ground in GROUNDS])
    result.ratios["p50_vs_join_medium"] = max(joined.values())
    result.targets |= {"p50_vs_redis": "at most 0.75", "p50_vs_join_medium": "at most 0.05"}
    result.tables += [_ratio_table(result, ours) for ours in (places, full)]


def _p50_ratios(ours: ContenderResult, peer: ContenderResult, groups: Sequence[str]) -> dict[str, float]:
    present = [group for group in groups if group in ours.groups and group in peer.groups]
    return {group: round(ours.groups[group].p50_us / peer.groups[group].p50_us, 3) for group in present}


def _ratio_table(result: Result, ours: ContenderResult) -> Table:
    rows = []
    for peer in result.contenders:
        ratios: Mapping[str, float] = _p50_ratios(ours, peer, CLASSES)
        if peer is not ours and ratios:
            rows.append([peer.name, *(ratios.get(group) for group in CLASSES)])
    title = f"p50 of {ours.name} as a share of another's: below 1 it is faster"
    return Table(title=title, columns=("", *CLASSES), rows=rows)


def _race_agencies(run: Run, country: Country, questions: Sequence[Question], result: Result) -> None:
    asked = agency_questions(country, questions, count=run.scale.per_class, seed=run.seed)
    oracle = Oracle(country)
    right = [oracle.answer(question) for question in asked]
    with prepared([OfAgency(), AgencyWalk()], country, asked) as field:
        for contender, found in field.values():
            check(contender, found, asked, right, oracle)
        runners = {name: contender.answer for name, (contender, _) in field.items()}
        times = race(runners, asked, budget_s=run.scale.budget_s, seed=run.seed)
    ours = field["pakmud"][1]
    result.wrong_answers += ours.wrong_sets + ours.wrong_orders
    result.answers_checked += ours.checked
    result.ratios["agency_p99_vs_walk"] = round(times["pakmud"].p99_us / times["agency_walk"].p99_us, 3)
    result.targets["agency_p99_vs_walk"] = "at most 0.1"
    rows = [(name, one.n, one.p50_us, one.p99_us) for name, one in times.items()]
    result.tables.append(
        Table(title="With an agency, microseconds", columns=("contender", "n", "p50", "p99"), rows=rows)
    )


def _explain(country: Country, questions: Sequence[Question], result: Result) -> None:
    shapes = {group: plan_shape(country, asked[:EXPLAINED]) for group, asked in by_class(questions).items()}
    rows = [
        (group, shape.walk_buffers, shape.all_buffers, shape.execution_us, ", ".join(sorted(shape.indexes)))
        for group, shape in shapes.items()
    ]
    columns = ("class", "buffers of the walk", "buffers in all", "execution, µs", "indexes")
    result.tables.append(Table(title="Plans: medians", columns=columns, rows=rows))
    result.numbers["walk_buffers_p50"] = {group: shape.walk_buffers for group, shape in shapes.items()}
    result.targets["walk_buffers_p50"] = "at most 25 in each class"
