"""Grams and postings, against an oracle of plain sets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.finding.language.grams import grams_of, grams_within
from geo.finding.segment import Postings, sums_between

TEXTS = st.lists(st.text("กขคabc ่", max_size=8), max_size=6)


def slices(text: str, sizes: tuple[int, ...]) -> set[str]:
    padded = f" {text} "
    return {padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1)} if text else set()


@given(st.text("กขคabc ่", max_size=8), st.text("กขคabc ่", max_size=8))
def test_grams_are_equal_where_slices_are(one: str, other: str) -> None:
    common = np.intersect1d(grams_of(one, (2, 3, 4)), grams_of(other, (2, 3, 4)))
    assert len(common) == len(slices(one, (2, 3, 4)) & slices(other, (2, 3, 4)))


@given(TEXTS, st.text("กขคabc ่", max_size=8))
def test_postings_sum_what_rows_hold(texts: list[str], asked: str) -> None:
    postings = Postings.of([grams_of(text, (2, 3)) for text in texts])
    grams = grams_of(asked, (2, 3))
    ones = np.ones(len(grams), np.float32)
    held = [slices(text, (2, 3)) & slices(asked, (2, 3)) for text in texts]
    assert postings.sums(grams, ones).tolist() == [len(one) for one in held]
    assert postings.counts(grams).sum() == sum(len(one) for one in held)


@given(st.lists(st.lists(st.integers(0, 1_000), max_size=4), max_size=6))
def test_sums_between_starts_are_those_of_each_run(runs: list[list[int]]) -> None:
    starts = np.append(0, np.cumsum([len(run) for run in runs])).astype(np.int64)
    values = np.array([value for run in runs for value in run], np.float32)
    assert sums_between(starts, values).tolist() == [sum(run) for run in runs]


@given(st.text("กขคabc", max_size=6), st.text("กขคabc", min_size=1, max_size=6), st.text("กขคabc", max_size=6))
def test_a_word_is_found_within_what_it_is_written_together_with(before: str, word: str, after: str) -> None:
    whole = f"{before}{word}{after}" if len(word) >= 3 else f"{before} {word} {after}"
    postings = Postings.of([grams_of(whole, (3, 4)), grams_of("ฮ", (3, 4))])
    assert postings.holding(grams_within(word, (3, 4))).tolist() == [True, False]
