"""What readers give to checks: rows of named values, and where each stands in its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.clean_text import clean_text
from geo.errors import PakmudError
from geo.words import Sentence


class FileRefused(PakmudError):
    """The file as a whole cannot be loaded; nothing of it was."""

    def named(self, file: str) -> "FileRefused":
        """The same of a file by another name: the one that its sender knows."""
        values: dict[str, Any] = {**self.sentence.values, "file": file}
        return FileRefused(self.sentence.message, **values)


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row as the person sees it in the file, the header included; of GeoJSON, the feature's.

    `values` are by column, as they stand in the file. A `problem` says why the row could not be read.
    """

    file: str
    number: int
    values: Mapping[str, object]
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """An open file. `columns` is None where each row names its own, as in JSON; `total` where rows are not counted."""

    file: str
    columns: tuple[str, ...] | None
    rows: Iterator[Row]
    total: int | None = None


def column_name(header: str) -> str:
    """A header as columns are named: `" Agency Code"` is `agency_code`."""
    return "_".join(clean_text(header).casefold().replace("-", " ").replace("_", " ").split())
