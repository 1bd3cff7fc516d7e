"""A text from the data beside the language it is in, so that a page can say which part of it is in another."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name or sentence of the data, on a page in `page_language`.

    In a template `{{ phrase }}` is marked `lang="th"` where it is Thai on a page that is not, so that a screen reader
    changes its voice; `{{ phrase.text }}` is for attributes.
    """

    text: str
    language: str
    page_language: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        if self.language == self.page_language:
            return str(Markup.escape(self.text))
        return str(Markup('<span lang="{}">{}</span>').format(self.language, self.text))


def phrase(language: str, thai: str, english: str | None = None) -> Phrase:
    """The English where the page is not Thai and there is any, else the Thai."""
    if language == "th" or not english:
        return Phrase(thai, "th", language)
    return Phrase(english, "en", language)


def optional_phrase(language: str, thai: str | None, english: str | None = None) -> Phrase | None:
    return phrase(language, thai, english) if thai else None
