"""A sentence that is kept says the same afterwards, in every language."""

import json

from hypothesis import given
from hypothesis import strategies as st

from geo.words import Name, Sentence
from ingest.data_sets.sentence_json import sentence_as_json, sentence_of

VALUES = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.builds(Name, st.text(), st.none() | st.text(min_size=1))
)


@given(VALUES, VALUES)
def test_it_says_the_same(one: object, other: object) -> None:
    sentence = Sentence("{one} and {inner}", {"one": one, "inner": Sentence("<{other}>", {"other": other})})
    kept = sentence_of(json.loads(json.dumps(sentence_as_json(sentence))))
    for language in ("th", "en"):
        assert kept.render(language) == sentence.render(language)
