"""Loads rows into the database: all that are right, or, when anything breaks, none."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from psycopg import OperationalError as DriverError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from geo.errors import DatabaseUnavailable
from geo.words import N_, Sentence
from ingest.files.open_file import Advance
from ingest.files.read_file import read_file
from ingest.kinds.agencies import AGENCIES
from ingest.kinds.boundaries import BOUNDARIES
from ingest.kinds.kind import Db, Kind
from ingest.kinds.offerings import OFFERINGS
from ingest.kinds.procedures import PROCEDURES
from ingest.kinds.service_points import SERVICE_POINTS
from ingest.report import Log, Report
from ingest.row import FileRefused, Row, Table

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (BOUNDARIES, AGENCIES, SERVICE_POINTS, PROCEDURES, OFFERINGS)}

INGEST_LOCK = 7_256_685
"""Loads of whatever kind wait for each other: offerings lock the service points that another load may be moving."""


def load_file(
    engine: Engine, kind: Kind, path: Path, *, dry_run: bool = False, advance: Advance = lambda _: None
) -> Report:
    """One file in one transaction; of a dry run nothing stays but the report.

    Raises: FileRefused, DatabaseUnavailable.
    """
    try:
        with engine.begin() as connection, read_file(path, kind.formats, advance) as table:
            return load_table(connection, kind, table, dry_run=dry_run)
    except (DriverError, OperationalError) as error:
        # rows are copied by the driver itself, whose errors SQLAlchemy does not see
        message = N_("The database stopped the load, and nothing of {file} was loaded: {reason}")
        reason = str(error.orig if isinstance(error, OperationalError) else error).splitlines()[0]
        raise DatabaseUnavailable(message, file=path.name, reason=reason) from error


def load_rows(
    target: Session | Connection,
    kind: Kind | str,
    rows: Iterable[Mapping[str, object]],
    *,
    source: str = "rows",
    dry_run: bool = False,
) -> Report:
    """As a file called `source` would be, in the transaction that `target` is in; rows count from 1.

    `kind` may be a name out of KINDS. A column that is absent from a row leaves what is stored, None clears it.
    """
    numbered = (Row(source, number, values) for number, values in enumerate(rows, 1))
    table = Table(source, None, numbered)
    chosen = KINDS[kind] if isinstance(kind, str) else kind
    if isinstance(target, Connection):
        return load_table(target, chosen, table, dry_run=dry_run)
    target.flush()
    report = load_table(target.connection(), chosen, table, dry_run=dry_run)
    target.expire_all()
    return report


def load_table(connection: Connection, kind: Kind, table: Table, *, dry_run: bool = False) -> Report:
    """Raises: FileRefused, when nothing of the table was loaded."""
    log = Log(table.file)
    check_columns(kind, table, log)
    with connection.begin_nested() as savepoint, driver_cursor(connection) as db:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INGEST_LOCK})
        db.execute(kind.stage)
        staged = stage_rows(db, kind, told(table, kind, log), log)
        refused_before = log.refusals.rows
        kind.settle(db, log)
        staged -= log.refusals.rows - refused_before
        merged = kind.merge(db)
        db.execute("DROP TABLE staged")
        if dry_run:
            savepoint.rollback()
    unchanged = staged - merged.added - merged.changed
    return Report(
        file=table.file,
        kind=kind.name,
        added=merged.added,
        changed=merged.changed,
        unchanged=unchanged,
        refused=log.refusals,
        notes=log.notes(),
        dry_run=dry_run,
    )


def stage_rows(db: Db, kind: Kind, rows: Iterator[Row], log: Log) -> int:
    """Copies the rows that are right into the table `staged`, which is there; returns how many."""
    count = 0
    checked = kind.check(db.connection.cursor(), rows, log)
    row = next(checked, None)  # a check asks the database before its first row, and cannot while rows are copied
    with db.copy("COPY staged FROM STDIN") as copy:
        while row is not None:
            copy.write_row(row)
            count += 1
            row = next(checked, None)
    return count


def check_columns(kind: Kind, table: Table, log: Log) -> None:
    """Raises: FileRefused, where one is missing."""
    if table.columns is None:
        return
    missing = [column for column in kind.required if column not in table.columns]
    if missing:
        message = N_("{file} has no column {missing}; the columns found are: {found}.")
        names = {"missing": ", ".join(missing), "found": ", ".join(table.columns)}
        raise FileRefused(message, file=table.file, **names)
    for column in table.columns:
        _tell_unknown(kind, column, log)


def told(table: Table, kind: Kind, log: Log) -> Iterator[Row]:
    """The rows, each unknown column noted once."""
    if table.columns is not None:
        yield from table.rows
        return
    seen: set[str] = set()
    for row in table.rows:
        for column in row.values.keys() - seen:
            seen.add(column)
            if row.problem is None:
                _tell_unknown(kind, column, log)
        yield row


def _tell_unknown(kind: Kind, column: str, log: Log) -> None:
    if column not in kind.columns and not kind.ignored(column):
        message = N_("The column '{column}' is not known and was not loaded.")
        log.note(Sentence(message, {"column": column}), column=column)


def driver_cursor(connection: Connection) -> Db:
    """The driver's own cursor: SQLAlchemy has no COPY."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection in a transaction has one
    cursor: Db = driver.cursor()
    return cursor
