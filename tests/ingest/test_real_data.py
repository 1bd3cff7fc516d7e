"""Real files, with the dirt they came with: none of it stops a load, all of it is told."""

import csv
import gzip
import io
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import geothai
import pytest
from sqlalchemy.orm import Session

from geo.opening_hours import check_opening_hours
from ingest.load import KINDS, load_rows
from ingest.row import FileRefused
from tests.ingest.written_files import AGENCY, counts, load, reasons, stored, write_csv

pytestmark = pytest.mark.shared_data


@pytest.mark.parametrize(
    ("name", "areas"), [("th_adm1_l1", 77), ("th_adm2_l1", 928), ("th_adm3_l1", 7_425), ("th_adm1_l2", 77)]
)
def test_boundaries(session: Session, shared_data: Path, name: str, areas: int) -> None:
    path = shared_data / "boundaries" / f"{name}.geojson.gz"
    assert counts(load(session, "boundaries", path)) == (areas, 0, 0, 0)
    report = load(session, "boundaries", path)
    assert counts(report) == (0, 0, areas, 0)
    assert {note.column for note in report.notes} <= {"geometry"}
    broken = "SELECT code FROM area WHERE NOT ST_IsValid(boundary) OR ST_IsEmpty(boundary)"
    assert stored(session, broken) == []


def test_hospitals(prepared: Session, shared_data: Path, tmp_path: Path) -> None:
    with (shared_data / "health" / "hospitals_moph.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            {"code": row["main_code"], "agency_code": AGENCY, "name_th": row["name"], "type": row["type_desc"],
             "lat": row["lat"], "lon": row["lon"]}
            for row in csv.DictReader(file)
        ]  # fmt: skip
    path = write_csv(tmp_path / "hospitals.csv", rows)
    report = load(prepared, "service-points", path)
    assert counts(report) == (1_384, 0, 0, 0), reasons(report)
    assert counts(load(prepared, "service-points", path)) == (0, 0, 1_384, 0)
    blanks = "SELECT count(*) FROM service_point WHERE name_th <> btrim(name_th) OR location IS NULL"
    assert stored(prepared, blanks) == [(0,)]


def test_schools_without_coordinates(prepared: Session, shared_data: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "schools.csv", list(schools(shared_data)))
    report = load(prepared, "service-points", path)
    assert counts(report) == (36_249, 0, 0, 0), reasons(report)[:5]
    found = "SELECT count(*), count(location), count(subdistrict_code) FROM service_point"
    ((total, pinned, placed),) = stored(prepared, found)
    assert (total, pinned) == (36_249, 0)
    assert isinstance(placed, int)
    assert placed > 34_000
    assert stored(prepared, "SELECT count(*) FROM service_point WHERE name_th LIKE E'%\\n%'") == [(0,)]


def schools(shared_data: Path) -> Iterator[dict[str, object]]:
    """With the subdistrict's code where its names lead to one; from a table, because `match` is for whole addresses."""
    codes = {
        (province.name_th, district.name_th, place.name_th): place.code
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for place in geothai.subdistricts(district.code)
    }
    with gzip.open(shared_data / "schools" / "th_schools_wikipedia.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            names = (row["province"].strip(), row["district"].strip(), row["subDistrict"].strip())
            yield {
                "code": f"{number:06}",
                "agency_code": AGENCY,
                "name_th": row["name"],
                "type": row["level"],
                "subdistrict_code": codes.get(names, ""),
            }


def test_centroids_that_say_none(prepared: Session, shared_data: Path) -> None:
    with gzip.open(
        shared_data / "centroids" / "dhanabhon_sub_districts_latlon.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        rows = [
            {"code": row["SUB_DISTRICT_CODE"], "agency_code": AGENCY, "name_th": row["SUB_DISTRICT_THAI"],
             "lat": row["LATITUDE"], "lon": row["LONGITUDE"]}
            for row in csv.DictReader(file)
        ]  # fmt: skip
    report = load_rows(prepared, "service-points", rows)
    # 14 more have empty cells: those are places not known, and are accepted without a pin
    assert (report.added, report.refused_rows) == (7_436 - 71, 71)
    assert stored(prepared, "SELECT count(*) FROM service_point WHERE location IS NULL") == [(14,)]
    assert Counter(sentence for _, _, sentence in reasons(report)) == {
        "lat is 'None': leave the cell empty where the place is not known.": 71,
        "lon is 'None': leave the cell empty where the place is not known.": 71,
    }


def test_files_of_another_standard_are_refused_with_a_sentence(
    session: Session, shared_data: Path, tmp_path: Path
) -> None:
    with tarfile.open(shared_data / "hsds" / "ohana_sample_and_invalid_csv.tar.gz") as archive:
        members = [member for member in archive if member.name.endswith(".csv")]
        files = {Path(member.name).name: archive.extractfile(member) for member in members}
        texts = {name: file.read() for name, file in files.items() if file is not None}
    assert len(texts) > 40
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
        for kind in ("agencies", "service-points", "offerings"):
            with pytest.raises(FileRefused) as refused:
                load(session, kind, tmp_path / name)
            assert str(refused.value).startswith(f"{name} "), kind


def test_invalid_rows_of_another_standard_are_refused_one_by_one(
    session: Session, shared_data: Path, tmp_path: Path
) -> None:
    """The same files with our names in the header: every row is judged, and none crashes."""
    with tarfile.open(shared_data / "hsds" / "ohana_sample_and_invalid_csv.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".csv") else None
            header, _, body = file.read().decode().partition("\n") if file else ("", "", "")
            columns = next(csv.reader(io.StringIO(header)), [])
            if len(columns) < 3:
                continue
            renamed = ["code", "agency_code", "name_th", *columns[3:]]
            (tmp_path / "renamed.csv").write_text(f"{','.join(renamed)}\n{body}", encoding="utf-8")
            report = load(session, "service-points", tmp_path / "renamed.csv")
            assert report.accepted == 0
            assert all(str(refusal.sentence).endswith(".") for refusal in report.refused)


def test_real_opening_hours_never_break_a_load(prepared: Session, shared_data: Path) -> None:
    with (shared_data / "opening_hours" / "oh_js_test_values.csv").open(encoding="utf-8", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    rows = [
        {"code": str(number), "agency_code": AGENCY, "name_th": "ก", "opening_hours": value}
        for number, value in enumerate(values)
    ]
    report = load_rows(prepared, KINDS["service-points"], rows)
    assert report.accepted + report.refused_rows == len(values)
    assert {column for _, column, _ in reasons(report)} == {"opening_hours"}
    for (expression,) in stored(prepared, "SELECT expression FROM schedule"):
        check_opening_hours(str(expression))
