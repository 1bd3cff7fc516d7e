"""Reads GeoJSON feature collections, feature by feature, however large (RFC 7946)."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader

import ijson

from geo.words import N_, Sentence
from ingest.files.text_encoding import Opener
from ingest.row import FileRefused, Row, Table, column_name


@contextmanager
def read_geojson(open_file: Opener, file: str) -> Iterator[Table]:
    """A row is a feature: its properties by name, and `geometry`, which is None or a GeoJSON geometry.

    Raises: FileRefused, also while its rows are read.
    """
    with open_file() as stream:
        if stream.peek(3)[:3] == codecs.BOM_UTF8:
            stream.read(3)
        yield Table(file, None, _rows(stream, file))


def _rows(stream: BufferedReader, file: str) -> Iterator[Row]:
    try:
        for number, feature in enumerate(ijson.items(stream, "features.item", use_float=True), 1):
            yield _row(feature, file, number)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise FileRefused(N_("{file} is not valid JSON: {reason}."), file=file, reason=_one_line(error)) from error


def _row(feature: object, file: str, number: int) -> Row:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Row(file, number, {}, Sentence(N_("This is not a GeoJSON feature.")))
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        return Row(file, number, {}, Sentence(N_("The properties of this feature are not an object.")))
    values = {column_name(name): value for name, value in properties.items()}
    return Row(file, number, values | {"geometry": feature.get("geometry")})


def _one_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
