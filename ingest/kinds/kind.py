"""What a kind of data must know so that it can be loaded: its columns, its checks, and how it is merged."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from psycopg import Cursor

from ingest.report import Log
from ingest.row import Row

Db = Cursor[tuple[Any, ...]]

Staged = tuple[object, ...]
"""A row as it is copied into the staging table."""


@dataclass(frozen=True, slots=True)
class Merged:
    added: int
    changed: int


class Check(Protocol):
    def __call__(self, db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
        """The rows that are right, as they are staged; the others are refused in `log`.

        The database is asked before the first row is read, never after: it is busy taking rows.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`name` is the word in commands, and `stem`, of its module and `.sql` file, the same in Python."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    formats: tuple[str, ...] = ("CSV", "XLSX", "JSON Lines")
    ignored: Callable[[str], bool] = lambda _column: False
    """Columns that are known, yet not loaded: no need to tell that they were passed over."""
    check: Check
    settle: Callable[[Db, Log], None] = lambda _db, _log: None
    """Looks at the table `staged` as a whole, and may still refuse rows of it."""
    merge: Callable[[Db], Merged]
    """From the table `staged` into the schema."""
    stage: str
    """The statement that makes the table `staged`."""

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional
