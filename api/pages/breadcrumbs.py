"""The way from the first page to this one."""

from dataclasses import dataclass

from api.pages.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Crumb:
    """`href` None: the page itself."""

    name: Phrase | str
    href: str | None = None
