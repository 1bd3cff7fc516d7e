"""The signs that a procedure is meant: how much of the question it contains, and how near it is in meaning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.finding.index import Index
from geo.finding.language.grams import NAME_SIZES, TEXT_SIZES, grams_of, grams_within
from geo.finding.language.word_list import POLITE_AND_QUESTION_WORDS, content_words, split_words, without_questions
from geo.finding.segment import Floats, Segment, starts_of

SHARPNESS = 12.0
"""How strongly the nearest of a procedure's texts outweighs the others in `nearness`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to say what is asked. `content` lacks the words that only ask, unless there are no others.

    `vector` is measured from the middle; None: no model, or no time for it.
    """

    content: str
    vector: NDArray[np.float32] | None

    @classmethod
    def of(cls, normal_text: str, vector: NDArray[np.float32] | None) -> "Reading":
        return cls(without_questions(normal_text), vector)


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, in normal form, and how it reads with official words for everyday ones, where it has such.

    `letters`: how many there are of what is not only asking. `is_begun`: it is still being typed, so that less of it is
    compared in meaning.
    """

    text: str
    typed: Reading
    official: Reading | None
    letters: int
    is_begun: bool

    @classmethod
    def of(
        cls,
        normal_text: str,
        vector: NDArray[np.float32] | None,
        official: Reading | None = None,
        *,
        is_begun: bool = False,
    ) -> "Question":
        typed = Reading.of(normal_text, vector)
        letters = sum(len(word) for word in split_words(typed.content) if word not in POLITE_AND_QUESTION_WORDS)
        return cls(normal_text, typed, official, letters, is_begun)


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one segment, a value for each entry.

    `spelling`: cosine of the grams with its best name, 0 to 1.
    `coverage`: the share of the question, weighed by rarity, that its names, tags and manual contain, 0 to 1.
    `best_coverage`: the same of what was typed or of its official reading, whichever is contained more.
    `best_words`: the share of the words of either, weighed by rarity, that stand in them whole, 0 to 1.
    `nearness`: of meaning, the mean of both readings; NaN where there is no vector.
    `topic`: how near in meaning the nearest of its tags is; 0 for all without a model.
    `exact`, `begins`, `within`: a name is, begins with, contains what was typed.
    `name_cosines`: of each name in spelling; `vector_cosines`: of each vector of the embedded texts (none without a
    model).
    """

    spelling: Floats
    coverage: Floats
    best_coverage: Floats
    best_words: Floats
    nearness: Floats
    topic: Floats
    exact: NDArray[np.bool_]
    begins: NDArray[np.bool_]
    within: NDArray[np.bool_]
    name_cosines: Floats
    vector_cosines: Floats


def signs_of(question: Question, index: Index, segment: Segment) -> Signs:
    name_cosines = _name_cosines(question.typed.content, index, segment)
    coverage = best_coverage = _coverage(question.typed.content, index, segment)
    best_words = _words(question.typed.content, index, segment)
    vector_cosines = _vector_cosines(question.typed.vector, segment)
    nearness = _nearness(vector_cosines, segment)
    if question.official is not None:
        best_coverage = np.maximum(coverage, _coverage(question.official.content, index, segment))
        best_words = np.maximum(best_words, _words(question.official.content, index, segment))
        if question.official.vector is not None:
            official_nearness = _nearness(_vector_cosines(question.official.vector, segment), segment)
            nearness = np.asarray((nearness + official_nearness) / 2, np.float32)
    exact, begins, within = _letter_by_letter(question.text, segment)
    return Signs(
        spelling=np.maximum.reduceat(name_cosines, segment.name_starts[:-1]),  # every entry has a name: its title
        coverage=coverage,
        best_coverage=best_coverage,
        best_words=best_words,
        nearness=nearness,
        topic=_topic(question.typed.vector, segment),
        exact=exact,
        begins=begins,
        within=within,
        name_cosines=name_cosines,
        vector_cosines=vector_cosines,
    )


def _name_cosines(content: str, index: Index, segment: Segment) -> Floats:
    grams = grams_of(content, NAME_SIZES)
    squares = np.square(index.name_weights(grams))
    lengths = np.sqrt(squares.sum()) * segment.name_weights
    return np.asarray(segment.names.sums(grams, squares) / np.maximum(lengths, 1e-6), np.float32)


def _coverage(content: str, index: Index, segment: Segment) -> Floats:
    grams = grams_of(content, TEXT_SIZES)
    weights = index.text_weights(grams)
    return segment.texts.sums(grams, weights) / max(float(weights.sum()), 1e-6)


def _words(content: str, index: Index, segment: Segment) -> Floats:
    """Only the question is cut into words: to cut all manuals takes as long as all else that a process begins with."""
    summed = np.zeros(len(segment.entries), np.float32)
    grams = [grams_within(word, TEXT_SIZES) for word in dict.fromkeys(content_words(content))]
    # a word is at least as rare as the rarest part of it
    weights = np.maximum.reduceat(index.text_weights(np.concatenate(grams)), starts_of(grams)[:-1])
    for one, weight in zip(grams, weights, strict=True):
        summed += weight * segment.texts.holding(one)
    return np.asarray(summed / max(float(weights.sum()), 1e-6), np.float32)


def _topic(vector: NDArray[np.float32] | None, segment: Segment) -> Floats:
    """What has no tag counts like a tag of middling nearness: to lack one says nothing."""
    if vector is None or not len(segment.tags.rows):
        return np.zeros(len(segment.entries), np.float32)
    cosines = segment.tags.vectors @ vector
    nearest = np.full(len(segment.entries), -np.inf, np.float32)
    np.maximum.at(nearest, segment.tags.owners, cosines[segment.tags.rows])
    return np.where(np.isfinite(nearest), nearest, cosines.mean()).astype(np.float32)


def _vector_cosines(vector: NDArray[np.float32] | None, segment: Segment) -> Floats:
    if vector is None or not segment.embedded.texts:
        return np.zeros(0, np.float32)
    return np.asarray(segment.embedded.vectors @ vector, np.float32)


def _nearness(cosines: Floats, segment: Segment) -> Floats:
    """The log of the sum of exponentials: several texts that are rather near count for more than one of them."""
    if not len(cosines):
        return np.full(len(segment.entries), np.nan, np.float32)
    summed = segment.embedded.sums(np.exp(SHARPNESS * cosines))
    with np.errstate(divide="ignore"):
        return np.where(summed > 0, np.log(summed) / SHARPNESS, np.nan).astype(np.float32)


def _letter_by_letter(text: str, segment: Segment) -> tuple[NDArray[np.bool_], ...]:
    found = np.zeros((3, len(segment.entries)), np.bool_)
    at = np.array(_places_of(text, segment.all_names), np.int64)
    if len(at):
        names = np.searchsorted(segment.name_offsets, at, side="right") - 1
        begins = at == segment.name_offsets[names]
        exact = begins & (segment.name_offsets[names + 1] - at == len(text) + 1)
        for row, holds in enumerate((exact, begins, np.ones(len(at), np.bool_))):
            found[row, segment.name_owners[names[holds]]] = True
    return found[0], found[1], found[2]


def _places_of(text: str, all_names: str) -> list[int]:
    """Where it stands in the names that are one below the other; a single letter only where a name begins with it."""
    if not text:
        return []
    wanted = f"\n{text}" if len(text) == 1 else text
    shift = len(wanted) - len(text)
    places = []
    at = all_names.find(wanted)
    while at >= 0:
        places.append(at + shift)
        at = all_names.find(wanted, at + len(wanted))
    return places
