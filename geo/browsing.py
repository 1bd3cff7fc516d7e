"""The catalogue from A to Z: every name that people call a procedure by, under the letter it is looked up by."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_LISTED = 500

_NAMES = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
_LETTERS = text(f"{_NAMES} SELECT DISTINCT letter FROM entry WHERE letter <> '' ORDER BY letter")  # noqa: S608 - our own file
_LISTED = text(
    f"{_NAMES} SELECT name, code, title_th, title_en FROM entry WHERE letter = :letter"  # noqa: S608 - our own file
    ' ORDER BY name COLLATE "th-x-icu", code LIMIT :limit'
)


@dataclass(frozen=True, slots=True)
class ListedName:
    """`name` is a common name, or the title without the words that nearly all titles begin with."""

    name: str
    code: str
    title_th: str
    title_en: str | None


def find_letters(session: Session, language: str) -> list[str]:
    """The letters that names begin with, in their order; a Thai vowel before a consonant is passed over."""
    return list(session.scalars(_LETTERS, {"language": language}))


def find_names_under(session: Session, language: str, letter: str) -> list[ListedName]:
    """Names under a letter in the order of the Thai dictionary (English: of the alphabet), at most `MOST_LISTED`."""
    rows = session.execute(_LISTED, {"language": language, "letter": letter, "limit": MOST_LISTED})
    return [ListedName(*row) for row in rows]
