"""The table of service points as CSV or XLSX: exactly what is filtered, with every field, however many there are."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.service_points.service_points_page import Asked, TableForm, table_query
from geo.opening_hours import BANGKOK
from geo.staff.service_point_table import EXPORTED, stream_export
from ingest.files.write_csv import write_csv
from ingest.files.write_xlsx import write_xlsx

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see")]
Writer = Callable[[IO[bytes], Sequence[str], Iterable[Sequence[object]]], None]

COLUMNS = [column.key for column in EXPORTED]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTE_ORDER_MARK = "\ufeff".encode()
_CHUNK = 1 << 16


@router.get("/service-points.csv")
def export_csv(session: DatabaseSession, who: Sees, form: Asked) -> StreamingResponse:
    def write(stream: IO[bytes], columns: Sequence[str], records: Iterable[Sequence[object]]) -> None:
        stream.write(_BYTE_ORDER_MARK)  # or Excel takes the Thai for something else
        write_csv(stream, columns, (list(map(harmless, record)) for record in records))

    return _export(session, who, form, write, "csv", "text/csv; charset=utf-8")


@router.get("/service-points.xlsx")
def export_xlsx(session: DatabaseSession, who: Sees, form: Asked) -> StreamingResponse:
    return _export(session, who, form, write_xlsx, "xlsx", _XLSX)


def _export(  # noqa: PLR0913, PLR0917
    session: Session, who: SignedIn, form: TableForm, write: Writer, ending: str, kind: str
) -> StreamingResponse:
    """By way of a file: the connection is not kept while a slow client reads, and an error is an answer of its own."""
    query = table_query(session, form)
    file = tempfile.TemporaryFile(prefix="pakmud-")  # noqa: SIM115 - closed when it has been sent
    rows = stream_export(session, who.actor, query)
    write(file, COLUMNS, (list(map(_cell, row)) for row in rows))
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="service-points.{ending}"'}
    return StreamingResponse(_chunks(file), media_type=kind, headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _cell(value: object) -> object:
    return value.astimezone(BANGKOK).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def harmless(value: object) -> object:
    """What begins like a formula must not become one in an officer's spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
