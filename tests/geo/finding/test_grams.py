"""Sets of grams are compared without being sorted again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.finding.grams import TEXT_SIZES, are_in, grams_of

TEXTS = st.text(alphabet="กขค ", max_size=12)


@given(TEXTS, TEXTS)
def test_grams_are_in_others_as_numpy_says(one: str, other: str) -> None:
    grams, others = grams_of(one, TEXT_SIZES), grams_of(other, TEXT_SIZES)
    assert are_in(grams, others).tolist() == np.isin(grams, others).tolist()
