"""Whether words are a procedure's name or stand in one, from the index in memory: asked several times a keystroke."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.finding.finder import Finder
from geo.finding.index import Index
from geo.finding.language.normal_form import normal_form


@dataclass(frozen=True, slots=True)
class NamesInUse:
    """`text` has a line for each name, without spaces: one search in it takes less than a look at each name."""

    index: Index
    text: str

    def __call__(self, words: str, *, whole: bool) -> bool:
        key = normal_form(words).replace(" ", "")
        return bool(key) and (f"\n{key}\n" if whole else key) in self.text


class _Latest:
    """The names of the index that was asked last; an index is never changed, but replaced."""

    names: NamesInUse | None = None


def find_names_in_use(session: Session, finder: Finder) -> NamesInUse:
    index = finder.index(session)
    names = _Latest.names
    if names is None or names.index is not index:
        lines = (name.replace(" ", "") for entry in index.entries() for name in entry.normal_names)
        names = _Latest.names = NamesInUse(index, "\n".join(["", *lines, ""]))
    return names
