"""Looks at an uploaded file: which rows can be taken, which cannot and why, and what those would change."""

import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.staff.actor import Reach
from geo.staff.data_set_models import DataSet
from geo.words import N_, Sentence
from ingest.data_sets.compare import Counts, compare_staged, keep_compared
from ingest.data_sets.jobs import Progress
from ingest.data_sets.pin_findings import keep_findings
from ingest.data_sets.reach_of_file import find_file_reach
from ingest.data_sets.sentence_json import sentence_as_json
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.sheet_columns import ABOUT_REFUSALS, with_known_columns
from ingest.data_sets.understood_rows import UnderstoodRows
from ingest.data_sets.uploaded_file import MOST_ROWS, write_uploaded_file
from ingest.files.read_file import read_file
from ingest.kinds.check_row import as_text
from ingest.kinds.kind import Db
from ingest.load import check_columns, driver_cursor, stage_rows, told
from ingest.report import Log, Refusal
from ingest.row import FileRefused

READING = N_("Reading and checking the rows ...")
COMPARING = N_("Comparing with what is stored ...")
KEEPING = N_("Writing the preview ...")

_READ, _COMPARED, _CHECKED = 0.6, 0.75, 0.95
"""Shares of the work that are done by then."""

_LARGEST = 1 << 63
_MOST_NOTES = 200
_TOLD_EVERY = 250
"""Rows between two looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Of a file that could be read. `read` counts its rows."""

    read: int
    refused: int
    counts: Counts
    notes: Sequence[dict[str, object]]


class _Reading:
    """How far the reading of a file is: by its rows where it tells how many there are, else by its bytes."""

    def __init__(self, progress: Progress, log: Log, file_bytes: int) -> None:
        self._progress = progress
        self._log = log
        self._file_bytes = max(1, file_bytes)
        self._bytes = 0
        self.total: int | None = None
        self.read = 0

    def advance(self, count: int) -> None:
        self._bytes = count

    def tell(self, count: int) -> None:
        """Raises: FileRefused, when there are too many; Stopped."""
        self.read = count
        if count > MOST_ROWS:
            message = N_("A data set may have {limit} rows at most: divide the file.")
            raise FileRefused(message, limit=f"{MOST_ROWS:,}")
        if count % _TOLD_EVERY == 1:
            share = count / self.total if self.total else self._bytes / self._file_bytes
            self._progress.tell(READING, _READ * min(1.0, share), read=count, refused=self._log.refusals.rows)


def validate(session: Session, data_set: DataSet, reach: Reach, progress: Progress) -> Preview:
    """Writes the rows of the preview in the session's transaction, which the caller commits.

    Raises: FileRefused, Stopped.
    """
    session.execute(text("DELETE FROM data_set_row WHERE data_set_id = :id"), {"id": data_set.id})
    session.execute(text("DELETE FROM data_set_refusal WHERE data_set_id = :id"), {"id": data_set.id})
    set_kind = SET_KINDS[data_set.kind]
    log = Log(data_set.file_name)
    with driver_cursor(session.connection()) as db:
        found = find_file_reach(db, reach, data_set.agency_id, with_points=set_kind.record != "agency")
        rows = UnderstoodRows(db, set_kind, found, log)
        read = _stage_file(db, data_set, rows, progress, log)
        progress.tell(COMPARING, _READ, read=read, refused=log.refusals.rows)
        refusals = list(_by_row(log))
        # a code that nobody knows may have been meant to be another: what it meant is not gone
        complete = data_set.complete and not any(number in rows.unclear for number, _ in refusals)
        if data_set.complete and not complete:
            log.note(Sentence(N_("Nothing is hidden or taken off: refused rows do not tell which records they mean.")))
        named = [rows.codes[number] for number, _ in refusals if number in rows.codes]
        compare_staged(db, set_kind, data_set.agency_id, complete=complete, named=named)
        counts = keep_compared(db, data_set.id)
        if counts.moved:

            def tell(doing: str, share: float) -> None:
                progress.tell(doing, _COMPARED + (_CHECKED - _COMPARED) * share)

            for sentence in keep_findings(session, db, data_set.id, tell):
                log.note(sentence)
        progress.tell(KEEPING, _CHECKED)
        _keep_refusals(db, data_set.id, refusals, rows)
    return Preview(read=read, refused=log.refusals.rows, counts=counts, notes=_notes(log))


def _stage_file(db: Db, data_set: DataSet, rows: UnderstoodRows, progress: Progress, log: Log) -> int:
    """The rows that are right into the table `staged`; returns how many the file has."""
    of_file = SET_KINDS[data_set.kind].kind
    kind = replace(of_file, ignored=lambda one: one in ABOUT_REFUSALS or of_file.ignored(one))
    with tempfile.TemporaryDirectory(prefix="pakmud-") as folder:
        path = write_uploaded_file(db, data_set, Path(folder))
        reading = _Reading(progress, log, path.stat().st_size)
        with read_file(path, kind.formats, reading.advance) as opened:
            reading.total = opened.total
            table = with_known_columns(replace(opened, file=data_set.file_name))
            check_columns(kind, table, log)
            db.execute(kind.stage)
            stage_rows(db, kind, rows.read(told(table, kind, log), reading.tell), log)
    kind.settle(db, log)
    return reading.read


def _by_row(log: Log) -> Iterator[tuple[int, list[Refusal]]]:
    for number, faults in groupby(log.refusals, key=lambda one: one.row):
        yield number, list(faults)


def _keep_refusals(
    db: Db, data_set_id: int, refusals: Sequence[tuple[int, list[Refusal]]], rows: UnderstoodRows
) -> None:
    statement = "COPY data_set_refusal (data_set_id, number, code, columns, sentences, original) FROM STDIN"
    with db.copy(statement) as copy:
        for number, faults in refusals:
            columns = list(dict.fromkeys(fault.column for fault in faults if fault.column))
            sentences = orjson.dumps([sentence_as_json(fault.sentence) for fault in faults]).decode()
            copy.write_row((data_set_id, number, rows.codes.get(number), columns, sentences, _original(faults[0])))


def _original(refusal: Refusal) -> str:
    """The row's values as they were, as JSON."""
    return orjson.dumps({name: _storable(value) for name, value in refusal.original.items()}).decode()


def _storable(value: object) -> object:
    """What no database holds, such as half a character or a number without end, is written out."""
    match value:
        case dict():
            return {str(_storable(str(name))): _storable(inner) for name, inner in value.items()}
        case list():
            return [_storable(inner) for inner in value]
        case bool() | None:
            return as_text(value)
        case int() if abs(value) < _LARGEST:
            return value
        case float() if math.isfinite(value):
            return value
    return as_text(value).replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode()


def _notes(log: Log) -> list[dict[str, object]]:
    return [
        {"row": note.row, "rows": note.rows, "sentence": sentence_as_json(note.sentence)}
        for note in log.notes()[:_MOST_NOTES]
    ]
