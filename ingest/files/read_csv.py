"""Reads CSV as people make it: any encoding of Thai, any of three delimiters, line breaks inside quotation marks."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from geo.words import N_, Sentence
from ingest.files.header import Record, table_below_header
from ingest.files.text_encoding import Opener, find_encoding
from ingest.row import FileRefused, Table

_DELIMITERS = ",;\t"
_LONGEST_CELL = 1_000_000


@contextmanager
def read_csv(open_file: Opener, file: str) -> Iterator[Table]:
    """Cells are text. Raises: FileRefused, also while its rows are read."""
    encoding = find_encoding(open_file, file)
    csv.field_size_limit(_LONGEST_CELL)
    with open_file() as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        try:
            start = list(_through_header(text))
            lines = chain(start, text)
            # strict: a stray quotation mark is an error of its row instead of swallowing those after it
            reader = csv.reader(lines, delimiter=_delimiter(start), strict=True)
            yield table_below_header(file, _records(reader))
        except UnicodeDecodeError as error:
            raise FileRefused(N_("{file} changed while it was read."), file=file) from error


def _through_header(lines: Iterable[str]) -> Iterator[str]:
    """Up to the first line that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def _delimiter(start: list[str]) -> str:
    """The one that the header has most of."""
    return max(_DELIMITERS, key="".join(start).count)


def _records(reader: Iterator[list[str]]) -> Iterator[Record]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, [], Sentence(N_("The quotation marks in this row do not match, so it cannot be read."))
        else:
            yield number, cells, None
