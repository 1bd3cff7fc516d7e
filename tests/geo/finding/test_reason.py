"""Which sentence is quoted, against an oracle that looks at each by itself."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.finding.language.grams import TEXT_SIZES, grams_of
from geo.finding.language.normal_form import normal_form
from geo.finding.reason import Quotable, Reason
from geo.finding.searched_text import Name, SearchedText

SENTENCES = st.lists(st.text("กขคabc .-", max_size=12), max_size=5)


def searched(title: str, body: list[str]) -> SearchedText:
    names = (Name("title", "th", title),)
    return SearchedText(id=1, code="x", names=names, summaries=(), situations=(), tags=(), body=tuple(body))


@given(st.text("กขคabc .-", max_size=12), SENTENCES, st.text("กขคabc ", min_size=1, max_size=8), st.randoms())
def test_the_first_with_most_of_the_words_is_quoted(title: str, body: list[str], asked: str, random: Random) -> None:
    grams = grams_of(asked, TEXT_SIZES)
    weights = np.array([random.randint(1, 9) for _gram in grams], np.float32)  # whose sums are exact
    quoted = Quotable.of(searched(title, body)).with_most_of(grams, weights)
    texts = [title, *body]
    held = [weights[np.isin(grams, grams_of(normal_form(text), TEXT_SIZES))].sum() for text in texts]
    first = next(text for text, weight in zip(texts, held, strict=True) if weight == max(held))
    assert quoted.text == first


@given(st.text("กขคabc .-", max_size=12), SENTENCES)
def test_what_means_it_is_quoted_as_it_was_written(title: str, body: list[str]) -> None:
    quotable = Quotable.of(searched(title, body))
    for text in (title, *body):
        quoted = quotable.meaning(normal_form(text))
        assert normal_form(quoted.text) == normal_form(text)
        assert quoted.how == "meaning"
    assert quotable.meaning("changed this very moment") == Reason("title", "meaning", title, "th")
