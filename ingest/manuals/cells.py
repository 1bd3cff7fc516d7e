"""The cells of a row as the models of a manual take them."""

from collections.abc import Mapping

from geo.clean_text import clean_prose, clean_text, storable
from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.kinds.check_row import YES_OR_NO, as_text
from ingest.manuals.given import Fault
from ingest.manuals.sheets import CODE, kind_of


def typed_cells(sheet: str, row: int, cells: Mapping[str, object]) -> tuple[dict[str, object], list[Fault]]:
    """Empty ones are left out; what cannot be text at all is at fault."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column, cell in cells.items():
        value = clean_text(_text(cell)) if column == CODE else _typed(cell, kind_of(sheet, column))
        if isinstance(value, str) and not storable(value):
            message = N_("{column} has characters that are not text.")
            faults.append(Fault(sheet, row, column, Sentence(message, {"column": column})))
        elif value != "":
            values[column] = value
    return values, faults


def cell_lines(value: object) -> list[str]:
    """Several names in one cell."""
    return [line for line in str(value).splitlines() if line]


def _typed(cell: object, kind: type) -> object:
    """What is not of the kind stays text, so that the model refuses it in its own words."""
    text = clean_prose(_text(cell))
    if kind is bool:
        flag = YES_OR_NO.get(in_arabic_digits(text).casefold())
        return text if flag is None else flag
    if kind in (int, float):
        return in_arabic_digits(text).replace(",", "")
    return text


def _text(cell: object) -> str:
    """A spreadsheet makes 5.0 of a 5 that was typed."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else as_text(cell)
