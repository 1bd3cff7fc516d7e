"""Whatever a manual says, a workbook and a line of JSON say the same, and say it again when they are read."""

from collections.abc import Callable
from io import BufferedReader, BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from geo.clean_text import clean_prose, storable
from geo.manual import ManualContent
from ingest.demo.procedure_variants import real_procedures
from ingest.manuals.export import empty_workbook, manual_as_json, manual_as_workbook
from ingest.manuals.given import GivenManual
from ingest.manuals.import_drafts import read_manuals
from ingest.manuals.sheets import LISTS, MANUALS, columns_of
from ingest.row import FileRefused

STATE = {
    "title_th": "การแจ้งเกิด",
    "title_en": None,
    "agency": "0150400000000",
    "kind": "other",
    "jurisdiction": "district",
    "jurisdiction_of": "home",
    "common_names_th": ["แจ้งเกิด", "ทำสูติบัตร"],
    "category": ["ทะเบียนราษฎร"],
}
TEXT = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
    .map(clean_prose)
    .filter(lambda text: bool(text) and storable(text))
)
OPTIONAL = st.none() | TEXT
UNITS = st.sampled_from(("minute", "hour", "working_day", "calendar_day", "month"))
AMOUNT = st.integers(0, 10_000).map(lambda tenths: tenths / 10)


def parts(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=3)


MANUALS_SAID = st.fixed_dictionaries(
    {
        "summary_th": OPTIONAL,
        "notes_en": OPTIONAL,
        "total_duration": st.none() | st.fixed_dictionaries({"amount": AMOUNT, "unit": UNITS}),
        "situations": parts(text_th=TEXT, text_en=OPTIONAL),
        "conditions": parts(text_th=TEXT, text_en=OPTIONAL),
        "documents": parts(name_th=TEXT, copies=st.integers(0, 9), copy_needed=st.booleans(), note_th=OPTIONAL),
        "fees": parts(name_th=TEXT, amount_baht=AMOUNT, due=st.sampled_from((None, "always")), counted=st.booleans()),
        "steps": parts(name_th=TEXT, detail_th=OPTIONAL, duration=st.none() | AMOUNT),
        "statistics": parts(year=st.integers(1900, 2200), requests=st.integers(0, 10**9)),
    }
).map(ManualContent.model_validate)


def read(content: bytes, file: str) -> list[GivenManual]:
    return list(read_manuals(lambda: BufferedReader(BytesIO(content)), file))


@given(MANUALS_SAID)
@settings(max_examples=40)
def test_round_trip(content: ManualContent) -> None:
    for made, file in (
        (manual_as_workbook("0150410000009", STATE, content), "a.xlsx"),
        (manual_as_json("0150410000009", STATE, 3, content), "a.jsonl"),
    ):
        [found] = read(made, file)
        assert found.faults == ()
        assert (found.code, found.content) == ("0150410000009", content)
        assert found.head == {name: value for name, value in STATE.items() if value}


def test_every_demo_manual_comes_back_from_a_workbook() -> None:
    for one in real_procedures():
        content = ManualContent.model_validate(one.row["manual"])
        [found] = read(manual_as_workbook(one.code, STATE, content), "a.xlsx")
        assert found.content == content


def test_the_template_has_all_sheets_and_columns() -> None:
    workbook = load_workbook(BytesIO(empty_workbook()))
    assert workbook.sheetnames == [MANUALS, *LISTS]
    for name in workbook.sheetnames:
        [header] = workbook[name].iter_rows(values_only=True)
        assert header == columns_of(name)
    assert read(empty_workbook(), "a.xlsx") == []


Edit = Callable[[Any], None]


def workbook_with(edit: Edit) -> bytes:
    """As an officer would save it from her spreadsheet."""
    content = ManualContent.model_validate(
        {"fees": [{"name_th": "ค่าคำขอ", "amount_baht": 5}], "steps": [{"name_th": "ยื่น"}, {"name_th": "รับ"}]}
    )
    workbook = load_workbook(BytesIO(manual_as_workbook("0150410000009", STATE, content)))
    edit(workbook)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def cell(sheet: str, column: str, value: object, row: int = 2) -> Edit:
    number = columns_of(sheet).index(column) + 1

    def edit(workbook: Any) -> None:
        workbook[sheet].cell(row, number).value = value

    return edit


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        (cell("fees", "amount_baht", "ห้า"), ("fees", 2, "amount_baht"), "fees.amount_baht must be a number."),
        (cell("fees", "amount_baht", -5), ("fees", 2, "amount_baht"), "fees.amount_baht is -5, but must not be less"),
        (cell("fees", "due", "sometimes"), ("fees", 2, "due"), "'always', 'when' or 'one_of'"),
        (cell("fees", "counted", "อาจจะ"), ("fees", 2, "counted"), "fees.counted must be true or false."),
        (cell("steps", "name_th", None, 3), ("steps", 3, "name_th"), "steps.name_th is missing."),
        (cell("steps", "duration_unit", "week", 3), ("steps", 3, "duration_unit"), "but must be one of"),
        (cell("steps", "code", "9", 3), ("steps", 3, "code"), "No row of the sheet 'manuals' has the code '9'."),
        (cell("manuals", "total_duration_unit", "day"), ("manuals", 2, "total_duration_unit"), "must be one of"),
        (cell("manuals", "code", None), ("manuals", 2, "code"), "code is missing."),
        (lambda workbook: workbook["manuals"].append(["0150410000009"]), ("manuals", 3, "code"), "already in row 2"),
    ],
)
def test_a_fault_says_its_sheet_row_and_column(edit: Edit, place: tuple[str, int, str], words: str) -> None:
    faults = [fault for manual in read(workbook_with(edit), "a.xlsx") for fault in manual.faults]
    found = [fault for fault in faults if (fault.sheet, fault.row, fault.column) == place]
    assert found, faults
    assert words in str(found[0].sentence)


@pytest.mark.parametrize(("value", "wanted"), [(5, 5), (5.0, 5), ("๕", 5), ("1,250.5", 1_250.5), (" 5 ", 5)])
def test_numbers_as_people_type_them(value: object, wanted: float) -> None:
    [manual] = read(workbook_with(cell("fees", "amount_baht", value)), "a.xlsx")
    assert manual.content is not None
    assert manual.content.fees[0].amount_baht == wanted


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (cell("fees", "per_th", "หน่วยนับ", 1), "there is no column 'หน่วยนับ'"),
        (lambda workbook: workbook.remove(workbook["manuals"]), "has no sheet called 'manuals'"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(edit: Edit, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(workbook_with(edit), "a.xlsx")
    with pytest.raises(FileRefused, match="neither JSON Lines"):
        read(b"", "a.pdf")
    with pytest.raises(FileRefused, match="not a spreadsheet"):
        read(b"x", "a.xlsx")


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (b"{", None, "This line is not JSON"),
        (b'{"code": "1"}', "manual", "must be an object"),
        (b'{"manual": {}}', "code", "code is missing."),
        (b'{"code": "1", "manual": {"fees": [{}]}}', "manual.fees[0].name_th", "is missing"),
        (b'{"code": "1", "manual": {}, "fee": 5}', "fee", "There is no column 'fee'"),
    ],
)
def test_a_line_that_is_wrong(line: bytes, column: str | None, words: str) -> None:
    [manual] = read(line, "a.jsonl")
    assert manual.faults[0].column == column
    assert words in str(manual.faults[0].sentence)
    twice = read(b'{"code": "1", "manual": {}}\n\n{"code": "1", "manual": {}}', "a.jsonl")
    assert [len(one.faults) for one in twice] == [0, 1]
    assert twice[1].row == 3
