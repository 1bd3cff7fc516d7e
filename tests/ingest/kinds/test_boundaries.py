"""Outlines onto known areas: repaired where they cross themselves, refused where they are none."""

import pytest
from sqlalchemy.orm import Session

from ingest.load import load_rows
from tests.ingest.written_files import counts, reasons, stored

SQUARE = [[[100.0, 13.0], [101.0, 13.0], [101.0, 14.0], [100.0, 14.0], [100.0, 13.0]]]
NO_POLYGON = "The geometry of an area must be a polygon or several, as in GeoJSON."
OFF_EARTH = "The outline leaves the earth: coordinates must be degrees of longitude and latitude (WGS84)."

BOW_TIE = [[[100.0, 13.0], [101.0, 14.0], [101.0, 13.0], [100.0, 14.0], [100.0, 13.0]]]


def outline(code: str = "10", rings: object = SQUARE) -> dict[str, object]:
    return {"code": code, "geometry": {"type": "Polygon", "coordinates": rings}}


def test_an_area_gets_its_outline_once(session: Session) -> None:
    assert counts(load_rows(session, "boundaries", [outline()])) == (1, 0, 0, 0)
    assert counts(load_rows(session, "boundaries", [outline()])) == (0, 0, 1, 0)
    assert counts(load_rows(session, "boundaries", [outline(rings=BOW_TIE)])) == (0, 1, 0, 0)
    assert stored(session, "SELECT ST_IsValid(boundary), ST_NumGeometries(boundary) FROM area WHERE code = '10'") == [
        (True, 2)
    ]


def test_the_finest_p_code_names_the_area(session: Session) -> None:
    geometry = outline()["geometry"]
    codes = {"adm1_pcode": "TH10", "adm2_pcode": "TH1001", "adm3_pcode": "TH100101"}
    report = load_rows(session, "boundaries", [codes | {"geometry": geometry, "adm3_th": "พระบรมมหาราชวัง"}])
    assert (counts(report), report.notes) == ((1, 0, 0, 0), ())
    assert stored(session, "SELECT code FROM area WHERE boundary IS NOT NULL") == [("100101",)]


def test_a_repaired_outline_is_told(session: Session) -> None:
    (note,) = load_rows(session, "boundaries", [outline(rings=BOW_TIE)]).notes
    assert str(note.sentence) == "The outline of 10 crossed itself and was repaired."


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (outline("999999"), "code", "No province, district or subdistrict has the code '999999'."),
        (outline(""), "code", "code is missing."),
        ({"code": "10"}, "geometry", NO_POLYGON),
        (outline(rings=[[[100, 13], [101, 13]]]), "geometry", NO_POLYGON),
        (outline(rings=[[["x", 13], [101, 13], [1, 2], ["x", 13]]]), "geometry", NO_POLYGON),
        (outline(rings=[[[1, 1], [2, 2], [1, 1], [1, 1]]]), "geometry", "The outline of this area encloses nothing."),
        (outline(rings=[[[6e5, 1e6], [7e5, 1e6], [7e5, 2e6], [6e5, 1e6]]]), "geometry", OFF_EARTH),
    ],
)  # fmt: skip
def test_faults(session: Session, row: dict[str, object], column: str, sentence: str) -> None:
    assert reasons(load_rows(session, "boundaries", [row])) == [(1, column, sentence)]


def test_an_area_twice_in_a_file_is_refused(session: Session) -> None:
    report = load_rows(session, "boundaries", [outline(), outline("TH10")])
    assert reasons(report) == [(2, "code", "The code '10' was already in row 1.")]
