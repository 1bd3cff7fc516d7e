"""`pakmud nearest --batch`: a file of rows in, a file of answers out."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.terminal.ingest import ready_database
from api.terminal.progress import progress_bar
from api.v1.batch_formats import (
    ANSWER_COLUMNS,
    Format,
    answer_records,
    check_columns,
    parse_row,
    write_answers,
    write_head,
)
from geo.errors import InvalidQuery
from geo.nearest.batch import find_nearest_batch_at_once
from geo.nearest.batch_question import BatchAnswer, BatchRow, RefusedRow
from geo.opening_hours import BANGKOK
from geo.settings import Settings
from geo.words import N_, translate
from ingest.files.open_file import open_to_write
from ingest.files.read_file import read_file
from ingest.files.write_xlsx import write_xlsx
from ingest.row import FileRefused, Row, Table

BatchOption = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE", help="answer all rows of a file: id, lat, lon, procedure, at"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="where the answers go: .csv, .jsonl or .xlsx; without it, the screen"),
]
PerRowOption = Annotated[int, typer.Option(help="with --batch: how many service points for each row, 10 at most")]

SOME_REFUSED = 1

_LINES = (".jsonl", ".ndjson")
_ENDINGS = (".csv", *_LINES, ".xlsx")


def refuse_with_batch(options: Mapping[str, object]) -> None:
    """Raises: InvalidQuery where one of the options, by what it is called, was given."""
    given = [name for name, value in options.items() if value]
    if given:
        message = N_("'--batch' asks the plain question for each row: it goes without {options}.")
        raise InvalidQuery(message, options=", ".join(given))


def answer_file(  # noqa: PLR0913 - one for each option
    settings: Settings, file: Path, *, procedure: str, output: Path | None, per_row: int, at: datetime | None
) -> int:
    """The exit code: 0, or 1 when some rows could not be answered. `procedure` is the code for rows that name none.

    Raises: FileRefused, InvalidQuery, SearchTimedOut.
    """
    ending = _ending(output or file)
    if output is not None and ending not in _ENDINGS:
        message = N_("{file} cannot be written: its name must end in one of {formats}.")
        raise FileRefused(message, file=output.name, formats=", ".join(_ENDINGS))
    size = file.stat().st_size if file.is_file() else 0
    with ready_database(settings) as engine, progress_bar(settings.language) as tell:

        def advance(read: int) -> None:
            tell(N_("Searching ..."), read / max(size, 1))

        with read_file(file, ("CSV", "XLSX", "JSON Lines"), advance) as table:
            rows = _rows(table, procedure)
            answers = _Counted(find_nearest_batch_at_once(engine, rows, per_row=per_row, at=at))
            # The first answer before the file: what is wrong with all of it leaves no file behind.
            first = next(answers, None)
            with _opened(output) as stream:
                _write(stream, ending, chain([] if first is None else [first], answers), settings.language)
    _tell(answers, settings.language)
    return SOME_REFUSED if answers.refused else 0


class _Counted(Iterator[BatchAnswer]):
    """Counts what passes."""

    def __init__(self, answers: Iterator[BatchAnswer]) -> None:
        self._answers = answers
        self.rows = self.refused = 0

    def __next__(self) -> BatchAnswer:
        answer = next(self._answers)
        self.rows += 1
        self.refused += answer.error is not None
        return answer


def _ending(file: Path) -> str:
    return (file.with_suffix("") if file.suffix.lower() == ".gz" else file).suffix.lower()


def _rows(table: Table, procedure: str) -> Iterator[BatchRow | RefusedRow]:
    """Raises: InvalidQuery where a column is missing, FileRefused."""
    if table.columns is not None:
        check_columns(table.columns, procedure)
    return (_row(row, procedure) for row in table.rows)


def _row(row: Row, procedure: str) -> BatchRow | RefusedRow:
    if row.problem is not None:
        id_ = row.values.get("id")
        return RefusedRow(None if id_ is None else str(id_), row.problem)
    return parse_row({name: _with_zone(value) for name, value in row.values.items()}, procedure)


def _with_zone(value: object) -> object:
    """Spreadsheets know no zones."""
    return value.replace(tzinfo=BANGKOK) if isinstance(value, datetime) and value.tzinfo is None else value


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with open_to_write(output) as stream:
            yield stream


def _write(stream: IO[bytes], ending: str, answers: Iterable[BatchAnswer], language: str) -> None:
    if ending == ".xlsx" and stream is not sys.stdout.buffer:
        records = (record for answer in answers for record in answer_records(answer, language))
        write_xlsx(stream, ANSWER_COLUMNS, records)
        return
    format_: Format = "ndjson" if ending in _LINES else "csv"
    stream.write(write_head(format_))
    for answer in answers:
        stream.write(write_answers(format_, [answer], language))


def _tell(answers: _Counted, language: str) -> None:
    message = N_("{answered} rows were answered.")
    if answers.refused:
        message = N_("{answered} rows were answered. {refused} were not: the column 'error' says why.")
    answered = answers.rows - answers.refused
    sentence = translate(message, language, answered=f"{answered:,}", refused=f"{answers.refused:,}")
    Console(stderr=True, highlight=False, soft_wrap=True).print(escape(sentence))
