"""Every format and encoding gives the same rows; what cannot be read says why."""

import gzip
import json
from pathlib import Path

import openpyxl
import pytest

from ingest.files.read_file import read_file
from ingest.load import KINDS
from ingest.row import FileRefused, Row
from tests.ingest.written_files import Rows, write_csv, write_xlsx

POINTS = KINDS["service-points"].formats
THAI: Rows = [{"code": "3000000000001", "name_th": "ที่ว่าการอำเภอ"}, {"code": "3000000000002", "name_th": "เทศบาล"}]


def rows_of(path: Path) -> list[Row]:
    with read_file(path, POINTS) as table:
        return list(table.rows)


def refusal_of(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        rows_of(path)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "points.csv", THAI, encoding=encoding, delimiter=delimiter)
    assert [row.values for row in rows_of(path)] == THAI
    assert [row.number for row in rows_of(path)] == [2, 3]


def test_another_languages_encoding_is_not_taken_for_thai(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes("code,name_th\n1,Café à la crème\n".encode("latin-1"))
    assert refusal_of(path) == "The encoding of points.csv cannot be told: save it as 'CSV UTF-8'."


def test_headers_in_any_case_and_spacing(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(" Name TH ,AGENCY-CODE,\ufeffCode\na,b,c\n", encoding="utf-8")
    assert rows_of(path)[0].values == {"name_th": "a", "agency_code": "b", "code": "c"}


def test_line_breaks_in_quotation_marks_and_blank_rows_count_as_the_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text('code,name_th\n1,"a\nb"\n\n,\n2,c\n', encoding="utf-8")
    assert [(row.number, row.values["name_th"]) for row in rows_of(path)] == [(2, "a\nb"), (5, "c")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1", "This row has 1 cells, but the header has 2."),
        ("1,a,b", "This row has 3 cells, but the header has 2."),
        ('1,"a"b', "The quotation marks in this row do not match, so it cannot be read."),
        ('1,"a', "The quotation marks in this row do not match, so it cannot be read."),
    ],
)
def test_a_row_that_is_not_like_the_header_says_so(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(f"code,name_th\n{line}\n", encoding="utf-8")
    assert [(row.number, str(row.problem)) for row in rows_of(path)] == [(2, reason)]


def test_empty_cells_beyond_the_header_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("code,name_th,,\n1,a,,\n2,b,,,\n", encoding="utf-8")
    assert [row.problem for row in rows_of(path)] == [None, None]


def test_text_below_no_header_is_told(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("code,,name_th\n1,x,a\n", encoding="utf-8")
    assert str(rows_of(path)[0].problem) == "This row has text in a column without a name."


def test_xlsx_keeps_the_digits_of_codes_and_the_numbers_of_rows(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "points.xlsx", [{"code": 1120400000000, "lat": 13.7}, {}, {"code": "1", "lat": 14}])
    found = [(row.number, row.values["code"], row.values["lat"]) for row in rows_of(path)]
    assert found == [(2, 1120400000000, 13.7), (4, "1", 14)]


def test_xlsx_header_may_stand_lower_and_hidden_sheets_are_passed_over(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    hidden = workbook.create_sheet("old", 0)
    hidden.append(["nothing"])
    hidden.sheet_state = "hidden"
    sheet = workbook.worksheets[1]
    sheet["B3"], sheet["C3"], sheet["B4"], sheet["C4"] = "code", "name_th", "1", "a"
    workbook.active = 1
    workbook.save(tmp_path / "points.xlsx")
    assert [(row.number, row.values) for row in rows_of(tmp_path / "points.xlsx")] == [
        (4, {"code": "1", "name_th": "a"})
    ]


def test_geojson_features_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "points.geojson"
    place = {"type": "Point", "coordinates": [100.5, 13.75]}
    feature = {"type": "Feature", "properties": {"Code": "1"}, "geometry": place}
    collection = {"type": "FeatureCollection", "features": [feature, {"type": "Point"}]}
    path.write_text("\ufeff" + json.dumps(collection), encoding="utf-8")
    good, bad = rows_of(path)
    assert (good.number, good.values) == (1, {"code": "1", "geometry": place})
    assert str(bad.problem) == "This is not a GeoJSON feature."


def test_geojson_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "points.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"', encoding="utf-8")
    assert refusal_of(path).startswith("points.geojson is not valid JSON: ")


def test_json_lines_each_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "points.jsonl"
    path.write_text('\ufeff{"code": "1"}\n\n{"code": \n[1]\n', encoding="utf-8")
    first, broken, no_object = rows_of(path)
    assert (first.number, first.values) == (1, {"code": "1"})
    assert (broken.number, str(broken.problem)[:22]) == (3, "This line is not JSON:")
    assert (no_object.number, str(no_object.problem)) == (4, "This line is not a JSON object in braces.")


def test_gzip_of_any_format_whatever_its_name(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "points.csv", THAI)
    plain.write_bytes(gzip.compress(plain.read_bytes()))
    assert [row.values for row in rows_of(plain)] == THAI
    plain.write_bytes(plain.read_bytes()[:-12])
    assert refusal_of(plain) == "points.csv is damaged: its compressed data cannot be unpacked."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "points.csv is empty."),
        (b"\n\n", "points.csv is empty."),
        (b"%PDF-1.7", "points.csv is not a table: CSV, XLSX, GeoJSON and JSON Lines can be read."),
        (b"PK\x03\x04 nothing", "points.csv is not a spreadsheet that can be read."),
        (b'[{"code": 1}]', "points.csv is a JSON array: write one object a line, as JSON Lines."),
        (b"code,Code\n1,2\n", "points.csv has more than one column called 'code'."),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    assert refusal_of(path) == reason


def test_a_format_that_does_not_fit_the_data_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "boundaries.csv", THAI)
    with (
        pytest.raises(FileRefused, match=r"boundaries.csv is CSV, but this is read from GeoJSON."),
        read_file(path, ("GeoJSON",)),
    ):
        pass
    assert refusal_of(tmp_path / "gone.csv") == "gone.csv cannot be read: No such file or directory."
    assert refusal_of(tmp_path) == f"{tmp_path.name} cannot be read: Is a directory."
