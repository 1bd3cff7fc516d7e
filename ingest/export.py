"""Writes what is stored to a file, in the columns that are read back, in the order of codes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import shapely
from psycopg import Connection as DriverConnection
from sqlalchemy import Connection

from geo.manual import ManualContent
from geo.words import N_
from ingest.files.open_file import open_to_write
from ingest.files.write_csv import write_csv
from ingest.files.write_geojson import write_geojson
from ingest.files.write_jsonl import write_jsonl
from ingest.files.write_xlsx import write_xlsx
from ingest.row import FileRefused
from ingest.statements import statements

Record = Sequence[object]
Writer = Callable[[IO[bytes], Sequence[str], Iterable[Record]], None]

WRITERS: Mapping[str, Writer] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".geojson": write_geojson,
    ".jsonl": write_jsonl,
}

_SQL = statements(__file__)
_AT_ONCE = 5_000
_MANUAL = 7
"""Its place among the columns of procedures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`statement` picks one out of `export.sql`, after a look at the data."""

    name: str
    formats: tuple[str, ...] = (".csv", ".xlsx", ".jsonl")
    statement: Callable[[Connection], str]
    finish: Callable[[Record], Record] = tuple


def _offerings_statement(connection: Connection) -> str:
    # Most countries have no offering with hours of its own: their files then have the two codes and nothing else.
    own = connection.exec_driver_sql(_SQL["any_offering_of_its_own"]).scalar()
    return "offerings_of_their_own" if own else "offerings"


def _with_manual(record: Record) -> Record:
    """The manual's parts in the order of ManualContent, which the database does not keep."""
    manual = record[_MANUAL]
    if manual is not None:
        manual = ManualContent.model_validate(manual).model_dump(mode="json", exclude_none=True)
    return (*record[:_MANUAL], manual, *record[_MANUAL + 1 :])


def _with_outline(record: Record) -> Record:
    # Not ST_AsGeoJSON, which rounds: an outline read back must be the same to the last bit.
    *others, outline = record
    return (*others, shapely.from_wkb(cast("bytes", outline)).__geo_interface__)


EXPORTS: Mapping[str, Export] = {
    export.name: export
    for export in (
        Export(name="boundaries", formats=(".geojson",), statement=lambda _: "boundaries", finish=_with_outline),
        Export(name="agencies", statement=lambda _: "agencies"),
        Export(
            name="service-points",
            formats=(".csv", ".xlsx", ".geojson", ".jsonl"),
            statement=lambda _: "service_points",
        ),
        Export(name="procedures", formats=(".jsonl",), statement=lambda _: "procedures", finish=_with_manual),
        Export(name="offerings", statement=_offerings_statement),
    )
}


def write_export(connection: Connection, export: Export, path: Path) -> int:
    """Returns how many rows were written. The format is the extension's; `.gz` after it compresses.

    Raises: FileRefused, when `path` stays as it was.
    """
    suffix = path.with_suffix("").suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
    if suffix not in export.formats:
        message = N_("{file} cannot be written: its name must end in one of {formats}.")
        raise FileRefused(message, file=path.name, formats=", ".join(export.formats))
    count = 0

    def counted(records: Iterator[Record]) -> Iterator[Record]:
        nonlocal count
        for record in records:
            count += 1
            yield export.finish(record)

    driver: DriverConnection[tuple[object, ...]] = connection.connection.driver_connection  # type: ignore[assignment]
    # a named cursor stays in the server: rows come as they are written, however many there are
    with driver.cursor(name="export") as cursor, open_to_write(path) as stream:
        cursor.itersize = _AT_ONCE
        cursor.execute(_SQL[export.statement(connection)])
        first = cursor.fetchone()
        columns = [column.name for column in cursor.description or ()]
        WRITERS[suffix](stream, columns, counted(_from_first(first, iter(cursor))))
    return count


def _from_first(first: Record | None, others: Iterator[Record]) -> Iterator[Record]:
    if first is not None:
        yield first
        yield from others
