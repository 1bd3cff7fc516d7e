"""Sentences for people, in every language there is a catalogue for.

A sentence is written in English where it arises, in `N_()` (Python) or `_()` (templates), with `{named}` places.
The catalogues are gettext `.po` files in `geo/translations/`, and in the folder that a setting names. A file more is a
language more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
"""The language the sentences are written in; it needs no catalogue."""

DEFAULT_LANGUAGE = "th"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark `message` for the catalogues and return it as it is."""
    return message


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called; without an English name the Thai one serves."""

    th: str
    en: str | None

    def render(self, language: str) -> str:
        return self.th if language == DEFAULT_LANGUAGE or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message of the catalogues with the values for its places."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str) -> str:
        """The sentence in `language`; values that are sentences or names themselves are rendered too."""
        values = {
            name: value.render(language) if isinstance(value, Sentence | Name) else value
            for name, value in self.values.items()
        }
        return translate(self.message, language, **values)

    def __str__(self) -> str:
        return self.render(SOURCE_LANGUAGE)


_folders: list[Traversable] = [files("geo") / "translations"]


def add_catalogues(folder: Traversable) -> None:
    """From now on this process also speaks the languages of the `.po` files in `folder`."""
    if folder not in _folders:
        _folders.append(folder)
        languages.cache_clear()
        _catalogue.cache_clear()


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that can be shown, the default first."""
    entries = (entry.name for folder in _folders for entry in folder.iterdir())
    catalogues = {name.removesuffix(".po") for name in entries if name.endswith(".po")}
    others = sorted((catalogues | {SOURCE_LANGUAGE}) - {DEFAULT_LANGUAGE})
    return (DEFAULT_LANGUAGE, *others)


def translate(message: str, language: str, /, **values: object) -> str:
    """`message` in `language`, as written where the catalogue lacks it; `{places}` are filled from `values`."""
    translated = _catalogue(language).get(message, message)
    return translated.format(**values) if values else translated


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    if language == SOURCE_LANGUAGE:
        return {}
    paths = (folder / f"{language}.po" for folder in _folders)
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise LookupError(f"there is no catalogue for the language {language!r}")
    catalogue = read_po(BytesIO(path.read_bytes()), locale=None)
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
