"""The judged questions of `tests/data/finding`, and how well somebody answers them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

JUDGED = Path(__file__).parents[1] / "tests" / "data" / "finding"

Ask = Callable[[str], list[str]]
"""Codes of procedures, best first; empty where there is no answer."""


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


def quality_by_kind(ask: Ask, judged: Sequence[Mapping[str, object]]) -> dict[str, Quality]:
    """For `all`, for where the words of the question stand (`names`, ...), and for each kind of question."""
    ranks: dict[str, list[int | None]] = {}
    for line in judged:
        expected = line["expected"]
        assert isinstance(expected, list)  # noqa: S101 - our own file
        answer = ask(str(line["q"]))
        rank = min((answer.index(code) for code in expected if code in answer), default=None)
        halves = ["with common names" if line["words"] == "names" else "without"]
        for group in ("all", *halves, f"words: {line['words']}", str(line["kind"])):
            ranks.setdefault(group, []).append(rank)
    return {group: _quality(ranked) for group, ranked in ranks.items()}


def share_answered(ask: Ask, questions: Sequence[str]) -> float:
    return mean(bool(ask(question)) for question in questions)


def _quality(ranks: Sequence[int | None]) -> Quality:
    def within(most: int) -> float:
        return mean(rank is not None and rank < most for rank in ranks)

    reciprocal = mean(0.0 if rank is None else 1 / (rank + 1) for rank in ranks)
    return Quality(len(ranks), within(1), within(3), within(5), reciprocal)


def _lines(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (JUDGED / name).read_text(encoding="utf-8").splitlines()]
