"""Only what is open: at busy hours, at lunch, on a Saturday, in the dead of night, on a holiday."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from benchmarks.country import Country, country_of
from benchmarks.machine import machine_record
from benchmarks.measure import race
from benchmarks.oracle import Oracle
from benchmarks.pakmud_search import Prepared, Search, found_in_page, found_in_rows, open_schedules, query_of
from benchmarks.plan_shape import plan_shape
from benchmarks.progress import step
from benchmarks.question import KINDS, Found, Question, by_group, sample_questions
from benchmarks.registry import BENCHMARKS, Run
from benchmarks.result import ContenderResult, Result, Table, Value

_BANGKOK = ZoneInfo("Asia/Bangkok")
PLAIN = "plain"
INSTANTS = {
    "Tuesday 10:00": datetime(2026, 12, 1, 10, 0, tzinfo=_BANGKOK),
    "Tuesday 12:30": datetime(2026, 12, 1, 12, 30, tzinfo=_BANGKOK),
    "Saturday 14:00": datetime(2026, 11, 28, 14, 0, tzinfo=_BANGKOK),
    "Sunday 10:00": datetime(2026, 11, 29, 10, 0, tzinfo=_BANGKOK),
    "Sunday 03:00": datetime(2026, 11, 29, 3, 0, tzinfo=_BANGKOK),
    "holiday Monday 10:00": datetime(2026, 12, 7, 10, 0, tzinfo=_BANGKOK),
}
"""The last is the day in lieu of the late King's birthday."""

EXPLAINED = 40


def measure(run: Run) -> Result:
    """The same questions, plain and at each instant, by turns."""
    benchmark = BENCHMARKS["open_now"]
    with country_of(run.scale, run.home) as country:
        result = Result(
            name=benchmark.name, question=benchmark.question, scale=run.scale.name, machine=machine_record(country)
        )
        questions = [
            replace(question, group=question.group.split(" ")[0])
            for question in sample_questions(
                country,
                per_class=run.scale.per_class // 2,
                procedures_per_class=run.scale.procedures_per_class,
                seed=run.seed,
            )
        ]
        result.contenders = _race(run, country, questions)
        _explain(country, questions, result)
    for one in result.contenders:
        result.wrong_answers += one.wrong_sets + one.wrong_orders
        result.answers_checked += one.checked
    _ratios(result)
    return result


def _race(run: Run, country: Country, questions: Sequence[Question]) -> list[ContenderResult]:
    results = []
    runners: dict[str, Callable[[Question], Found]] = {}
    with country.connect() as connection:
        search, oracle = Search(connection), Oracle(country)
        for name, at in {PLAIN: None, **INSTANTS}.items():
            asked = [replace(question, open_at=at) for question in questions]
            result = ContenderResult(name=name, about=_about(country, at))
            with step(f"Checking {name}"):
                _check(search, asked, oracle, result)
            statements = {plain: search.prepare(query_of(one)) for plain, one in zip(questions, asked, strict=True)}
            runners[name] = partial(_answer, search, statements)
            results.append(result)
        for group, asked in by_group(questions).items():
            with step(f"Racing: {group}"):
                times = race(runners, asked, budget_s=run.scale.budget_s, seed=run.seed)
            for result in results:
                result.groups[group] = times[result.name]
    return results


def _answer(search: Search, statements: Mapping[Question, Prepared], question: Question) -> Found:
    return found_in_rows(search.rows(statements[question]), question)


def _check(search: Search, asked: Sequence[Question], oracle: Oracle, result: ContenderResult) -> None:
    for question in asked:
        verdict = oracle.judge(question, found_in_page(search.page(query_of(question))), oracle.answer(question))
        result.checked += 1
        result.wrong_sets += verdict.wrong_set
        result.wrong_orders += verdict.wrong_order
        result.largest_distance_error_m = max(result.largest_distance_error_m, verdict.error_mm / 1000)


def _about(country: Country, at: datetime | None) -> str:
    if at is None:
        return "whether open or not"
    with country.connect() as connection:
        schedules = open_schedules(connection, at)
        row = connection.execute(
            "SELECT avg((schedule_id = ANY (%s) AND schedule_id IS NOT NULL)::integer) FROM offering", [schedules]
        ).fetchone()
    share = float(str(row[0])) if row else 0.0
    return f"only what is open then: {share:.2%} of all offerings"


def _ratios(result: Result) -> None:
    plain = result.contender(PLAIN)
    timed = [one for one in result.contenders if one is not plain]
    shares = {
        one.name: [round(one.groups[kind].p50_us / plain.groups[kind].p50_us, 3) for kind in KINDS] for one in timed
    }
    rows: list[Sequence[Value]] = [[name, *of_kinds] for name, of_kinds in shares.items()]
    result.tables.append(Table(title="p50 as a multiple of the plain question's", columns=("at", *KINDS), rows=rows))
    result.ratios["open_worst_vs_plain"] = max(max(of_kinds) for of_kinds in shares.values())
    for column, kind in enumerate(KINDS):
        result.ratios[f"open_worst_vs_plain_{kind}"] = max(of_kinds[column] for of_kinds in shares.values())
    result.targets["open_worst_vs_plain"] = "at most 1.5"


def _explain(country: Country, questions: Sequence[Question], result: Result) -> None:
    rows: list[Sequence[Value]] = []
    worst = 0.0
    for name, at in {PLAIN: None, **INSTANTS}.items():
        asked = by_group([replace(question, open_at=at) for question in questions])
        for kind in KINDS:
            shape = plan_shape(country, asked[kind][:EXPLAINED])
            worst = max(worst, shape.walk_buffers)
            rows.append([name, kind, shape.walk_buffers, shape.execution_us, ", ".join(sorted(shape.indexes))])
    columns = ("at", "class", "buffers of the walk", "execution, µs", "indexes")
    result.numbers["walk_buffers_p50_worst"] = worst
    result.tables.append(Table(title="Plans: medians", columns=columns, rows=rows))
