"""Reads manuals from a workbook of `ingest/manuals/sheets.py`; every fault says its sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, load_workbook

from geo.manual import ManualContent
from geo.manual_faults import faults_of
from geo.words import N_, Sentence
from ingest.files.text_encoding import Opener
from ingest.kinds.check_row import as_text
from ingest.manuals.cells import cell_lines, typed_cells
from ingest.manuals.given import Fault, GivenManual
from ingest.manuals.sheets import CODE, DURATION, HEAD_LISTS, HEAD_TEXTS, LISTS, MANUALS, TEXTS, columns_of
from ingest.row import FileRefused, column_name

Cells = Mapping[str, object]


@dataclass(slots=True)
class _Found:
    """What the sheets have said of a manual so far."""

    row: int
    faults: list[Fault]
    head: dict[str, object] = field(default_factory=dict)
    content: dict[str, object] = field(default_factory=dict)


def read_workbook(open_file: Opener, file: str) -> Iterator[GivenManual]:
    """In the order of the sheet of manuals; then rows that belong to none. Raises: FileRefused."""
    with open_file() as stream:
        try:
            workbook = load_workbook(stream)
            sheets = {name: list(_rows(workbook, title, name, file)) for name, title in _known_sheets(workbook)}
        except CalamineError as error:
            raise FileRefused(N_("{file} is not a spreadsheet that can be read."), file=file) from error
    if MANUALS not in sheets:
        raise FileRefused(N_("{file} has no sheet called '{sheet}'."), file=file, sheet=MANUALS)
    manuals: dict[str, _Found] = {}
    strays: list[GivenManual] = []
    for row, cells in sheets.pop(MANUALS):
        strays += _take_head(manuals, row, cells)
    for name, rows in sheets.items():
        for row, cells in rows:
            strays += _take_part(manuals, name, row, cells)
    yield from (_given(code, found) for code, found in manuals.items())
    yield from strays


def _known_sheets(workbook: CalamineWorkbook) -> Iterator[tuple[str, str]]:
    """Others, such as one with explanations, are passed over."""
    for sheet in workbook.sheets_metadata:
        name = column_name(sheet.name)
        if sheet.visible == SheetVisibleEnum.Visible and (name == MANUALS or name in LISTS):
            yield name, sheet.name


def _rows(workbook: CalamineWorkbook, title: str, name: str, file: str) -> Iterator[tuple[int, Cells]]:
    columns: list[str] = []
    for number, cells in enumerate(workbook.get_sheet_by_name(title).to_python(skip_empty_area=False), 1):
        if number == 1:
            columns = [column_name(as_text(cell)) for cell in cells]
            _check_columns(columns, name, file)
            continue
        filled = {
            column: cell for column, cell in zip(columns, cells, strict=False) if column and as_text(cell).strip()
        }
        if filled:
            yield number, filled


def _check_columns(columns: Sequence[str], name: str, file: str) -> None:
    """A column that nobody knows would be lost without a word. Raises: FileRefused."""
    for column in columns:
        if column and column not in columns_of(name):
            message = N_("{file}, sheet '{sheet}': there is no column '{column}' in such a sheet.")
            raise FileRefused(message, file=file, sheet=name, column=column)
    if CODE not in columns:
        raise FileRefused(N_("{file}, sheet '{sheet}': the column 'code' is missing."), file=file, sheet=name)


def _take_head(manuals: dict[str, _Found], row: int, cells: Cells) -> Iterator[GivenManual]:
    """A row that cannot be told from another is refused right here."""
    values, faults = typed_cells(MANUALS, row, cells)
    code = str(values.get(CODE, ""))
    if not code:
        faults.append(Fault(MANUALS, row, CODE, Sentence(N_("{column} is missing."), {"column": CODE})))
        yield GivenManual(code=code, sheet=MANUALS, row=row, faults=tuple(faults))
        return
    if code in manuals:
        places = {"code": code, "first_row": manuals[code].row}
        faults.append(
            Fault(MANUALS, row, CODE, Sentence(N_("The code '{code}' was already in row {first_row}."), places))
        )
        yield GivenManual(code=code, sheet=MANUALS, row=row, faults=tuple(faults))
        return
    found = manuals[code] = _Found(row, faults)
    found.head = {name: values[name] for name in HEAD_TEXTS if name in values}
    found.head |= {name: cell_lines(values[name]) for name in HEAD_LISTS if name in values}
    if "agency_code" in found.head:
        found.head["agency"] = found.head.pop("agency_code")
    found.content = {name: values[name] for name in TEXTS if name in values}
    total = {key: values[name] for key, name in zip(("amount", "unit"), DURATION, strict=True) if name in values}
    if total:
        found.content["total_duration"] = total


def _take_part(manuals: dict[str, _Found], name: str, row: int, cells: Cells) -> Iterator[GivenManual]:
    values, faults = typed_cells(name, row, cells)
    code = str(values.pop(CODE, ""))
    found = manuals.get(code)
    if found is None:
        places = {"sheet": MANUALS, "code": code}
        stray = Fault(name, row, CODE, Sentence(N_("No row of the sheet '{sheet}' has the code '{code}'."), places))
        yield GivenManual(code=code, sheet=name, row=row, faults=(stray, *faults))
        return
    try:
        parts = found.content.setdefault(name, [])
        assert isinstance(parts, list)  # noqa: S101 - set right here
        parts.append(LISTS[name].model_validate(values))
    except ValidationError as error:
        known = {fault.column for fault in faults}
        said = [(path.partition(".")[2] or None, sentence) for path, sentence in faults_of(error, name)]
        faults += [Fault(name, row, column, sentence) for column, sentence in said if column not in known]
    found.faults += faults


def _given(code: str, found: _Found) -> GivenManual:
    faults, content = list(found.faults), None
    try:
        content = ManualContent.model_validate(found.content)
    except ValidationError as error:
        for path, sentence in faults_of(error, MANUALS):
            column = path.removeprefix(f"{MANUALS}.").replace("total_duration.", "total_duration_")
            faults.append(Fault(MANUALS, found.row, column, sentence))
    return GivenManual(code=code, sheet=MANUALS, row=found.row, head=found.head, content=content, faults=tuple(faults))
