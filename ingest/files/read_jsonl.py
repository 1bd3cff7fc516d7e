"""Reads JSON Lines: one object a line."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import orjson

from geo.words import N_, Sentence
from ingest.files.text_encoding import Opener
from ingest.row import Row, Table, column_name


@contextmanager
def read_jsonl(open_file: Opener, file: str) -> Iterator[Table]:
    """Each row names its own columns; blank lines are passed over."""
    with open_file() as stream:
        yield Table(file, None, _rows(stream, file))


def _rows(stream: BinaryIO, file: str) -> Iterator[Row]:
    for number, line in enumerate(stream, 1):
        text = line.removeprefix(codecs.BOM_UTF8).strip() if number == 1 else line.strip()
        if text:
            yield _row(text, file, number)


def _row(line: bytes, file: str, number: int) -> Row:
    try:
        values = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        values = {"line": line[:1_000].decode(errors="replace")}
        reason = Sentence(N_("This line is not JSON: {reason}."), {"reason": error.msg})
        return Row(file, number, values, reason)
    if not isinstance(values, dict):
        values = {"line": line[:1_000].decode(errors="replace")}
        return Row(file, number, values, Sentence(N_("This line is not a JSON object in braces.")))
    return Row(file, number, {column_name(name): value for name, value in values.items()})
