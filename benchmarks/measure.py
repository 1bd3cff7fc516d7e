"""Times contenders by turns, and what the times come to."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

BLOCK = 20
"""Questions before another contender has its turn: enough to be warm, few enough to share every disturbance."""

WARM_UP = 10
"""Questions answered first, off the clock: plans are cached after five."""

Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Times:
    """Of `n` answers, in microseconds; `per_second` is what one client gets that asks one after the other."""

    n: int
    p50_us: float
    p99_us: float
    mean_us: float

    @property
    def per_second(self) -> float:
        return 1e6 / self.mean_us if self.mean_us else 0.0


def times_of(samples_ns: Sequence[int]) -> Times:
    """Raises: ValueError when there are none."""
    if not samples_ns:
        raise ValueError("nothing was measured")
    us = np.asarray(samples_ns, dtype=np.float64) / 1000
    p50, p99 = np.quantile(us, [0.5, 0.99])
    return Times(
        n=len(us), p50_us=round(float(p50), 1), p99_us=round(float(p99), 1), mean_us=round(float(us.mean()), 1)
    )


def race(
    runners: Mapping[str, Callable[[Asked], object]], questions: Sequence[Asked], *, budget_s: float, seed: int
) -> dict[str, Times]:
    """Every runner answers the same questions in blocks, by turns in random order.

    Who has used up `budget_s` stops after the question at hand: only what is slow has few questions.
    """
    dice = random.Random(seed)
    samples: dict[str, list[int]] = {name: [] for name in runners}
    for name, run in runners.items():
        _warm_up(run, questions, budget_s / 4)
        samples[name] = []
    for start in range(0, len(questions), BLOCK):
        block = questions[start : start + BLOCK]
        for name in dice.sample(list(runners), len(runners)):
            _run_block(runners[name], block, samples[name], round(budget_s * 1e9))
    return {name: times_of(taken) for name, taken in samples.items()}


def _warm_up(run: Callable[[Asked], object], questions: Sequence[Asked], budget_s: float) -> None:
    started = time.monotonic()
    for question in questions[:WARM_UP]:
        run(question)
        if time.monotonic() - started > budget_s:
            return


def _run_block(run: Callable[[Asked], object], block: Sequence[Asked], samples: list[int], budget_ns: int) -> None:
    used_ns = sum(samples)
    with without_garbage_collection():
        for question in block:
            if used_ns > budget_ns:
                return
            started = time.perf_counter_ns()
            run(question)
            taken = time.perf_counter_ns() - started
            samples.append(taken)
            used_ns += taken


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """The collector walks all objects of this process, the oracle's included, which no contender made."""
    gc.collect(0)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
