"""Writes XLSX: sheets, row by row, the same bytes for the same rows.

By hand, because the libraries hold the sheet in memory or stamp it with the time; the format is ECMA-376.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from geo.words import N_
from ingest.files.cell_text import cell_text
from ingest.row import FileRefused

MOST_ROWS = 1_048_576
"""Of a sheet, the header included."""

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STYLES = (
    # style 1 is "text": a code that is typed over stays a code; style 2 is a header's, in bold on several lines
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """How a column helps whoever fills it in: a hint beside its cells, a list to choose from; new cells are text."""

    width: int
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` needs no escaping: a word of ours. `look` has an entry for each column, or none: a plain sheet."""

    name: str
    columns: Sequence[str]
    records: Iterable[Sequence[object]]
    look: Sequence[SheetColumn] = ()


def write_xlsx(
    stream: IO[bytes],
    columns: Sequence[str],
    records: Iterable[Sequence[object]],
    look: Sequence[SheetColumn] = (),
) -> None:
    """Floats are numbers, everything else is text, so that nothing is taken for a formula or loses digits.

    Raises: FileRefused when there are more rows than a sheet can hold.
    """
    write_sheets(stream, [Sheet("Pakmud", columns, records, look)])


def write_sheets(stream: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """The same for several sheets. Raises: FileRefused."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _parts(sheets).items():
            archive.writestr(_entry(name), _XML + xml)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_entry(f"xl/{_path(number)}"), "w", force_zip64=True) as file:
                _write_rows(file, sheet)


def _write_rows(file: IO[bytes], sheet: Sheet) -> None:
    file.write((_XML + f'<worksheet xmlns="{_MAIN}">{_columns(sheet.look)}<sheetData>').encode())
    file.write(_row(sheet.columns, style=2 if sheet.look else 1))
    for count, record in enumerate(sheet.records, 2):
        if count > MOST_ROWS:
            message = N_("A spreadsheet holds {limit} rows at most: export to CSV instead.")
            raise FileRefused(message, limit=f"{MOST_ROWS:,}")
        file.write(_row(record))
    file.write(f"</sheetData>{_validations(sheet.look)}</worksheet>".encode())


def _path(number: int) -> str:
    return f"worksheets/sheet{number}.xml"


def _parts(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    numbered = list(enumerate(sheets, 1))
    overrides = "".join(
        f'<Override PartName="/xl/{_path(number)}" ContentType="{_TYPE}.worksheet+xml"/>' for number, _ in numbered
    )
    named = "".join(f'<sheet name="{sheet.name}" sheetId="{number}" r:id="rId{number}"/>' for number, sheet in numbered)
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="{_path(number)}"/>'
        for number, _ in numbered
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(cells: Sequence[object], style: int = 1) -> bytes:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>".encode()


def _columns(look: Sequence[SheetColumn]) -> str:
    """Widths, text as the format of what is typed, and a header that stays in sight."""
    if not look:
        return ""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{one.width}" style="{0 if one.is_number else 1}" customWidth="1"/>'
        for number, one in enumerate(look, 1)
    )
    pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
    return f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews><cols>{columns}</cols>'


def _validations(look: Sequence[SheetColumn]) -> str:
    found = [
        _validation(f"{get_column_letter(number)}2:{get_column_letter(number)}{MOST_ROWS}", one)
        for number, one in enumerate(look, 1)
        if one.hint or one.choices
    ]
    return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>' if found else ""


def _validation(cells: str, column: SheetColumn) -> str:
    # the format takes 255 characters at most
    hint = f' showInputMessage="1" prompt={quoteattr(column.hint[:255])}' if column.hint else ""
    if not column.choices:
        return f'<dataValidation allowBlank="1"{hint} sqref="{cells}"/>'
    choices = escape(",".join(column.choices))
    return (
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1"{hint} sqref="{cells}">'
        f'<formula1>"{choices}"</formula1></dataValidation>'
    )


def _cell(value: object, style: int = 1) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, float):
        return f"<c><v>{value!r}</v></c>"
    # _x0041_ is how the format writes a character by number: text that looks like it is itself escaped
    text = escape(_LOOKS_ESCAPED.sub("_x005F_", str(cell_text(value))))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
