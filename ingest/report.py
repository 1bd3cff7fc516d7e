"""What came of a load: the counts, what was refused and why, and what else a person should know."""

import pickle
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from geo.words import Sentence
from ingest.row import Row

_IN_MEMORY_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """One fault of a row, which may have several; `column` is None where the row as a whole is at fault."""

    file: str
    row: int
    column: str | None
    sentence: Sentence
    original: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Note:
    """Something done that was not asked for literally: told once, with the first of the `rows` rows it befell."""

    file: str
    row: int | None
    column: str | None
    sentence: Sentence
    rows: int = 1


class Refusals:
    """All refusals in the order they arose; beyond a few thousand they wait on disk, however many there are."""

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - lives as long as this
        self._count = 0
        self._last_row: int | None = None
        self.rows = 0
        """How many rows were refused; `len()` is the number of faults."""

    def add(self, refusal: Refusal) -> None:
        self._spool.seek(0, 2)
        pickle.dump(refusal, self._spool)
        self._count += 1
        if refusal.row != self._last_row:
            self.rows += 1
            self._last_row = refusal.row

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Refusal]:
        position = 0
        for _ in range(self._count):
            self._spool.seek(position)
            refusal: Refusal = pickle.load(self._spool)  # noqa: S301 - written above, by this process
            position = self._spool.tell()
            yield refusal


class Log:
    """Collects refusals and notes while a table is loaded."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.refusals = Refusals()
        self._notes: dict[tuple[str | None, str], Note] = {}

    def refuse(self, row: Row, column: str | None, sentence: Sentence) -> None:
        self.refusals.add(Refusal(row.file, row.number, column, sentence, row.values))

    def note(self, sentence: Sentence, *, row: int | None = None, column: str | None = None) -> None:
        known = self._notes.get((column, str(sentence)))
        if known is None:
            note = Note(self.file, row, column, sentence)
        else:
            note = Note(known.file, known.row, column, sentence, known.rows + 1)
        self._notes[column, str(sentence)] = note

    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Of one file. Rows accepted are those added, changed and unchanged."""

    file: str
    kind: str
    added: int
    changed: int
    unchanged: int
    refused: Refusals = field(default_factory=Refusals)
    notes: tuple[Note, ...] = ()
    dry_run: bool = False

    @property
    def accepted(self) -> int:
        return self.added + self.changed + self.unchanged

    @property
    def refused_rows(self) -> int:
        return self.refused.rows
