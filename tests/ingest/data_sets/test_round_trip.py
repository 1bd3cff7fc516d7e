"""The officer's way: the sheet home, changed, uploaded, looked at, activated, rolled back; and refused rows."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, OTHER_DEPARTMENT, STRANGE_OFFICE
from tests.ingest.data_sets.conftest import Desk, as_csv

FIRST_DISTRICT = "3100000000001"


def opened(sheet: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(sheet))


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def column_of(workbook: openpyxl.Workbook, name: str) -> int:
    """The number of a column by what stands in brackets at the end of its title."""
    sheet = workbook.worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    return next(number for number, title in enumerate(titles, 1) if title.endswith(f"({name})"))


def test_the_sheet_comes_home_unchanged(desk: Desk) -> None:
    desk.run("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(100.123456789012, 13.98765432109), 4326)")
    desk.run("UPDATE service_point SET phone = '38216201' WHERE code = :code", code=OFFICE)
    sheet = desk.sheet()
    workbook = opened(sheet)
    assert workbook.worksheets[0]["A1"].value == "รหัส | Code (code)"
    assert (workbook.worksheets[0]["A2"].data_type, workbook.worksheets[0]["A2"].number_format) == ("s", "@")
    lists = [one.formula1 for one in workbook.worksheets[0].data_validations.dataValidation if one.type == "list"]
    assert '"none,basic,intermediate,advanced"' in lists
    for content in (sheet, saved(workbook)):
        line = desk.upload(content, name="offices.xlsx")
        assert (line.state, line.unchanged, line.new, line.changed, line.refused) == ("ready", 13, 0, 0, 0)


@pytest.mark.parametrize("kind", ["agencies", "offerings"])
def test_other_sheets_come_home_unchanged_too(desk: Desk, kind: str) -> None:
    _offer(desk)
    line = desk.upload(desk.sheet(kind), kind=kind, name="sheet.xlsx")
    assert (line.state, line.new, line.changed, line.refused) == ("ready", 0, 0, 0)
    assert line.unchanged == 1


def test_a_change_is_shown_stored_logged_and_taken_back(desk: Desk) -> None:
    before = desk.content()
    workbook = opened(desk.sheet())
    sheet = workbook.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == OFFICE)
    sheet.cell(row, column_of(workbook, "phone")).value = "๐ ๓๘๒๑ ๖๒๐๑"
    sheet.cell(row, column_of(workbook, "lat")).value = 12.9
    sheet.cell(row, column_of(workbook, "areas_served")).value = "2004"
    sheet.append(["3200000000001", DEPARTMENT, "สำนักงานใหม่", *[None] * 16])
    line = desk.upload(saved(workbook), name="offices.xlsx")
    assert (line.new, line.changed, line.unchanged, line.moved) == (1, 1, 12, 1)
    [change] = desk.changes(line.id)
    assert (change.code, change.changes["phone"]) == (OFFICE, ("0 2000 0000", "0 3821 6201"))
    assert {"lat", "phone", "areas_served"} == set(change.changes)
    assert desk.content() == before, "looking changes nothing"

    assert desk.activate(line.id).state == "active"
    assert desk.value("SELECT phone FROM service_point WHERE code = :code", code=OFFICE) == "0 3821 6201"
    assert desk.value("SELECT updated_by FROM service_point WHERE code = '3200000000001'") == "Khun central_officer"
    logged = "SELECT count(*) FROM audit_log WHERE subject_kind = 'service_point' AND action = :action"
    assert desk.value(logged, action="service_point.edit") == 1
    assert desk.value(logged, action="service_point.add") == 1
    assert desk.value("SELECT count(*) FROM data_set_piece") == 0, "the file has done its work"

    assert desk.roll_back(line.id).state == "rolled_back"
    assert desk.content() == before
    assert desk.value(logged, action="service_point.remove") == 1


def test_refused_rows_come_back_corrected(desk: Desk) -> None:
    good = {"code": OFFICE, "agency_code": DEPARTMENT, "name_th": "สำนักงานหนึ่ง", "postcode": "20150"}
    bad = {"code": NEIGHBOUR, "agency_code": DEPARTMENT, "name_th": "สำนักงานสอง", "postcode": "2015"}
    line = desk.upload(as_csv([good, bad]))
    assert (line.changed, line.refused) == (1, 1)
    workbook = opened(desk.corrections(line.id))
    sheet = workbook.worksheets[0]
    assert sheet["A2"].value == "3"
    assert "รหัสไปรษณีย์" in str(sheet["B2"].value) or "postcode" in str(sheet["B2"].value)
    sheet.cell(2, column_of(workbook, "postcode")).value = "20110"
    again = desk.upload(saved(workbook), name="refused.xlsx")
    assert (again.changed, again.refused, again.notes) == (1, 0, [])
    [change] = desk.changes(again.id)
    assert (change.code, change.changes["postcode"][1]) == (NEIGHBOUR, "20110")


def test_what_excel_does_to_codes_is_understood_or_refused(desk: Desk) -> None:
    rows = [
        {"code": OFFICE, "agency_code": "150800000000", "name_th": "ก", "phone": "38216201"},
        {"code": "3E+12", "agency_code": DEPARTMENT, "name_th": "สำนักงานพัฒนาชุมชนอำเภอศรีราชา", "phone": "1548"},
        {"code": "3.1E+12", "agency_code": DEPARTMENT, "name_th": "ไม่รู้จัก", "phone": ""},
        {"code": "๓๑๐๐๐๐๐๐๐๐๐๐๑", "agency_code": DEPARTMENT, "name_th": "ค", "phone": "1-Feb"},
        {"code": "3,100,000,000,002", "agency_code": DEPARTMENT, "name_th": "ง", "phone": ""},
        {"code": "150899999999", "agency_code": DEPARTMENT, "name_th": "ใหม่", "phone": ""},
    ]
    line = desk.upload(as_csv(rows))
    assert sorted(desk.reasons(line.id)) == [4, 5, 7]
    changed = {change.code: change.changes for change in desk.changes(line.id)}
    assert set(changed) == {OFFICE, NEIGHBOUR, "3100000000002"}
    assert changed[OFFICE]["phone"][1] == "038216201"
    assert changed[NEIGHBOUR]["phone"][1] == "1548"
    assert len(line.notes) == 3


def test_nobody_elses_records_are_touched(desk: Desk) -> None:
    rows = [
        {"code": STRANGE_OFFICE, "agency_code": DEPARTMENT, "name_th": "ของฉัน"},
        {"code": OFFICE, "agency_code": OTHER_DEPARTMENT, "name_th": "ให้เขา"},
        {"code": "3200000000001", "agency_code": OTHER_DEPARTMENT, "name_th": "ใหม่ของเขา"},
        {"code": "3200000000002", "agency_code": DEPARTMENT, "name_th": "ใหม่ของเรา"},
    ]
    line = desk.upload(as_csv(rows))
    assert (line.new, line.changed, line.refused) == (1, 0, 3)
    reasons = desk.reasons(line.id)
    assert reasons[2] == f"The service point {STRANGE_OFFICE} belongs to กรมที่ดิน, which you do not look after."
    assert all("กรมที่ดิน" in reason for reason in reasons.values())
    assert desk.upload(as_csv(rows), who="platform_admin").refused == 0


def test_agencies_only_below_ones_own(desk: Desk) -> None:
    rows = [
        {"code": DEPARTMENT, "parent_code": "0150000000000", "level": "department", "name_th": "ชื่อใหม่"},
        {"code": "0150800000100", "parent_code": DEPARTMENT, "level": "agency", "name_th": "กองหนึ่ง"},
        {"code": "0150800000101", "parent_code": "0150800000100", "level": "agency", "name_th": "กลุ่มงาน"},
        {"code": "0150900000000", "parent_code": "", "level": "ministry", "name_th": "กระทรวงใหม่"},
        {"code": OTHER_DEPARTMENT, "parent_code": DEPARTMENT, "level": "agency", "name_th": "ยึดมา"},
    ]
    before = desk.content()
    line = desk.upload(as_csv(rows), kind="agencies")
    assert (line.new, line.changed, sorted(desk.reasons(line.id))) == (2, 1, [5, 6])
    assert desk.activate(line.id).state == "active"
    assert desk.roll_back(line.id).state == "rolled_back"
    assert desk.content() == before


def test_a_complete_file_hides_what_it_does_not_have(desk: Desk) -> None:
    before = desk.content()
    rows = [
        {"code": OFFICE, "agency_code": DEPARTMENT, "name_th": "สำนักงานหนึ่ง", "postcode": ""},
        {"code": NEIGHBOUR, "agency_code": DEPARTMENT, "name_th": "สำนักงานสอง", "postcode": "ไม่รู้"},
    ]
    line = desk.upload(as_csv(rows), complete=True)
    assert (line.changed, line.gone, line.refused) == (1, 11, 1), "what is refused is not gone"
    desk.activate(line.id)
    assert desk.value("SELECT count(*) FROM service_point WHERE NOT shown") == 11
    assert desk.value("SELECT count(*) FROM audit_log WHERE action = 'service_point.hide'") == 11
    desk.roll_back(line.id)
    assert desk.content() == before
    unclear = desk.upload(
        as_csv([*rows, {"code": "3.1E+12", "agency_code": DEPARTMENT, "name_th": "?"}]), complete=True
    )
    assert (unclear.gone, len(unclear.notes)) == (0, 1), "a refused row may have meant any of them"


def test_offerings_come_and_go_with_their_numbers(desk: Desk) -> None:
    _offer(desk)
    before = desk.content()
    rows = [{"service_point_code": OFFICE, "procedure_code": "0150400000002"}]
    line = desk.upload(as_csv(rows), kind="offerings", complete=True)
    assert (line.new, line.gone) == (1, 1)
    desk.activate(line.id)
    assert desk.content() != before
    desk.roll_back(line.id)
    assert desk.content() == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice, a Debian package")
@pytest.mark.parametrize("ending", ["xlsx", "csv", "ods"])
def test_libreoffice_changes_nothing(desk: Desk, tmp_path: Path, ending: str) -> None:
    desk.run("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(100.123456789012, 13.98765432109), 4326)")
    desk.run("UPDATE service_point SET phone = '038216201', address_th = '1/2' WHERE code = :code", code=FIRST_DISTRICT)
    source = tmp_path / "offices.xlsx"
    source.write_bytes(desk.sheet())
    out = tmp_path / "out"
    # 76 is UTF-8; the profile is the test's own, so that two can run at a time
    wanted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true" if ending == "csv" else ending
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", wanted, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    line = desk.upload((out / f"offices.{ending}").read_bytes(), name=f"offices.{ending}")
    assert (line.state, line.unchanged, line.changed, line.new) == ("ready", 13, 0, 0), desk.changes(line.id)
    assert desk.reasons(line.id) == {}


def _offer(desk: Desk) -> None:
    """The office offers one procedure, and there is another."""
    desk.run("""
        INSERT INTO procedure (code, title_th, agency_id)
        SELECT given, 'ทำบัตร', a.id FROM agency a, unnest('{0150400000001,0150400000002}'::text[]) given
        WHERE a.code = '0150800000000'
    """)
    desk.run("""
        INSERT INTO offering (procedure_id, service_point_id, agency_id, note_th)
        SELECT p.id, s.id, s.agency_id, 'เฉพาะวันศุกร์' FROM procedure p, service_point s
        WHERE p.code = '0150400000001' AND s.code = '3000000000001'
    """)
