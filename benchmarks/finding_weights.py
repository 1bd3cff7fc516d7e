"""Fits the weights in `geo/finding/fusion.py`: `python -m benchmarks.finding_weights` prints them.

The questions are made from the demo catalogue (`finding_questions.py`); those that nobody should answer are
`tests/data/finding/elsewhere.txt`. None of the judged questions is used. Both models are plain logistic regressions:
one softmax over all procedures of a question, one yes or no for the best of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from benchmarks.finding import catalogue
from benchmarks.finding_questions import made_questions
from benchmarks.judged_questions import JUDGED
from geo.finding.finder import FEWEST_LETTERS_WITH_A_MEANING, Finder
from geo.finding.fusion import FLOOR_SURENESS
from geo.finding.index import Index
from geo.finding.language.normal_form import normal_form
from geo.finding.searched_text import find_searched_texts
from geo.finding.signs import signs_of

Floats = NDArray[np.float64]

ORDER_SHARES = {"held": 1.0, "hard": 1.0, "typo": 0.5, "body": 0.25, "situation": 1.0}
"""How much each kind of question counts for the order, however many there are of it. Manuals are seldom quoted."""

FLOOR_KINDS = ("held", "hard", "typo")
FALSE_ANSWERS = 0.08
"""The share of the questions from elsewhere that may be answered: a little below what is promised, 0.10."""


NEARNESS, SPELLING, COVERAGE, BEST_COVERAGE, BEST_WORDS, TOPIC = range(6)
"""Columns of the signs; the four in the middle are squared."""

ORDER = [NEARNESS, BEST_COVERAGE, BEST_WORDS, TOPIC]


@dataclass(frozen=True, slots=True)
class Observed:
    """Of one question, for each procedure: its signs (the columns above), whether expected.

    `around`: how near it is to what the state does, and to what it does not.
    """

    kind: str
    signs: Floats
    expected: NDArray[np.bool_]
    around: tuple[float, float]


def observe(finder: Finder, kind: str, text: str, expected: frozenset[int], index: Index) -> Observed:
    question = finder.question(text, index)
    vector = question.typed.vector
    assert vector is not None and index.middle is not None, "the weights need the embedding"  # noqa: S101, PT018
    rows, is_expected = [], []
    for segment, gone in index.segments():
        signs = signs_of(question, index, segment)
        lexical = (signs.spelling**2, signs.coverage**2, signs.best_coverage**2, signs.best_words**2)
        rows.append(np.column_stack([signs.nearness, *lexical, signs.topic])[~gone])
        is_expected.append(np.isin(segment.ids, list(expected))[~gone])
    around = (
        float((index.middle.state @ vector).max()),
        float((index.middle.elsewhere @ vector).max()),
    )
    return Observed(kind, np.concatenate(rows).astype(float), np.concatenate(is_expected), around)


def fit_order(observed: Sequence[Observed], steps: int = 400) -> Floats:
    """Weights of the columns of `ORDER`: maximum likelihood of the expected under a softmax, none below zero."""
    used = [one for one in observed if one.kind in ORDER_SHARES]
    signs = np.stack([one.signs[:, ORDER] for one in used])
    counts = Counter(one.kind for one in used)
    shares = np.array([ORDER_SHARES[one.kind] / counts[one.kind] for one in used])
    expected = np.stack([one.expected for one in used])
    spread = signs.reshape(-1, len(ORDER)).std(axis=0)
    weights, first, second = np.ones(len(ORDER)), np.zeros(len(ORDER)), np.zeros(len(ORDER))
    for step in range(1, steps + 1):  # Adam
        odds = (signs / spread) @ weights
        chances = np.exp(odds - odds.max(axis=1, keepdims=True))
        right = chances * expected
        pull = chances / chances.sum(1, keepdims=True) - right / right.sum(1, keepdims=True)
        slope = ((pull[:, :, None] * signs / spread).sum(1) * shares[:, None]).sum(0) / shares.sum() + 1e-3 * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights, 0)
    return np.asarray(weights / spread)


def fit_yes_or_no(positive: Floats, negative: Floats, steps: int = 50) -> Floats:
    """Logistic regression by Newton's method, both sides counting the same; the constant comes last."""
    rows = np.concatenate([positive, negative])
    is_positive = np.arange(len(rows)) < len(positive)
    shares = np.where(is_positive, 1 / len(positive), 1 / len(negative))
    middle, spread = rows.mean(0), rows.std(0)
    scaled = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    keep = 1e-3 * np.append(np.ones(rows.shape[1]), 1e-6)
    weights = np.zeros(scaled.shape[1])
    for _ in range(steps):
        chances = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (shares * (chances - is_positive)) + keep * weights
        curve = (scaled * (shares * chances * (1 - chances))[:, None]).T @ scaled + np.diag(keep)
        weights -= np.linalg.solve(curve, slope)
    per_unit = weights[:-1] / spread
    return np.append(per_unit, weights[-1] - per_unit @ middle)


def best_of(observed: Observed, order: Floats) -> Floats:
    """What the floor looks at: the signs of the best procedure, and what is around the question."""
    best = observed.signs[np.argmax(observed.signs[:, ORDER] @ order)]
    return np.array([best[NEARNESS], best[COVERAGE], *observed.around])


def fit_expected_nearness(observed: Sequence[Observed]) -> Floats:
    """Constant, spelling squared, coverage squared: least squares, for where there is no vector."""
    signs = np.concatenate([one.signs for one in observed if one.kind == "typo"])
    rows = np.column_stack([np.ones(len(signs)), signs[:, SPELLING], signs[:, COVERAGE]])
    return np.asarray(np.linalg.lstsq(rows, signs[:, NEARNESS], rcond=None)[0])


def _has_meaning(text: str) -> bool:
    return len(normal_form(text)) >= FEWEST_LETTERS_WITH_A_MEANING


def main() -> None:
    with catalogue(None) as (engine, finder), Session(engine) as session:
        index = finder.catalogue.index(session)
        texts = find_searched_texts(session, [entry.id for entry in index.entries()])
        made = made_questions(index, texts)
        questions = [one for one in made if _has_meaning(one.text)]
        observed = [observe(finder, one.kind, one.text, one.expected, one.index) for one in questions]
        lines = (JUDGED / "elsewhere.txt").read_text(encoding="utf-8").split("\n")
        elsewhere = [observe(finder, "elsewhere", line, frozenset(), index) for line in lines if _has_meaning(line)]
    order = fit_order(observed)
    positive = np.stack([best_of(one, order) for one in observed if one.kind in FLOOR_KINDS])
    negative = np.stack([best_of(one, order) for one in elsewhere])
    floor = fit_yes_or_no(positive, negative)
    sureness = negative @ floor[:-1] + floor[-1]
    print("NEARNESS, COVERAGE_SQUARED, WORDS_SQUARED, TOPIC =", order.round(2))
    print("NEARNESS_FROM_SPELLING =", fit_expected_nearness(observed).round(3))
    print("FLOOR_NEARNESS, _COVERAGE_SQUARED, _STATE, _ELSEWHERE, FLOOR =", floor.round(2))
    print("FLOOR_SURENESS =", np.quantile(sureness, 1 - FALSE_ANSWERS).round(2), "now", FLOOR_SURENESS)
    for kind in (*FLOOR_KINDS,):
        rows = np.stack([best_of(one, order) for one in observed if one.kind == kind])
        kept = (rows @ floor[:-1] + floor[-1] >= np.quantile(sureness, 1 - FALSE_ANSWERS)).mean()
        print(f"{kind}: {kept:.3f} answered")


if __name__ == "__main__":
    main()
