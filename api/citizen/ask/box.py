"""The one box: a field for what somebody needs and where she is, and what of it is known already."""

from dataclasses import dataclass

from api.pages.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Known:
    """A part that is known: `parts` go along with what is typed, `change_href` asks for it again."""

    label: str
    name: Phrase
    parts: tuple[tuple[str, str], ...]
    change_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """`name` is the field's in the address, and what the words in it say: `q` (both), `what` or `place`."""

    name: str
    text: str
    known: tuple[Known, ...]
    hidden: tuple[tuple[str, str], ...]
