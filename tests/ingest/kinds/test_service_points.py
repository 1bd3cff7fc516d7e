"""Each thing that can be wrong with a service point has its sentence; what is right is stored as it was meant."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ingest.load import load_rows
from tests.ingest.written_files import counts, load, point, reasons, stored, write_xlsx

NO_CODE = ", but a code is 1 to 32 letters, digits, dots, hyphens or underscores."
ROUNDED = ": a spreadsheet rounded it. Enter the whole code again as text."
NO_HOURS = " is not an opening_hours expression, such as 'Mo-Fr 08:30-16:30; PH off'."
SWAPPED = "Latitude 100.5 and longitude 13.7 look swapped: try lat=13.7 and lon=100.5."
NO_POINT = "The geometry of a service point must be one point, as [longitude, latitude]."
NO_AREA = "No province, district or subdistrict has the code '99'."
GECC = "gecc_level is 'ทอง', but must be one of: none, basic, intermediate, advanced."
NO_LANGUAGE = "which is not a language's two letters (ISO 639-1), such as en or zh."
DIVIDED = "The subdistrict code 104701 was abolished and divided: choose one of 104702 (บางนาเหนือ), 104703 (บางนาใต้)."


@pytest.mark.parametrize(
    ("values", "column", "sentence"),
    [
        ({"code": ""}, "code", "code is missing."),
        ({"name_th": " \u200b "}, "name_th", "name_th is missing."),
        ({"agency_code": None}, "agency_code", "agency_code is missing."),
        ({"agency_code": "9"}, "agency_code", "No agency has the code '9'."),
        ({"code": "1.1204E+12"}, "code", f"code is '1.1204E+12'{ROUNDED}"),
        ({"code": 1.5}, "code", "code is '1.5', which a spreadsheet made of the code: enter the code again as text."),
        ({"code": "a/b"}, "code", f"code is 'a/b'{NO_CODE}"),
        ({"code": "x" * 33}, "code", f"code is '{'x' * 33}'{NO_CODE}"),
        ({"lat": "13.7"}, "lon", "lon is missing: a pin needs both lat and lon, or neither."),
        ({"lat": "", "lon": 100}, "lat", "lat is missing: a pin needs both lat and lon, or neither."),
        ({"lat": "13.7N", "lon": "100"}, "lat", "lat is '13.7N', which is not a number."),
        ({"lat": "nan", "lon": "100"}, "lat", "lat is 'nan': leave the cell empty where the place is not known."),
        ({"lat": "1e999", "lon": "100"}, "lat", "lat is '1e999', which is not a number."),
        ({"lat": 100.5, "lon": 13.7}, "lat", SWAPPED),
        ({"lat": 13, "lon": 1000}, "lon", "'lon' is 1000.0, but must lie between -180 and 180 degrees."),
        ({"opening_hours": "จันทร์-ศุกร์"}, "opening_hours", f"'จันทร์-ศุกร์'{NO_HOURS}"),
        ({"postcode": "1012"}, "postcode", "postcode is '1012', but a postcode has five digits."),
        ({"email": "a@b"}, "email", "email is 'a@b', which is not an address like name@example.go.th."),
        ({"subdistrict_code": "999999"}, "subdistrict_code", "No subdistrict has the code 999999."),
        ({"subdistrict_code": "1001"}, "subdistrict_code", "'1001' is not a subdistrict code: those have six digits."),
        ({"subdistrict_code": "104701"}, "subdistrict_code", DIVIDED),
        ({"phone": "a\x00"}, "phone", "phone has characters that are not text."),
        ({"phone": ["1", "2"]}, "phone", "phone must be text."),
        ({"hours_note": "x" * 10_001}, "hours_note", "hours_note may have 10000 characters at most, but has 10001."),
        ({"geometry": {"type": "Polygon"}}, None, NO_POINT),
        ({"gecc_level": "ทอง"}, "gecc_level", GECC),
        ({"no_copy": "บางครั้ง"}, "no_copy", "no_copy is 'บางครั้ง', but must be yes or no."),
        ({"accessible": 2}, "accessible", "accessible is '2', but must be yes or no."),
        ({"languages": "en, english"}, "languages", f"languages has 'english', {NO_LANGUAGE}"),
        ({"languages": {"en": True}}, "languages", "languages must be text."),
        ({"areas_served": "20; 99"}, "areas_served", NO_AREA),
    ],
)  # fmt: skip
def test_a_fault_has_a_sentence(
    prepared: Session, values: dict[str, object], column: str | None, sentence: str
) -> None:
    report = load_rows(prepared, "service-points", [point(**values)], source="points")
    assert reasons(report) == [(1, column, sentence)]
    assert {refusal.file for refusal in report.refused} == {"points"}
    assert report.accepted == 0


@pytest.mark.parametrize("word", ["None", "null", "-", "N/A", "undefined"])
def test_a_word_for_nothing_is_no_coordinate(prepared: Session, word: str) -> None:
    report = load_rows(prepared, "service-points", [point(lat=word, lon=word)])
    wanted = f"is '{word}': leave the cell empty where the place is not known."
    assert reasons(report) == [(1, "lat", f"lat {wanted}"), (1, "lon", f"lon {wanted}")]


def test_all_faults_of_a_row_are_told_and_the_other_rows_are_loaded(prepared: Session) -> None:
    rows = [point(email="x", postcode="x"), point(code="2"), point(code="2")]
    report = load_rows(prepared, "service-points", rows)
    assert counts(report) == (1, 0, 0, 2)
    assert reasons(report)[-1] == (3, "code", "The code '2' was already in row 2.")
    assert len(report.refused) == 3


def test_thai_digits_and_spelling(prepared: Session) -> None:
    row = point(code="๑๒๓", name_th="  ที่ทํา\nการ", lat="๑๓.๗๕", lon="100,5", postcode="๑๐๑๒๐", phone="๐๒ ๑๒๓")
    assert counts(load_rows(prepared, "service-points", [row])) == (1, 0, 0, 0)
    found = stored(prepared, "SELECT code, name_th, ST_Y(location), ST_X(location), postcode, phone FROM service_point")
    assert found == [("123", "ที่ทำ การ", 13.75, 100.5, "10120", "02 123")]


def test_an_abolished_subdistrict_leads_to_its_one_successor(prepared: Session) -> None:
    rows = [point(code=str(number), subdistrict_code="530306") for number in range(3)]
    report = load_rows(prepared, "service-points", rows)
    assert stored(prepared, "SELECT DISTINCT subdistrict_code FROM service_point") == [("530407",)]
    (note,) = report.notes
    assert (note.row, note.rows, note.column) == (1, 3, "subdistrict_code")
    assert str(note.sentence).startswith("The subdistrict code 530306 was abolished; 530407 (ท่าแฝก) was stored")


def test_a_moved_pin_is_new_and_a_pin_that_stays_is_left_alone(prepared: Session) -> None:
    load_rows(prepared, "service-points", [point(lat=13.75, lon=100.5)])
    prepared.execute(
        text(
            "UPDATE service_point SET pin_method = 'gps', pinned_at = '2020-01-01', pinned_by = 'somchai', "
            "pin_verified_at = '2020-01-02', pin_verified_by = 'suda', updated_at = '2020-01-03'"
        )
    )
    old = "pinned_at < '2021-01-01', updated_at < '2021-01-01'"
    pin = f"SELECT pin_method, pinned_by, pin_verified_by, {old} FROM service_point"  # noqa: S608
    assert counts(load_rows(prepared, "service-points", [point(lat=13.75, lon=100.5)])) == (0, 0, 1, 0)
    assert stored(prepared, pin) == [("gps", "somchai", "suda", True, True)]
    load_rows(prepared, "service-points", [point(phone="1669")])
    assert stored(prepared, pin) == [("gps", "somchai", "suda", True, False)]
    assert counts(load_rows(prepared, "service-points", [point(lat=13.76, lon=100.5)])) == (0, 1, 0, 0)
    assert stored(prepared, pin) == [("import", None, None, False, False)]
    load_rows(prepared, "service-points", [point(lat="", lon="")])
    assert stored(prepared, "SELECT location, pin_method, pinned_at FROM service_point") == [(None, None, None)]


def test_an_absent_column_leaves_and_an_empty_cell_clears(prepared: Session) -> None:
    optional = {"name_en": "a", "type": "b", "address_th": "c", "phone": "1", "email": "a@b.th", "hours_note": "d",
                "subdistrict_code": "100101", "postcode": "10200", "opening_hours": "24/7"}  # fmt: skip
    load_rows(prepared, "service-points", [point(**optional)])
    assert counts(load_rows(prepared, "service-points", [point()])) == (0, 0, 1, 0)
    assert counts(load_rows(prepared, "service-points", [point(**dict.fromkeys(optional, ""))])) == (0, 1, 0, 0)
    columns = "name_en, type, address_th, phone, email, hours_note, subdistrict_code, postcode, schedule_id"
    assert stored(prepared, f"SELECT {columns} FROM service_point") == [(None,) * 9]  # noqa: S608


def test_equal_hours_share_a_schedule(prepared: Session) -> None:
    rows = [point(code=str(number), opening_hours="Mo-Fr 08:30-16:30; PH off") for number in range(3)]
    load_rows(prepared, "service-points", rows)
    assert stored(prepared, "SELECT count(*), count(DISTINCT schedule_id) FROM service_point") == [(3, 1)]


def test_numbers_in_a_spreadsheet_keep_their_digits(prepared: Session, tmp_path: Path) -> None:
    rows = [point(code=1120400000000, postcode=10200), point(code="1.1204E+12"), point(code=1.12040000000012345e18)]
    report = load(prepared, "service-points", write_xlsx(tmp_path / "points.xlsx", rows))
    assert stored(prepared, "SELECT code, postcode FROM service_point") == [("1120400000000", "10200")]
    assert [(row, column) for row, column, _ in reasons(report)] == [(3, "code"), (4, "code")]


QUALITIES = "SELECT gecc_level, no_copy, accessible, languages FROM service_point"
SERVED = "SELECT area_code FROM area_served WHERE service_point_id IS NOT NULL ORDER BY 1"


@pytest.mark.parametrize(
    ("values", "stored_as"),
    [
        ({}, ("none", False, None, [])),
        ({"gecc_level": "", "no_copy": "", "accessible": "", "languages": ""}, ("none", False, None, [])),
        ({"gecc_level": "Basic", "no_copy": "yes", "accessible": "no"}, ("basic", True, False, [])),
        ({"gecc_level": "ระดับพื้นฐาน", "no_copy": "ใช่", "accessible": "ไม่"}, ("basic", True, False, [])),
        ({"gecc_level": "ขั้นก้าวหน้า", "no_copy": 1, "accessible": 0}, ("intermediate", True, False, [])),
        ({"gecc_level": "เป็นเลิศ", "no_copy": False, "accessible": True}, ("advanced", False, True, [])),
        ({"gecc_level": "ไม่มี", "no_copy": "๑", "accessible": "๐"}, ("none", True, False, [])),
        ({"languages": "en zh,EN; th"}, ("none", False, None, ["en", "zh"])),
        ({"languages": ["my", "en"]}, ("none", False, None, ["my", "en"])),
    ],
)
def test_qualities_are_understood_in_words_and_numbers(
    prepared: Session, values: dict[str, object], stored_as: tuple[object, ...]
) -> None:
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(load_rows(prepared, "service-points", [point(**values)])) == expected
        assert stored(prepared, QUALITIES) == [stored_as]


def test_absent_qualities_are_left_and_empty_ones_cleared(prepared: Session) -> None:
    full = {"gecc_level": "basic", "no_copy": "yes", "accessible": "no", "languages": "en", "areas_served": "2008"}
    load_rows(prepared, "service-points", [point(**full)])
    assert counts(load_rows(prepared, "service-points", [point()])) == (0, 0, 1, 0)
    assert stored(prepared, QUALITIES) == [("basic", True, False, ["en"])]
    assert stored(prepared, SERVED) == [("2008",)]
    assert counts(load_rows(prepared, "service-points", [point(**dict.fromkeys(full, ""))])) == (0, 1, 0, 0)
    assert stored(prepared, QUALITIES) == [("none", False, None, [])]
    assert stored(prepared, SERVED) == []


def test_areas_served_become_what_the_file_says(prepared: Session) -> None:
    rows = [point(areas_served="๒๐๐๘,2001 2001"), point(code="2", areas_served=10), point(code="3")]
    assert counts(load_rows(prepared, "service-points", rows)) == (3, 0, 0, 0)
    serves = "SELECT serves FROM service_point ORDER BY code DESC"
    assert stored(prepared, serves) == [(["2001", "2008"],), (None,), (["10"],)]
    before = stored(prepared, "SELECT v.*, v.xmin FROM area_served v ORDER BY id")
    assert counts(load_rows(prepared, "service-points", rows)) == (0, 0, 3, 0)
    assert stored(prepared, "SELECT v.*, v.xmin FROM area_served v ORDER BY id") == before
    rows[0] |= {"areas_served": ["2001", "200301"]}
    assert counts(load_rows(prepared, "service-points", rows)) == (0, 1, 2, 0)
    assert stored(prepared, SERVED) == [("10",), ("2001",), ("200301",)]
    assert stored(prepared, serves) == [(["2001", "200301"],), (None,), (["10"],)]


def test_an_abolished_area_served_leads_to_its_successors(prepared: Session) -> None:
    assert counts(load_rows(prepared, "service-points", [point(areas_served="104701")])) == (1, 0, 0, 0)
    assert stored(prepared, SERVED) == [("104701",)]
    assert stored(prepared, "SELECT serves FROM service_point") == [(["104702", "104703"],)]
