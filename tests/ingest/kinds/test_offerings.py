"""Offerings: known codes, each pair once, and what the triggers fill in."""

import pytest
from sqlalchemy.orm import Session

from ingest.load import load_rows
from tests.ingest.written_files import PROCEDURE, counts, point, reasons, stored


@pytest.fixture
def pinned(prepared: Session) -> Session:
    """One service point with a pin and hours."""
    load_rows(prepared, "service-points", [point(code="S1", lat=13.75, lon=100.5, opening_hours="24/7")])
    return prepared


OFFERING: dict[str, object] = {"service_point_code": "S1", "procedure_code": PROCEDURE}


def test_an_offering_repeats_its_service_point(pinned: Session) -> None:
    assert counts(load_rows(pinned, "offerings", [OFFERING])) == (1, 0, 0, 0)
    repeats = "(o.agency_id, o.schedule_id) = (s.agency_id, s.schedule_id) AND o.location IS NOT NULL"
    statement = f"SELECT {repeats} FROM offering o JOIN service_point s ON s.id = service_point_id"  # noqa: S608
    assert stored(pinned, statement) == [(True,)]
    assert counts(load_rows(pinned, "offerings", [OFFERING])) == (0, 0, 1, 0)


def test_a_moved_service_point_moves_its_offerings(pinned: Session) -> None:
    load_rows(pinned, "offerings", [OFFERING])
    before = stored(pinned, "SELECT ST_AsEWKT(location) FROM offering")
    load_rows(pinned, "service-points", [point(code="S1", lat=18.8, lon=98.9)])
    assert stored(pinned, "SELECT ST_AsEWKT(location) FROM offering") != before


def test_refusals_keep_the_row_as_it_was(pinned: Session) -> None:
    unknown: dict[str, object] = {"service_point_code": "S2", "procedure_code": "P9"}
    rows = [OFFERING | {"extra": 1}, OFFERING | {"extra": 2}, OFFERING, unknown]
    report = load_rows(pinned, "offerings", rows)
    assert counts(report) == (1, 0, 0, 3)
    twice = f"That 'S1' offers '{PROCEDURE}' was already in row 1."
    assert reasons(report) == [
        (4, "service_point_code", "No service point has the code 'S2'."),
        (4, "procedure_code", "No procedure has the code 'P9'."),
        (2, "procedure_code", twice),
        (3, "procedure_code", twice),
    ]
    assert [refusal.original for refusal in report.refused][2:] == [OFFERING | {"extra": 2}, OFFERING]
    assert [str(note.sentence) for note in report.notes] == ["The column 'extra' is not known and was not loaded."]


def test_hours_and_a_note_of_its_own(pinned: Session) -> None:
    own = OFFERING | {"opening_hours": "We 09:00-12:00", "note_th": "ชั้น 2"}
    assert counts(load_rows(pinned, "offerings", [own])) == (1, 0, 0, 0)
    assert counts(load_rows(pinned, "offerings", [OFFERING])) == (0, 0, 1, 0)
    assert counts(load_rows(pinned, "offerings", [own | {"note_th": ""}])) == (0, 1, 0, 0)
    statement = "SELECT expression, note_th FROM offering JOIN schedule h ON h.id = offering.schedule_id"
    assert stored(pinned, statement) == [("We 09:00-12:00", None)]
    report = load_rows(pinned, "offerings", [OFFERING | {"opening_hours": "พุธ"}])
    assert [column for _, column, _ in reasons(report)] == ["opening_hours"]
