"""From signs to an order, and to whether there is an answer at all: two small logistic models.

Plain fusion of ranks throws away how sure each sign is, and does worse than the embedding alone. Here the signs
themselves are weighed, the lexical ones squared: to contain a tenth of a question means nothing, to contain nearly all
of it decides. The weights are fitted by `python -m benchmarks.finding_weights` on questions made from the catalogue
(see there), never on the judged ones, and copied here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.finding.segment import Floats
from geo.finding.signs import Signs

NEARNESS = 27.23
COVERAGE_SQUARED = 6.87
WORDS_SQUARED = 2.59
TOPIC = 2.15
"""Log odds that a procedure is the one meant, of all in the catalogue."""

NEARNESS_FROM_SPELLING = (0.37, 0.53, 0.26)
"""Where there is no vector: what nearness is to be expected from 1, spelling squared and coverage squared."""

EXACT, BEGINS, WITHIN = 100.0, 8.0, 4.0
"""Set by hand: a name typed in full comes before everything, one that is being typed before nearly everything."""

FLOOR = -7.86
FLOOR_NEARNESS = 20.06
FLOOR_COVERAGE_SQUARED = 5.71
FLOOR_STATE = 18.52
FLOOR_ELSEWHERE = -26.96
FLOOR_SURENESS = -1.48
"""Log odds that a question has an answer here, and the odds from which it gets one."""

SPELLING_FLOOR = 0.5
"""Without a model: the least spelling or coverage of an answer. A fifth of the questions from elsewhere reach it:
situations speak of daily life as they do, and by letters alone there is no telling one from the other."""

OFFICIAL_FLOOR = 0.5
"""Without a model: how much of the official reading must be contained, which a stranger's question has as well."""

COVERED = 0.75
LEAST_LETTERS = 6
"""What contains so much of a question of so many letters is an answer whatever the model thinks: from elsewhere
one of a hundred comes so far. ("What time is it" comes to "time", which is in many a manual.)"""

FALLS_BEHIND = 7.0
"""Log odds below the best from which a procedure is left out: one in 1,000. A purse that was stolen needs several."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How near a question is to what the state does, and to what it does not; zeros without a model."""

    state: float = 0.0
    elsewhere: float = 0.0


def odds_of(signs: Signs) -> Floats:
    """For each entry the log odds that it is meant, but for a constant: only differences say something."""
    contained = COVERAGE_SQUARED * np.square(signs.best_coverage) + WORDS_SQUARED * np.square(signs.best_words)
    return np.asarray(NEARNESS * _nearness(signs) + TOPIC * signs.topic + contained, np.float32)


def advance_of(signs: Signs) -> Floats:
    """What is added to the odds for the order: how a name holds what was typed, letter by letter."""
    # each of the three contains the one before
    advance = (EXACT - BEGINS) * signs.exact + (BEGINS - WITHIN) * signs.begins + WITHIN * signs.within
    return np.asarray(advance, np.float32)


def answers(signs: Signs, surroundings: Surroundings | None, letters: int) -> NDArray[np.bool_]:
    """For each entry, whether it would be an answer if it were the best.

    `surroundings` None: there is no model. `letters`: how many the question has without the words that only ask.
    """
    coverage = np.square(signs.coverage)
    if surroundings is None:
        is_spelt_alike = np.maximum(signs.spelling, signs.coverage) >= SPELLING_FLOOR
        return signs.within | is_spelt_alike | (signs.best_coverage >= OFFICIAL_FLOOR)
    sureness = (
        FLOOR
        + FLOOR_NEARNESS * _nearness(signs)
        + FLOOR_COVERAGE_SQUARED * coverage
        + FLOOR_STATE * surroundings.state
        + FLOOR_ELSEWHERE * surroundings.elsewhere
    )
    covered = (signs.coverage >= COVERED) & (letters >= LEAST_LETTERS)
    return signs.within | covered | (sureness >= FLOOR_SURENESS)


def has_sign(signs: Signs) -> NDArray[np.bool_]:
    """For each entry, whether anything at all speaks for it: without a vector it must share some letters."""
    shares_letters = np.maximum(signs.spelling, signs.best_coverage) >= SPELLING_FLOOR / 2
    return ~np.isnan(signs.nearness) | shares_letters | signs.within


def _nearness(signs: Signs) -> Floats:
    constant, spelling, coverage = NEARNESS_FROM_SPELLING
    expected = constant + spelling * np.square(signs.spelling) + coverage * np.square(signs.coverage)
    return np.where(np.isnan(signs.nearness), expected, signs.nearness).astype(np.float32)
