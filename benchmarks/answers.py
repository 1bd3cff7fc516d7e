"""Compares contenders' answers with brute force, before anything is timed."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from benchmarks.contender import Absent, Contender
from benchmarks.country import Country
from benchmarks.oracle import Oracle
from benchmarks.progress import say, step
from benchmarks.question import Found, Question
from benchmarks.result import ContenderResult


@contextmanager
def prepared(
    contenders: Sequence[Contender], country: Country, questions: Sequence[Question]
) -> Iterator[dict[str, tuple[Contender, ContenderResult]]]:
    """All of them by name, ready to answer; who cannot take part says why in its result. Closed with the block."""
    ready = {}
    with ExitStack() as stack:
        for contender in contenders:
            result = ContenderResult(name=contender.name, about=contender.about)
            stack.callback(contender.close)
            try:
                with step(f"Preparing {contender.name}"):
                    contender.prepare(country, questions)
            except Absent as reason:
                result.absent = str(reason)
                say(f"{contender.name} is left out: {reason}")
            ready[contender.name] = contender, result
        yield ready


def check(  # noqa: PLR0913 - who, what, against what, and for how long
    contender: Contender,
    result: ContenderResult,
    questions: Sequence[Question],
    right: Sequence[Found],
    oracle: Oracle,
    *,
    budget_s: float | None = None,
) -> None:
    """Counts what is wrong with the answers, in `result`; stops after `budget_s` for who is slow."""
    started = time.monotonic()
    for question, expected in zip(questions, right, strict=True):
        verdict = oracle.judge(question, contender.answer(question), expected)
        result.checked += 1
        result.wrong_sets += verdict.wrong_set
        result.wrong_orders += verdict.wrong_order
        result.largest_distance_error_m = max(result.largest_distance_error_m, verdict.error_mm / 1000)
        if budget_s is not None and time.monotonic() - started > budget_s:
            return
