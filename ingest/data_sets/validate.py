"""Looks at an uploaded file: which rows can be taken, which cannot and why, and what those would change."""

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

_MOST_NOTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Of a file that could be read. `read` counts its rows."""

    read: int
    refused: int
    counts: Counts
    notes: Sequence[dict[str, object]]


def validate(session: Session, data_set: DataSet, reach: Reach, progress: Progress) -> Preview:
    """Writes the rows of the preview in the session's transaction, which the caller commits.

    Raises: FileRefused, Stopped.
    """
    session.execute(text("DELETE FROM data_set_row WHERE data_set_id = :id"), {"id": data_set.id})
    session.execute(text("DELETE FROM data_set_refusal WHERE data_set_id = :id"), {"id": data_set.id})
    set_kind = SET_KINDS[data_set.kind]
    kind = replace(set_kind.kind, ignored=lambda one: one in ABOUT_REFUSALS or set_kind.kind.ignored(one))
    log = Log(data_set.file_name)
    with driver_cursor(session.connection()) as db, tempfile.TemporaryDirectory(prefix="pakmud-") as folder:
        path = write_uploaded_file(db, data_set, Path(folder))
        size, done = max(1, path.stat().st_size), 0

        def advance(count: int) -> None:
            nonlocal done
            done = count

        found = find_file_reach(db, reach, data_set.agency_id, with_points=set_kind.record != "agency")
        rows = UnderstoodRows(db, set_kind, found, log)
        read = 0
        with read_file(path, kind.formats, advance) as opened:
            table = with_known_columns(replace(opened, file=data_set.file_name))
            check_columns(kind, table, log)

            def tell(count: int) -> None:
                nonlocal read
                read = count
                if count > MOST_ROWS:
                    raise _too_long()
                if count % 250 == 1:
                    share = count / table.total if table.total else done / size
                    progress.tell(READING, _READ * min(1.0, share), read=count, refused=log.refusals.rows)

            db.execute(kind.stage)
            stage_rows(db, kind, rows.read(told(table, kind, log), tell), log)
        kind.settle(db, log)
        progress.tell(COMPARING, _READ, read=read, refused=log.refusals.rows)
        refusals = list(_by_row(log))
        # a code that nobody knows may have been meant to be another: what it meant is not gone
        complete = data_set.complete and not any(number in rows.unclear for number, _ in refusals)
        if data_set.complete and not complete:
            log.note(Sentence(N_("Nothing is hidden or taken off: refused rows do not tell which records they mean.")))
        named = [rows.codes[number] for number, _ in refusals if number in rows.codes]
        compare_staged(db, set_kind, data_set.agency_id, complete=complete, named=named)
        counts = keep_compared(db, data_set.id)
        missed: list[Sentence] = []
        if counts.moved:
            rest = _CHECKED - _COMPARED
            missed = keep_findings(
                session, db, data_set.id, lambda doing, share: progress.tell(doing, _COMPARED + rest * share)
            )
        progress.tell(KEEPING, _CHECKED)
        _keep_refusals(db, data_set.id, refusals, rows)
    for sentence in missed:
        log.note(sentence)
    return Preview(read=read, refused=log.refusals.rows, counts=counts, notes=_notes(log))


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
    """The row's values as they were. What no database holds, such as half a character, is written out."""
    plain = {
        name: value
        if isinstance(value, int | float | list | dict) and value is not True and value is not False
        else as_text(value).replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode()
        for name, value in refusal.original.items()
    }
    return orjson.dumps(plain, default=str, option=orjson.OPT_NON_STR_KEYS).decode().replace("\\u0000", "")


def _notes(log: Log) -> list[dict[str, object]]:
    return [
        {"row": note.row, "rows": note.rows, "sentence": sentence_as_json(note.sentence)}
        for note in log.notes()[:_MOST_NOTES]
    ]


def _too_long() -> FileRefused:
    return FileRefused(N_("A data set may have {limit} rows at most: divide the file."), limit=f"{MOST_ROWS:,}")
