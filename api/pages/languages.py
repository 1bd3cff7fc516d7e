"""The language of a page is in its address: Thai at `/...`, every other language at `/<code>/...`."""

from babel import Locale, localedata

from geo.words import DEFAULT_LANGUAGE, languages


def language_of(path: str) -> str:
    """The language of the page at this path."""
    first = path.removeprefix("/").partition("/")[0]
    return first if first in languages() and first != DEFAULT_LANGUAGE else DEFAULT_LANGUAGE


def prefix_of(language: str) -> str:
    return "" if language == DEFAULT_LANGUAGE else f"/{language}"


def path_in(language: str, path: str) -> str:
    """The same page's path in another language."""
    return prefix_of(language) + (path.removeprefix(prefix_of(language_of(path))) or "/")


def native_name(language: str) -> str:
    """A language is offered under its own name; one that nobody knows by its code."""
    name = Locale.parse(language).get_display_name(language) if localedata.exists(language) else None
    return name or language
