"""Statistics, turns and budgets."""

import time
from functools import partial

import pytest

from benchmarks.measure import race, times_of


def test_times_are_in_microseconds() -> None:
    times = times_of([1_000 * us for us in range(1, 102)])
    assert (times.n, times.p50_us, times.mean_us) == (101, 51.0, 51.0)
    assert times.p99_us == pytest.approx(100.0)
    assert times.per_second == pytest.approx(1e6 / 51)


def test_nothing_measured_is_no_result() -> None:
    with pytest.raises(ValueError, match="nothing"):
        times_of([])


def test_all_answer_the_same_questions_in_the_same_order() -> None:
    asked: dict[str, list[int]] = {"one": [], "other": []}
    times = race({name: seen.append for name, seen in asked.items()}, list(range(50)), budget_s=10, seed=1)
    assert {name: taken.n for name, taken in times.items()} == {"one": 50, "other": 50}
    # The first ten are asked twice: once to warm up.
    assert asked["one"] == asked["other"] == [*range(10), *range(50)]


def test_turns_are_taken_in_blocks_and_in_an_order_that_the_seed_decides() -> None:
    def turns(seed: int) -> list[str]:
        order: list[str] = []
        race({name: partial(_note, order, name) for name in "abc"}, [0] * 200, budget_s=10, seed=seed)
        return order

    assert turns(1) == turns(1) != turns(2)
    timed = turns(1)[30:]
    assert all(len(set(timed[start : start + 20])) == 1 for start in range(0, len(timed), 20))


def _note(order: list[str], name: str, _question: int) -> None:
    order.append(name)


def test_who_is_slow_is_asked_less() -> None:
    slow_and_fast = {"slow": lambda _: time.sleep(0.02), "fast": lambda _: None}
    times = race(slow_and_fast, [0] * 100, budget_s=0.1, seed=1)
    assert times["slow"].n < 10
    assert times["fast"].n == 100
