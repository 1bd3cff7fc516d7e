"""What CSV files and spreadsheets share: a first row that names the columns, and rows below it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from geo.words import N_, Sentence
from ingest.row import FileRefused, Row, Table, column_name

Record = tuple[int, Sequence[object], Sentence | None]
"""The row's number, its cells, and why it could not be read."""


def table_below_header(file: str, records: Iterator[Record]) -> Table:
    """The first row that is not blank is the header; blank rows below it are passed over. Raises: FileRefused."""
    for _number, cells, problem in records:
        if problem is not None:
            raise FileRefused(N_("The header of {file} cannot be read: {reason}"), file=file, reason=problem)
        if not _blank(cells):
            columns = _named(cells, file)
            return Table(file, tuple(name for name in columns if name), _rows(columns, records, file))
    raise FileRefused(N_("{file} is empty."), file=file)


def _named(header: Sequence[object], file: str) -> list[str]:
    """One name for each column, empty for one without."""
    names = [column_name(str(cell)) for cell in header]
    while not names[-1]:
        names.pop()
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise FileRefused(N_("{file} has more than one column called '{column}'."), file=file, column=twice[0])
    return names


def _rows(columns: list[str], records: Iterator[Record], file: str) -> Iterator[Row]:
    width = len(columns)
    regular = all(columns)
    for number, cells, problem in records:
        if problem is None and _blank(cells):
            continue
        if problem is None and regular and len(cells) == width:
            yield Row(file, number, dict(zip(columns, cells, strict=True)))
        else:
            values = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
            yield Row(file, number, values, problem or _ragged(columns, cells))


def _ragged(columns: list[str], cells: Sequence[object]) -> Sentence | None:
    # Spreadsheets pad rows with empty cells: those say nothing.
    if len(cells) < len(columns) or not _blank(cells[len(columns) :]):
        message = N_("This row has {cells} cells, but the header has {columns}.")
        return Sentence(message, {"cells": len(cells), "columns": len(columns)})
    if not _blank([cell for name, cell in zip(columns, cells, strict=False) if not name]):
        return Sentence(N_("This row has text in a column without a name."))
    return None


def _blank(cells: Sequence[object]) -> bool:
    return not any(cells) or all(cell is None or not str(cell).strip() for cell in cells)
