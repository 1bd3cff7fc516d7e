"""`pakmud matrix`: a line for each area, and a summary beside it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.terminal.matrix import COLUMNS, COMPETENT_COLUMNS
from geo.coordinates import LonLat
from geo.models import Area
from tests.api.small_country import CHIANG_RAI, ID_CARD, ISLAND_OFFICE, NOBODYS, PASSPORT, SICHANG, load_small_country
from tests.api.terminal.conftest import Done, Pakmud

CENTRES = {"20": SICHANG, "10": LonLat(lon=100.5, lat=13.75), "57": LonLat(lon=99.84, lat=19.91), "2008": SICHANG}


@pytest.fixture(scope="module")
def planned_country(make_database: Callable[[], str]) -> str:
    """The small country, and where a few of its areas are."""
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_small_country(session)
        for code, centre in CENTRES.items():
            session.execute(update(Area).where(Area.code == code).values(centre=centre.as_wkt()))
        session.commit()
    return url


def ask(pakmud: Pakmud, database: str, *words: str, language: str = "en") -> Done:
    return pakmud("matrix", *words, database_url=database, language=language)


def test_csv_on_the_screen_and_a_summary_beside_it(pakmud: Pakmud, planned_country: str) -> None:
    done = ask(pakmud, planned_country, PASSPORT, "--level", "province")
    assert done.code == 0, done.err
    header, *lines = csv.reader(done.out.splitlines())
    assert tuple(header) == COLUMNS
    rows = {line[0]: dict(zip(header, line, strict=True)) for line in lines}
    assert list(rows) == sorted(rows)
    assert len(rows) == 77
    assert rows["57"]["service_point_code"] == CHIANG_RAI
    assert float(rows["57"]["distance_m"]) == pytest.approx(60, abs=30)
    assert (rows["20"]["area_en"], rows["20"]["province_en"], rows["20"]["district_en"]) == (
        "Chon Buri",
        "Chon Buri",
        "",
    )
    assert rows["11"]["service_point_code"] == rows["11"]["distance_m"] == rows["11"]["lat"] == ""
    assert done.err.splitlines() == [
        "77 areas. From their centres: median 685.4 km, nine in ten within 755.3 km.",
        "Furthest: Chon Buri (20), 755.3 km.",
        "The centre of 74 areas is not known, so their lines are empty: Samut Prakan (11), Nonthaburi (12), "
        "Pathum Thani (13), Phra Nakhon Si Ayutthaya (14), Ang Thong (15) ...",
    ]


def test_who_may_serve_people_of_the_area_has_columns_of_its_own(pakmud: Pakmud, planned_country: str) -> None:
    done = ask(pakmud, planned_country, ID_CARD, "--level", "district")
    header, *lines = csv.reader(done.out.splitlines())
    assert tuple(header) == (*COLUMNS, *COMPETENT_COLUMNS)
    [sichang] = [dict(zip(header, line, strict=True)) for line in lines if line[0] == "2008"]
    assert (sichang["service_point_code"], sichang["competent_code"]) == (ISLAND_OFFICE, ISLAND_OFFICE)
    without = ask(pakmud, planned_country, ID_CARD, "--level", "district", "--no-home-rule")
    assert without.out.splitlines()[0] == ",".join(COLUMNS)


def test_a_map_and_a_spreadsheet(pakmud: Pakmud, planned_country: str, tmp_path: Path) -> None:
    for name in ("reach.geojson", "reach.xlsx"):
        done = ask(pakmud, planned_country, PASSPORT, "--level", "province", "--output", name, language="th")
        assert (done.code, done.out) == (0, "")
    features = json.loads((tmp_path / "reach.geojson").read_text(encoding="utf-8"))["features"]
    [chiang_rai] = [one for one in features if one["properties"]["area_code"] == "57"]
    assert chiang_rai["geometry"] == {"type": "Point", "coordinates": [99.84, 19.91]}
    assert chiang_rai["properties"]["service_point_code"] == CHIANG_RAI
    [nowhere] = [one for one in features if one["properties"]["area_code"] == "11"]
    assert nowhere["geometry"] is None
    header, *lines = load_workbook(tmp_path / "reach.xlsx").worksheets[0].iter_rows(values_only=True)
    assert header == COLUMNS
    assert len(lines) == 77


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((ID_CARD, "--output", "reach.pdf"), "reach.pdf cannot be written: its name must end in one of .csv, .xlsx"),
        (("xylophone",), "No procedure has the code or name 'xylophone'."),
        (
            (ID_CARD, "--level", "province", "--home-rule"),
            "This is done at the office of the district: areas larger than that have no competent one.",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(
    pakmud: Pakmud, planned_country: str, words: tuple[str, ...], sentence: str
) -> None:
    done = ask(pakmud, planned_country, *words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_nobody_offers_it(pakmud: Pakmud, planned_country: str) -> None:
    done = ask(pakmud, planned_country, NOBODYS, "--level", "province")
    assert done.code == 0
    assert done.err.splitlines()[0] == "No service point offers this procedure yet."
