"""Reads spreadsheets: the first sheet with anything in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from geo.words import N_
from ingest.files.header import Record, table_below_header
from ingest.files.text_encoding import Opener
from ingest.row import FileRefused, Table

_EXACT_BELOW = 1e15
"""Excel keeps 15 digits of a number."""


@contextmanager
def read_xlsx(open_file: Opener, file: str) -> Iterator[Table]:
    """Cells are text, numbers (whole ones as `int`), dates or booleans. Raises: FileRefused."""
    with open_file() as stream:
        try:
            sheet = _first_sheet(stream)
        except CalamineError as error:
            raise FileRefused(N_("{file} is not a spreadsheet that can be read."), file=file) from error
    if sheet is None:
        raise FileRefused(N_("{file} is empty."), file=file)
    yield replace(table_below_header(file, _records(sheet)), total=sheet.height)


def _first_sheet(stream: object) -> CalamineSheet | None:
    workbook = load_workbook(stream)  # type: ignore[arg-type]
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    sheets = (workbook.get_sheet_by_name(name) for name in names)
    return next((sheet for sheet in sheets if sheet.height), None)


def _records(sheet: CalamineSheet) -> Iterator[Record]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [_as_typed(cell) for cell in cells], None


def _as_typed(cell: object) -> object:
    """Excel knows no whole numbers: 1120400000000.0 was typed as 1120400000000."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return int(cell)
    return cell
