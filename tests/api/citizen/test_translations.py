"""Every sentence of the citizens' pages has its Thai."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from geo.words import translate

ROOT = Path(__file__).parents[3]


def sentences() -> Iterator[str]:
    whitespace = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    for folder, method in (
        ("api/templates", ("**.html", "jinja2.ext:babel_extract")),
        ("api/citizen", ("**.py", "python")),
    ):
        found = extract_from_dir(ROOT / folder, [method], options_map=whitespace, keywords={"_": None, "N_": None})
        yield from (str(message) for _file, _line, message, _comments, _context in found)


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_sentence_has_its_thai(sentence: str) -> None:
    thai = translate(sentence, "th")
    assert thai != sentence
    assert places(thai) == places(sentence)


def places(sentence: str) -> set[str]:
    return {part.partition("}")[0] for part in sentence.split("{")[1:]}
