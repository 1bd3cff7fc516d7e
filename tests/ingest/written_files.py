"""Small files for tests, and the rows that most of them need to be there first."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from ingest.files.read_file import read_file
from ingest.load import KINDS, load_rows, load_table
from ingest.report import Report

AGENCY = "1120400000000"
PROCEDURE = "2000000000001"

Rows = Sequence[Mapping[str, object]]


def point(**values: object) -> dict[str, object]:
    """A service point that is right, but for what is named."""
    return {"code": "3000000000001", "agency_code": AGENCY, "name_th": "ที่ว่าการอำเภอเกาะสีชัง"} | values


def write_csv(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """The columns are those of the first row."""
    text_file = io.StringIO(newline="")
    writer = csv.DictWriter(text_file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text_file.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    workbook.save(path)
    return path


def load(session: Session, kind: str, path: Path, *, dry_run: bool = False) -> Report:
    """As `load_file`, in the transaction of the test."""
    with read_file(path, KINDS[kind].formats) as table:
        return load_table(session.connection(), KINDS[kind], table, dry_run=dry_run)


def prepare(target: Session | Connection) -> None:
    """One agency and one procedure."""
    load_rows(target, "agencies", [{"code": AGENCY, "level": "ministry", "name_th": "กระทรวงมหาดไทย"}])
    load_rows(target, "procedures", [{"code": PROCEDURE, "title_th": "ทำบัตรประชาชน", "agency_code": AGENCY}])


def prepared_engine(url: str) -> Engine:
    engine = create_engine(url)
    with engine.begin() as connection:
        prepare(connection)
    return engine


def counts(report: Report) -> tuple[int, int, int, int]:
    """Added, changed, unchanged, refused rows."""
    return report.added, report.changed, report.unchanged, report.refused_rows


def reasons(report: Report) -> list[tuple[int, str | None, str]]:
    """Row, column and sentence of each refusal."""
    return [(refusal.row, refusal.column, str(refusal.sentence)) for refusal in report.refused]


def stored(target: Session | Connection, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in target.execute(text(statement))]
