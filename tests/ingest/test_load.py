"""A file is loaded as a whole or not at all; twice is once; a dry run tells all and does nothing."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from geo.errors import DatabaseUnavailable
from ingest.files.rejects import write_rejects
from ingest.load import KINDS, load_file, load_rows
from ingest.row import FileRefused
from tests.ingest.written_files import counts, load, point, prepared_engine, reasons, stored, write_csv


def test_the_same_file_twice_changes_nothing_and_a_changed_file_changes_what_changed(
    prepared: Session, tmp_path: Path
) -> None:
    rows = [point(code=str(number), lat=13.7 + number / 100, lon=100.5) for number in range(10)]
    path = write_csv(tmp_path / "points.csv", rows)
    assert counts(load(prepared, "service-points", path)) == (10, 0, 0, 0)
    before = stored(prepared, "SELECT s.*, s.xmin FROM service_point s ORDER BY id")
    assert counts(load(prepared, "service-points", path)) == (0, 0, 10, 0)
    assert stored(prepared, "SELECT s.*, s.xmin FROM service_point s ORDER BY id") == before
    rows[3]["name_th"] = "ชื่อใหม่"
    write_csv(path, [*rows, point(code="new", lat="", lon="")])
    assert counts(load(prepared, "service-points", path)) == (1, 1, 9, 0)


def test_a_dry_run_tells_all_and_stores_nothing(prepared: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "points.csv", [point(), point(code="2", agency_code="9")])
    report = load(prepared, "service-points", path, dry_run=True)
    assert (counts(report), report.dry_run) == ((1, 0, 0, 1), True)
    assert reasons(report) == [(3, "agency_code", "No agency has the code '9'.")]
    assert stored(prepared, "SELECT count(*) FROM service_point") == [(0,)]


def test_missing_columns_refuse_the_file_in_one_sentence(prepared: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "points.csv", [{"code": "1", "Name": "x"}])
    with pytest.raises(FileRefused) as refused:
        load(prepared, "service-points", path)
    expected = "points.csv has no column agency_code, name_th; the columns found are: code, name."
    assert str(refused.value) == expected


def test_unknown_columns_are_named(prepared: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "points.csv", [point(fax="1")])
    report = load(prepared, "service-points", path)
    assert counts(report) == (1, 0, 0, 0)
    assert [str(note.sentence) for note in report.notes] == ["The column 'fax' is not known and was not loaded."]


def test_a_crash_in_the_middle_leaves_nothing(prepared: Session) -> None:
    def rows() -> Iterator[Mapping[str, object]]:
        yield from (point(code=str(number)) for number in range(100))
        raise RuntimeError("the plug was pulled")

    with pytest.raises(RuntimeError):
        load_rows(prepared, "service-points", rows())
    assert stored(prepared, "SELECT count(*) FROM service_point") == [(0,)]
    assert counts(load_rows(prepared, "service-points", [point()])) == (1, 0, 0, 0)


def test_a_file_that_breaks_in_the_middle_leaves_nothing(fresh_database: str, tmp_path: Path) -> None:
    engine = prepared_engine(fresh_database)
    properties = '{"code": "%d", "agency_code": "1120400000000", "name_th": "ก"}'
    feature = f'{{"type": "Feature", "geometry": null, "properties": {properties}}}'
    features = ",".join(feature % number for number in range(1_000))
    path = tmp_path / "points.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}, oops', encoding="utf-8")
    with pytest.raises(FileRefused):
        load_file(engine, KINDS["service-points"], path)
    with engine.connect() as connection:
        assert stored(connection, "SELECT count(*) FROM service_point") == [(0,)]
    engine.dispose()


def test_two_loads_at_once_wait_for_each_other(fresh_database: str, tmp_path: Path) -> None:
    prepared_engine(fresh_database).dispose()
    rows = [point(code=str(number)) for number in range(500)]
    path = write_csv(tmp_path / "points.csv", rows)
    found: list[tuple[int, int, int, int]] = []

    def load_once() -> None:
        engine = create_engine(fresh_database)
        found.append(counts(load_file(engine, KINDS["service-points"], path)))
        engine.dispose()

    threads = [threading.Thread(target=load_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(0, 0, 500, 0)] * 3 + [(500, 0, 0, 0)]


def test_a_connection_that_breaks_in_the_middle_is_a_sentence_and_leaves_nothing(
    fresh_database: str, tmp_path: Path
) -> None:
    engine = prepared_engine(fresh_database)
    path = write_csv(
        tmp_path / "points.csv", [point(code=str(number), hours_note="x" * 500) for number in range(5_000)]
    )
    other = create_engine(fresh_database, isolation_level="AUTOCOMMIT")
    load_has_begun = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.locktype = 'advisory'"

    def break_it(_read: int) -> None:
        with other.connect() as connection:
            stored(connection, load_has_begun)

    with pytest.raises(DatabaseUnavailable) as broken:
        load_file(engine, KINDS["service-points"], path, advance=break_it)
    assert str(broken.value).startswith("The database stopped the load, and nothing of points.csv was loaded: ")
    with other.connect() as connection:
        assert stored(connection, "SELECT count(*) FROM service_point") == [(0,)]
    engine.dispose()
    other.dispose()


def test_progress_is_told_in_bytes(fresh_database: str, tmp_path: Path) -> None:
    engine = prepared_engine(fresh_database)
    path = write_csv(tmp_path / "points.csv", [point()])
    told: list[int] = []
    load_file(engine, KINDS["service-points"], path, advance=told.append)
    assert max(told) == path.stat().st_size
    engine.dispose()


def test_rejects_stand_beside_their_reasons(prepared: Session, tmp_path: Path) -> None:
    rows = [point(code="1", email="x", postcode="y", fax="=1+1"), point(code="2", email="", postcode="", fax="")]
    report = load(prepared, "service-points", write_csv(tmp_path / "points.csv", rows))
    write_rejects(tmp_path / "rejects.csv", [report], "en")
    header, line = (tmp_path / "rejects.csv").read_text(encoding="utf-8").splitlines()
    assert header == "file,row,column,reason,code,agency_code,name_th,email,postcode,fax"
    assert line.startswith(
        'points.csv,2,"postcode, email","postcode is \'y\', but a postcode has five digits. email is'
    )
    assert line.endswith(",1,1120400000000,ที่ว่าการอำเภอเกาะสีชัง,x,y,=1+1")


def test_many_refusals_wait_on_disk_in_their_order(prepared: Session) -> None:
    report = load_rows(prepared, "service-points", (point(code="", address_th="x" * 200) for _ in range(20_000)))
    assert report.refused_rows == len(report.refused) == 20_000
    assert [refusal.row for refusal in report.refused] == list(range(1, 20_001))
    assert next(iter(report.refused)).row == 1
