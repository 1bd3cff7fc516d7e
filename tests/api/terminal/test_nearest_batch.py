"""`pakmud nearest --batch` answers files in every format, and says how many rows it could not answer."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from api.v1.batch_formats import ANSWER_COLUMNS
from tests.api.small_country import ALWAYS_OPEN, CHIANG_RAI, ID_CARD, ISLAND_OFFICE, PASSPORT, SICHANG
from tests.api.terminal.conftest import Done, Pakmud

ROWS = [("1", SICHANG.lat, SICHANG.lon, ID_CARD), ("ข", SICHANG.lat, SICHANG.lon, PASSPORT)]
HEADER = ("id", "lat", "lon", "procedure")
SUNDAY = "2026-11-22T10:00"


def ask(pakmud: Pakmud, database: str, *words: str, language: str = "en") -> Done:
    return pakmud("nearest", *words, database_url=database, language=language)


@pytest.fixture
def rows_csv(tmp_path: Path) -> Path:
    file = tmp_path / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *ROWS])
    return file


def test_csv_to_the_screen(pakmud: Pakmud, small_country: str, rows_csv: Path) -> None:
    done = ask(pakmud, small_country, "--batch", str(rows_csv), "--when", SUNDAY, "--per-row", "2")
    assert done.code == 0, done.err
    header, *lines = csv.reader(done.out.splitlines())
    assert tuple(header) == ANSWER_COLUMNS
    assert [(line[0], line[1], line[2], line[8]) for line in lines] == [
        ("1", "1", ISLAND_OFFICE, "closed"),
        ("1", "2", ALWAYS_OPEN, "open"),
        ("ข", "1", CHIANG_RAI, "closed"),
    ]
    assert done.err.endswith("2 rows were answered.\n")


def test_jsonl_to_a_file(pakmud: Pakmud, small_country: str, tmp_path: Path) -> None:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = ask(pakmud, small_country, "--batch", "rows.jsonl", "--output", "answers.ndjson")
    assert (done.code, done.out) == (0, "")
    answers = [json.loads(line) for line in (tmp_path / "answers.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [(one["id"], one["results"][0]["code"]) for one in answers] == [("1", ISLAND_OFFICE), ("ข", CHIANG_RAI)]


def test_a_spreadsheet_to_a_spreadsheet(pakmud: Pakmud, small_country: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ((*HEADER[:3], "note"), ("๑", SICHANG.lat, SICHANG.lon, "x"), (2, "๑๓.๑๔๙๒", SICHANG.lon, None)):
        sheet.append(row)
    book.save(tmp_path / "rows.xlsx")
    done = ask(pakmud, small_country, "ทำบัตรประชาชน", "--batch", "rows.xlsx", "--output", "answers.xlsx")
    assert done.code == 0, done.err
    sheet = load_workbook(tmp_path / "answers.xlsx").worksheets[0]
    header, *lines = sheet.iter_rows(values_only=True)
    assert header == ANSWER_COLUMNS
    assert [(line[0], line[2]) for line in lines] == [("๑", ISLAND_OFFICE), ("2", ISLAND_OFFICE)]


def test_rows_that_cannot_be_answered_are_counted(pakmud: Pakmud, small_country: str, rows_csv: Path) -> None:
    with rows_csv.open("a", encoding="utf-8") as stream:
        stream.write(f"3,{SICHANG.lon},{SICHANG.lat},{ID_CARD}\n4,13\n5,13,100,unknown\n")
    done = ask(pakmud, small_country, "--batch", str(rows_csv))
    assert done.code == 1
    assert done.err.endswith("2 rows were answered. 3 were not: the column 'error' says why.\n")
    _, *lines = csv.reader(done.out.splitlines())
    assert [line[0] for line in lines] == ["1", "ข", "3", "4", "5"]
    assert [bool(line[9]) for line in lines] == [False, False, True, True, True]
    assert "look swapped" in lines[2][9]
    assert lines[3][9] == "This row has 2 cells, but the header has 4."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--output", "answers.txt"), "answers.txt cannot be written: its name must end in one of .csv, .jsonl"),
        (("--per-row", "11"), "'per_row' must lie between 1 and 10."),
        (
            ("--at", "13,100", "--gecc", "basic"),
            "'--batch' asks the plain question for each row: it goes without --at, --gecc.",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(  # noqa: PLR0917 - fixtures and what is asked
    pakmud: Pakmud, small_country: str, rows_csv: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = ask(pakmud, small_country, "--batch", str(rows_csv), *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["rows.csv"]


def test_a_column_is_missing(pakmud: Pakmud, small_country: str, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id,lat,lon\n1,13,100\n", encoding="utf-8")
    done = ask(pakmud, small_country, "--batch", "rows.csv", "--output", "answers.csv")
    assert done.code == 2
    assert "The header lacks procedure: it must name the columns id, lat, lon, procedure." in done.err
    assert not (tmp_path / "answers.csv").exists()


def test_a_file_that_is_not_there(pakmud: Pakmud, small_country: str) -> None:
    done = ask(pakmud, small_country, "--batch", "rows.csv")
    assert done.code == 2
    assert "rows.csv cannot be read: No such file or directory." in done.err
