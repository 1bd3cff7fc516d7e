"""A table of records as a file to save, CSV, XLSX or GeoJSON, however many rows there are."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Annotated, Literal

from fastapi import Depends, Request
from starlette.responses import StreamingResponse

from geo.opening_hours import BANGKOK
from ingest.files.write_csv import write_csv
from ingest.files.write_geojson import write_geojson
from ingest.files.write_xlsx import write_xlsx

Ending = Literal["csv", "xlsx", "geojson"]

_KINDS: dict[Ending, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
_BYTE_ORDER_MARK = "\ufeff".encode()
_CHUNK = 1 << 16


def ending_of(request: Request) -> Ending:
    """A dependency of routes whose addresses end with what they answer."""
    return next(ending for ending in _KINDS if request.url.path.endswith(f".{ending}"))


AskedEnding = Annotated[Ending, Depends(ending_of)]


def exported_table(
    name: str, ending: Ending, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingResponse:
    """By way of a file: the connection is not kept while a slow client reads, and an error is an answer of its own."""
    file = tempfile.TemporaryFile(prefix="pakmud-")  # noqa: SIM115 - closed when it has been sent
    _write(file, ending, columns, (list(map(_cell, row)) for row in rows))
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return StreamingResponse(_chunks(file), media_type=_KINDS[ending], headers=headers)


def _write(stream: IO[bytes], ending: Ending, columns: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    if ending != "csv":
        {"xlsx": write_xlsx, "geojson": write_geojson}[ending](stream, columns, rows)
        return
    stream.write(_BYTE_ORDER_MARK)  # or Excel takes the Thai for something else
    write_csv(stream, columns, (list(map(harmless, row)) for row in rows))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _cell(value: object) -> object:
    return value.astimezone(BANGKOK).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def harmless(value: object) -> object:
    """What begins like a formula must not become one in an officer's spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
