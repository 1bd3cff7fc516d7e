"""Every sentence exists in every language: none is missing, none is left over, and the places in it agree."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from geo.errors import UnknownProcedure
from geo.staff.permissions import PERMISSIONS
from geo.words import SOURCE_LANGUAGE, Sentence, languages, translate

ROOT = Path(__file__).parents[2]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.xml", "jinja2")]
TRANSLATED = [language for language in languages() if language != SOURCE_LANGUAGE]


def messages() -> set[str]:
    """Those in code and templates, and what the matrix says that a program may do."""
    said = {message for package in ("geo", "ingest", "maps", "api") for message in _extracted(ROOT / package)}
    return said | {permission.what for permission in PERMISSIONS.values() if permission.program}


def _extracted(folder: Path) -> Iterator[str]:
    for _file, _line, message, _comments, _context in extract_from_dir(
        folder, METHODS, options_map={}, keywords={"_": None, "N_": None}
    ):
        assert isinstance(message, str)
        yield message


def catalogue(language: str) -> dict[str, str]:
    path = ROOT / "geo" / "translations" / f"{language}.po"
    return {str(entry.id): str(entry.string) for entry in read_po(BytesIO(path.read_bytes())) if entry.id}


def places(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)[^}]*}", message))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_no_translation_is_left_over(language: str) -> None:
    translated = catalogue(language)
    assert sorted(messages() - {message for message, text in translated.items() if text}) == []
    assert sorted(set(translated) - messages()) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    wrong = {message for message, text in catalogue(language).items() if places(message) != places(text)}
    assert wrong == set()


def test_an_error_speaks_the_language_of_whoever_asked() -> None:
    error = UnknownProcedure("pasport")
    assert str(error) == "No procedure has the code 'pasport'."
    assert "pasport" in error.sentence.render("th")
    assert error.sentence.render("th") != str(error)


def test_sentences_may_stand_in_sentences() -> None:
    inner = Sentence("{n} m", {"n": 5})
    assert Sentence("It is {distance} away.", {"distance": inner}).render("en") == "It is 5 m away."


def test_what_no_catalogue_has_is_shown_as_written() -> None:
    assert translate("Brand new.", "th") == "Brand new."
    with pytest.raises(LookupError, match="klingon"):
        translate("Open", "klingon")
