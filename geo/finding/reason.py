"""Why a procedure was found, in the words of the catalogue: the name that fits, or the sentence of the manual."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.finding.index import Index
from geo.finding.language.grams import TEXT_SIZES, Grams, grams_of
from geo.finding.language.normal_form import is_thai, normal_form
from geo.finding.ranking import Ranked
from geo.finding.searched_text import SearchedText
from geo.finding.segment import Floats, starts_of, sums_between
from geo.finding.signs import Question
from geo.words import N_

ReasonPart = Literal["code", "title", "common_name", "tag", "manual"]
ReasonHow = Literal["letters", "spelling", "words", "meaning"]

REASON_NAMES: dict[ReasonPart, str] = {
    "code": N_("code"),
    "title": N_("title"),
    "common_name": N_("also called"),
    "tag": N_("tag"),
    "manual": N_("the manual says"),
}

SPELLING_IS_THE_REASON = 0.4
"""Of the name that is nearest in spelling, a cosine of grams; below it spelling alone would not have found it."""

COVERAGE_IS_THE_REASON = 0.5


@dataclass(frozen=True, slots=True)
class Reason:
    """`text` stands in the catalogue, in `language`.

    `how`: it holds what was typed letter by letter, is nearly spelt like it, holds its words, or means much the same.
    """

    part: ReasonPart
    how: ReasonHow
    text: str
    language: str


def reason_by_name(question: Question, ranked: Ranked) -> Reason | None:
    """The name that is, begins with, holds or nearly is what was typed, in this order; None where none does."""
    names = list(zip(ranked.entry.names, ranked.entry.normal_names, strict=True))
    typed = question.text
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for name, normal in names:
            if typed and fits(normal, typed):
                return Reason(name.part, "letters", name.text, name.language)
    if ranked.signs.spelling[ranked.place] >= SPELLING_IS_THE_REASON:
        begin, end = ranked.segment.name_starts[ranked.place : ranked.place + 2]
        name = ranked.entry.names[int(np.argmax(ranked.signs.name_cosines[begin:end]))]
        return Reason(name.part, "spelling", name.text, name.language)
    return None


def reason_by_meaning(ranked: Ranked) -> Reason | None:
    """The name that is nearest in meaning; None where words that it holds are the reason, or a summary is nearer."""
    if _words_are_the_reason(ranked):
        return None
    nearest = _nearest_text(ranked)
    for name, normal in zip(ranked.entry.names, ranked.entry.normal_names, strict=True):
        if normal == nearest:
            return Reason(name.part, "meaning", name.text, name.language)
    return None


@dataclass(frozen=True, slots=True)
class Quotable:
    """What can be quoted of a procedure: every name, tag, and sentence of its manual.

    `grams[starts[i]:starts[i + 1]]` are those of `reasons[i]`, as if its words were the reason.
    """

    reasons: tuple[Reason, ...]
    normal_texts: tuple[str, ...]
    grams: Grams
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, text: SearchedText) -> "Quotable":
        reasons = tuple(_all_texts(text))
        normal_texts, grams = zip(*(_prepared(reason.text) for reason in reasons), strict=True)
        return cls(reasons, normal_texts, np.concatenate(grams), starts_of(grams))

    def with_most_of(self, grams: Grams, weights: Floats) -> Reason:
        """The first of those that hold most of `grams`, which ascend, by their weights."""
        at = np.minimum(np.searchsorted(grams, self.grams), len(grams) - 1)
        held = np.where(grams[at] == self.grams, weights[at], np.float32(0))
        return self.reasons[int(np.argmax(sums_between(self.starts, held)))]

    def meaning(self, normal_text: str) -> Reason:
        """The title where there is no such text: it was changed this very moment."""
        place = self.normal_texts.index(normal_text) if normal_text in self.normal_texts else 0
        return replace(self.reasons[place], how="meaning")


@lru_cache(maxsize=8_192)
def _prepared(sentence: str) -> tuple[str, Grams]:
    """In normal form, and its grams. Manuals say the same things."""
    normal_text = normal_form(sentence)
    return normal_text, grams_of(normal_text, TEXT_SIZES)


def reason_by_text(question: Question, ranked: Ranked, quotable: Quotable, index: Index) -> Reason:
    """The text that holds most of the question's words; where none holds much, the one nearest in meaning."""
    if _words_are_the_reason(ranked):
        grams = grams_of(question.typed.content, TEXT_SIZES)
        return quotable.with_most_of(grams, index.text_weights(grams))
    return quotable.meaning(_nearest_text(ranked))


def _words_are_the_reason(ranked: Ranked) -> bool:
    has_no_vector = np.isnan(ranked.signs.nearness[ranked.place])
    return bool(ranked.signs.coverage[ranked.place] >= COVERAGE_IS_THE_REASON or has_no_vector)


def _nearest_text(ranked: Ranked) -> str:
    """In normal form."""
    return ranked.segment.embedded.nearest(ranked.place, ranked.signs.vector_cosines)


def _all_texts(text: SearchedText) -> Iterator[Reason]:
    """The title first."""
    yield from (Reason(name.part, "words", name.text, name.language) for name in text.names)
    yield from (Reason("tag", "words", tag, "th") for tag in text.tags)
    for sentence in (*text.summaries, *chain.from_iterable(text.situations), *text.body):
        yield Reason("manual", "words", sentence, "th" if is_thai(sentence) else "en")
