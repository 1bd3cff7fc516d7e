"""`pakmud audit pins`: findings with their remedies, on the screen and in files of every form."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.coordinates import LonLat
from geo.pins.audit_record import COLUMNS
from tests.api.terminal.conftest import Pakmud
from tests.country import Country


@pytest.fixture(scope="session")
def audited(make_database: Callable[[], str]) -> str:
    """One office that is right, one with a rounded pin and no hours, one that is not pinned."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        offers = (country.make_procedure(),)
        about = {"subdistrict_code": "200701", "offers": offers}
        country.make_service_point("right", at=LonLat(lon=100.931234, lat=13.171234), **about)  # type: ignore[arg-type]
        country.make_service_point("rounded", at=LonLat(lon=100.94, lat=13.18), hours=None, **about)  # type: ignore[arg-type]
        country.make_service_point("nowhere", at=None, offers=offers)
        session.commit()
    engine.dispose()
    return url


def test_what_is_wrong_and_the_remedy(pakmud: Pakmud, audited: str) -> None:
    done = pakmud("audit", "pins", database_url=audited, language="en")
    assert done.code == 1
    assert "nowhere District Office\n  ✗ The service point has no pin: no search finds it.\n  → Pin this" in done.out
    assert "rounded District Office\n  ✗ The coordinate 13.18, 100.94 is rounded: the office may be 787 m" in done.out
    assert "3 findings at 2 of 3 service points." in done.out
    assert "1  Not pinned" in done.out
    assert "2  Chon Buri" in done.out
    assert "1  (not stated)" in done.out
    assert "No outlines of areas are loaded" in done.out


def test_in_thai(pakmud: Pakmud, audited: str) -> None:
    done = pakmud("audit", "pins", "--kind", "not_pinned", database_url=audited, language="th")
    assert "✗ จุดบริการนี้ยังไม่ได้ปักหมุด" in done.out
    assert "พบข้อสังเกต 1 รายการ ที่จุดบริการ 1 จาก 3 แห่ง" in done.out


def test_nothing_found_is_0(pakmud: Pakmud, audited: str) -> None:
    done = pakmud("audit", "pins", "--kind", "duplicate", "--kind", "swapped", database_url=audited, language="en")
    assert (done.code, "0 findings at 0 of 3 service points." in done.out) == (0, True)
    assert pakmud("audit", "pins", "--area", "21", database_url=audited, language="en").code == 0


def test_json_and_csv_on_the_screen(pakmud: Pakmud, audited: str) -> None:
    done = pakmud("audit", "pins", "--format", "json", database_url=audited, language="en")
    rows = json.loads(done.out)
    assert [(row["code"], row["kind"]) for row in rows] == [
        ("nowhere", "not_pinned"),
        ("rounded", "rounded"),
        ("rounded", "hours_missing"),
    ]
    assert tuple(rows[0]) == COLUMNS
    assert rows[1]["finding_th"].startswith("พิกัด 13.18, 100.94 ถูกปัดเศษ")
    assert "3 findings" in done.err


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "json"])
def test_files(pakmud: Pakmud, audited: str, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"findings.{ending}"
    assert pakmud("audit", "pins", "--output", str(file), database_url=audited, language="en").code == 1
    match ending:
        case "csv":
            codes = [row["code"] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]
        case "xlsx":
            codes = [str(row[0]) for row in CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[1:]]
        case "json":
            codes = [row["code"] for row in json.loads(file.read_bytes())]
        case _:
            features = json.loads(file.read_bytes())["features"]
            codes = [feature["properties"]["code"] for feature in features]
            assert features[1]["geometry"]["coordinates"] == [100.94, 13.18]
    assert codes == ["nowhere", "rounded", "rounded"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--kind", "haunted"), "'haunted' is none of the kinds of findings"),
        (("--agency", "0"), "No agency has the code '0'."),
        (("--area", "99"), "has the code '99'"),
        (("--output", "findings.doc"), "must end in one of .csv, .xlsx, .geojson, .json"),
        (("--format", "xlsx"), "'--format xlsx' needs '--output FILE'."),
    ],
)
def test_bad_input_gets_a_sentence(pakmud: Pakmud, audited: str, words: tuple[str, ...], says: str) -> None:
    refused = pakmud("audit", "pins", *words, database_url=audited, language="en")
    assert (refused.code, says in refused.err) == (2, True)


def test_a_pin_goes_stale_after_the_time_that_is_set(pakmud: Pakmud, audited: str) -> None:
    done = pakmud("audit", "pins", "--kind", "stale", database_url=audited, pin_confirm_days="1")
    assert done.code == 0
