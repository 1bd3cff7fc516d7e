"""Writes CSV: UTF-8, commas, a header."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from ingest.files.cell_text import cell_text

Records = Iterable[Sequence[object]]


def write_csv(stream: IO[bytes], columns: Sequence[str], records: Records) -> None:
    """Text goes out as it is, also where it begins like a formula: what is read back must be what was written."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(map(cell_text, record) for record in records)
    text.flush()
    text.detach()
