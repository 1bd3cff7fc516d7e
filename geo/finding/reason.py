"""Why a procedure was found, in the words of the catalogue: the name that fits, or the sentence of the manual."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.finding.grams import TEXT_SIZES, Grams, are_in, grams_of
from geo.finding.index import Index
from geo.finding.normal_form import is_thai, normal_form
from geo.finding.ranking import Ranked
from geo.finding.searched_text import SearchedText
from geo.finding.segment import Floats
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
        name = ranked.entry.names[_highest(ranked.signs.name_cosines, ranked.segment.name_starts, ranked.place)]
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


def reason_by_text(question: Question, ranked: Ranked, text: SearchedText, index: Index) -> Reason:
    """The text that holds most of the question's words; where none holds much, the one nearest in meaning."""
    if _words_are_the_reason(ranked):
        return _most_words(question, text, index)
    return _of_normal_form(_nearest_text(ranked), text)


def _words_are_the_reason(ranked: Ranked) -> bool:
    has_no_vector = np.isnan(ranked.signs.nearness[ranked.place])
    return bool(ranked.signs.coverage[ranked.place] >= COVERAGE_IS_THE_REASON or has_no_vector)


def _nearest_text(ranked: Ranked) -> str:
    """In normal form."""
    starts = ranked.segment.text_starts
    nearest = _highest(ranked.signs.text_cosines, starts, ranked.place)
    return ranked.segment.embedded.texts[int(starts[ranked.place]) + nearest]


def _highest(values: Floats, starts: NDArray[np.int64], place: int) -> int:
    """Which of the values of an entry is the highest, counted from its first."""
    return int(np.argmax(values[starts[place] : starts[place + 1]]))


def _most_words(question: Question, text: SearchedText, index: Index) -> Reason:
    candidates = list(_all_texts(text))
    grams = grams_of(question.typed.content, TEXT_SIZES)
    weights = index.text_weights(grams)
    covered = [float(weights[are_in(grams, _grams_of_sentence(reason.text))].sum()) for reason in candidates]
    return candidates[int(np.argmax(covered))]


@lru_cache(maxsize=8_192)
def _grams_of_sentence(sentence: str) -> Grams:
    # manuals say the same things, and keystrokes ask for the same manuals
    return grams_of(normal_form(sentence), TEXT_SIZES)


def _of_normal_form(normal_text: str, text: SearchedText) -> Reason:
    for reason in _all_texts(text):
        if normal_form(reason.text) == normal_text:
            return Reason(reason.part, "meaning", reason.text, reason.language)
    title = text.names[0]  # changed this very moment
    return Reason(title.part, "meaning", title.text, title.language)


def _all_texts(text: SearchedText) -> Iterable[Reason]:
    yield from (Reason(name.part, "words", name.text, name.language) for name in text.names)
    yield from (Reason("tag", "words", tag, "th") for tag in text.tags)
    yield from (_sentence(sentence) for sentence in _sentences(text))


def _sentences(text: SearchedText) -> Sequence[str]:
    return (*text.summaries, *chain.from_iterable(text.situations), *text.body)


def _sentence(sentence: str) -> Reason:
    return Reason("manual", "words", sentence, "th" if is_thai(sentence) else "en")
