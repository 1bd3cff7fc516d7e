"""Reads any file that Pakmud takes: what it is shows in its content first, its name second."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.words import N_
from ingest.files.open_file import Advance, open_to_read
from ingest.files.read_csv import read_csv
from ingest.files.read_geojson import read_geojson
from ingest.files.read_jsonl import read_jsonl
from ingest.files.read_xlsx import read_xlsx
from ingest.row import FileRefused, Table

READERS = {"CSV": read_csv, "XLSX": read_xlsx, "GeoJSON": read_geojson, "JSON Lines": read_jsonl}

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""XLSX and ODS are zip archives, XLS is an OLE file."""

_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3\x00", b"Rar!", b"7z\xbc\xaf")

_FEATURES = re.compile(rb'"type"\s*:\s*"FeatureCollection"')


@contextmanager
def read_file(path: Path, formats: tuple[str, ...], advance: Advance = lambda _: None) -> Iterator[Table]:
    """The rows of a file in one of `formats`, names out of READERS.

    Raises: FileRefused, also while its rows are read.
    """
    found = _format(path)
    if found not in formats:
        raise FileRefused(
            N_("{file} is {found}, but this is read from {formats}."),
            file=path.name,
            found=found,
            formats=", ".join(formats),
        )
    with READERS[found](lambda: open_to_read(path, advance), path.name) as table:
        yield table


def _format(path: Path) -> str:
    with open_to_read(path) as stream:
        start = stream.read(65_536)
    if not start:
        raise FileRefused(N_("{file} is empty."), file=path.name)
    if start.startswith(_SPREADSHEETS):
        return "XLSX"
    if start.startswith(_NOT_TEXT):
        raise FileRefused(N_("{file} is not a table: CSV, XLSX, GeoJSON and JSON Lines can be read."), file=path.name)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"{":
        return "GeoJSON" if _holds_features(path, text) else "JSON Lines"
    if text[:1] == b"[":
        raise FileRefused(N_("{file} is a JSON array: write one object a line, as JSON Lines."), file=path.name)
    return "CSV"


def _holds_features(path: Path, text: bytes) -> bool:
    suffixes = {suffix.lower() for suffix in path.suffixes}
    return ".geojson" in suffixes or _FEATURES.search(text) is not None
