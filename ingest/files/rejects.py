"""Writes refused rows beside the reasons, so that they can be put right and loaded again."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import orjson

from ingest.files.open_file import open_to_write
from ingest.kinds.check_row import as_text
from ingest.report import Refusal, Report

_REASONS = ("file", "row", "column", "reason")


def write_rejects(path: Path, reports: Iterable[Report], language: str) -> None:
    """CSV with one line for each refused row: file, row, column, reason, then the row's own columns as they were.

    Raises: FileRefused.
    """
    reports = list(reports)
    columns = list(dict.fromkeys(name for refusal in _all(reports) for name in refusal.original))
    with open_to_write(path) as raw:
        # half a character may be the very reason why a row was refused
        text = io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", newline="")
        writer = csv.writer(text)
        # a column of the row's own that is called like one of ours keeps its name: position tells them apart
        writer.writerow([*_REASONS, *columns])
        for (file, row), same_row in groupby(_all(reports), key=lambda refusal: (refusal.file, refusal.row)):
            faults = list(same_row)
            at_fault = ", ".join(dict.fromkeys(fault.column for fault in faults if fault.column))
            reasons = " ".join(fault.sentence.render(language) for fault in faults)
            original = faults[0].original
            writer.writerow([file, row, at_fault, reasons, *(_cell(original.get(name)) for name in columns)])
        text.detach()


def _all(reports: Iterable[Report]) -> Iterator[Refusal]:
    for report in reports:
        yield from report.refused


def _cell(value: object) -> str:
    if isinstance(value, (dict, list)):
        return orjson.dumps(value, default=str).decode()
    return as_text(value)
