"""The demo country is believable where it matters: places, counts, hours, links; and it is always the same."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from geo.tags import LIFE_EVENTS
from ingest.demo.ground import distance_m, morton
from ingest.demo.offering_plan import offering_sizes
from ingest.demo.office_kinds import OFFICE_KINDS
from ingest.demo.offices import Office
from ingest.demo.places import all_places
from ingest.demo.procedure_variants import demo_procedures, real_procedures
from ingest.demo.towns import district_towns
from ingest.demo_country import (
    SEED,
    SIZES,
    CountrySize,
    DemoRefused,
    check_same_size,
    make_country,
    make_offices,
)
from tests.country import Country

KM_PER_DEGREE = 111.0


def number(connection: Connection, statement: str) -> int:
    return int(connection.execute(text(statement)).scalar_one())


def district_outlines(shared_data: Path) -> dict[str, BaseGeometry]:
    with gzip.open(shared_data / "boundaries" / "th_adm2_l1.geojson.gz") as file:
        return {f["properties"]["ADM2_PCODE"][2:]: shape(f["geometry"]) for f in json.load(file)["features"]}


def km_outside(outline: BaseGeometry, office: Office) -> float:
    return float(outline.distance(Point(office.at.lon, office.at.lat)) * KM_PER_DEGREE)


def test_every_number_says_the_country_is_large_enough(offices: list[Office]) -> None:
    assert 14_000 <= len(offices) <= 20_000
    assert len({office.code for office in offices}) == len(offices)
    assert all(len(office.code) == 13 and office.code.isdigit() for office in offices)
    together = sum("ศูนย์ราชการ" in office.address_th for office in offices)
    assert 0.10 <= together / len(offices) <= 0.15


def test_the_same_seed_gives_the_same_country_and_another_another(offices: list[Office]) -> None:
    assert make_offices(SEED, all_places()) == offices
    assert make_offices(SEED + 1, all_places()) != offices


def test_more_points_leave_the_offices_as_they_are(offices: list[Office]) -> None:
    more = make_offices(SEED, all_places(), len(offices) + 500)
    assert len(more) == len({office.code for office in more}) == len(offices) + 500
    assert set(offices) <= set(more)


def test_neighbours_are_stored_together(offices: list[Office]) -> None:
    curve = [morton(office.at) for office in offices]
    assert curve == sorted(curve)


def test_nobody_is_reached_by_a_made_up_number(offices: list[Office]) -> None:
    assert all(office.phone.startswith("0 1000 ") and office.email.endswith(".example") for office in offices)


def test_offices_stand_in_their_districts(offices: list[Office], shared_data: Path) -> None:
    outlines = district_outlines(shared_data)
    away = np.array([km_outside(outlines[office.subdistrict_code[:4]], office) for office in offices])
    assert np.mean(away == 0) > 0.85
    assert np.mean(away < 5) > 0.97
    assert np.mean(away < 15) > 0.999


def test_offices_of_a_town_stand_in_their_district(offices: list[Office], shared_data: Path) -> None:
    outlines = district_outlines(shared_data)
    halls = [office for office in offices if office.kind == "district_office"]
    assert len(halls) == 878
    assert max(km_outside(outlines[hall.subdistrict_code[:4]], hall) for hall in halls) < 2


def test_ko_sichang_is_an_island(offices: list[Office], shared_data: Path) -> None:
    outline = district_outlines(shared_data)["2008"]
    there = [office for office in offices if office.subdistrict_code.startswith("2008")]
    names = {office.name_th for office in there}
    assert {"ที่ว่าการอำเภอเกาะสีชัง", "สำนักงานเทศบาลตำบลเกาะสีชัง"} <= names
    assert max(km_outside(outline, office) for office in there) < 0.4
    assert km_outside(outline, next(o for o in there if o.kind == "district_office")) == 0


@pytest.mark.parametrize(
    ("district", "lat", "lon"),
    [
        ("5701", 19.909, 99.833),  # Chiang Rai
        ("5709", 20.433, 99.876),  # Mae Sai
        ("9502", 5.773, 101.072),  # Betong
        ("8404", 9.536, 99.936),  # Ko Samui: Nathon
        ("8301", 7.889, 98.398),  # Phuket
        ("2007", 13.174, 100.931),  # Si Racha
        ("2307", 12.106, 102.348),  # Ko Chang
        ("1001", 13.765, 100.499),  # Phra Nakhon
    ],
)
def test_towns_are_where_they_are(district: str, lat: float, lon: float) -> None:
    town = district_towns()[district]
    assert distance_m(town.at, replace(town.at, lat=lat, lon=lon)) < 2_500


def test_the_table_of_kinds_is_consistent() -> None:
    assert len({kind.number for kind in OFFICE_KINDS}) == len(OFFICE_KINDS)
    offered = {kind for procedure in real_procedures() for kind in procedure.offered_by}
    assert offered <= {kind.key for kind in OFFICE_KINDS if kind.where != "villages"}


def test_every_point_is_marked_and_in_an_area_in_force(demo: Connection, offices: list[Office]) -> None:
    assert number(demo, "SELECT count(*) FROM service_point WHERE pin_method = 'demo'") == len(offices)
    assert number(demo, "SELECT count(*) FROM service_point WHERE pin_method <> 'demo'") == 0
    nowhere = (
        "SELECT count(*) FROM service_point s LEFT JOIN area a ON a.code = s.subdistrict_code "
        "WHERE a.code IS NULL OR a.abolished_on IS NOT NULL OR s.postcode <> ALL (a.postcodes)"
    )
    assert number(demo, nowhere) == 0
    verified = number(demo, "SELECT count(*) FROM service_point WHERE pin_verified_at IS NOT NULL")
    assert 0.85 < verified / len(offices) < 0.95


def test_ministries_have_their_departments(demo: Connection) -> None:
    assert number(demo, "SELECT count(*) FROM agency WHERE level = 'ministry' AND parent_id IS NULL") == 20
    assert number(demo, "SELECT count(*) FROM agency WHERE level = 'department'") >= 150
    assert number(demo, "SELECT count(*) FROM agency WHERE level <> 'ministry' AND parent_id IS NULL") == 0


def test_every_procedure_is_offered_somewhere(demo: Connection) -> None:
    assert number(demo, "SELECT count(*) FROM procedure") == len(real_procedures()) >= 190
    nobody = "SELECT count(*) FROM procedure p WHERE NOT EXISTS (SELECT FROM offering WHERE procedure_id = p.id)"
    assert number(demo, nobody) == 0


def test_every_label_that_citizens_see_has_an_english_name(demo: Connection) -> None:
    statement = "SELECT name_th FROM tag WHERE kind <> 'free' AND name_en IS NULL"
    assert set(demo.execute(text(statement)).scalars()) == set(LIFE_EVENTS)


def test_every_area_in_force_has_a_centre(demo: Connection) -> None:
    assert number(demo, "SELECT count(*) FROM area WHERE abolished_on IS NULL AND centre IS NULL") == 0


def test_the_second_run_changes_nothing(made: Engine) -> None:
    with made.begin() as connection:
        before = number(connection, "SELECT max(id) FROM offering")
        again = make_country(connection)
        assert not again.made
        assert number(connection, "SELECT max(id) FROM offering") == before
    check_same_size(again, "demo")
    with pytest.raises(DemoRefused, match="another size"):
        check_same_size(again, "national")


def test_indexes_constraints_and_triggers_are_back(demo: Connection, session: Session) -> None:
    wanted = text(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'offering'::regclass AND indisvalid "
        "UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'offering'::regclass "
        "UNION ALL SELECT format('%s %s', tgname, tgenabled) FROM pg_trigger "
        "WHERE tgrelid = 'offering'::regclass AND NOT tgisinternal"
    )
    assert sorted(demo.scalars(wanted)) == sorted(session.scalars(wanted))


def test_real_points_are_not_mixed_with_made_up_ones(country: Country, session: Session) -> None:
    country.make_service_point()
    with pytest.raises(DemoRefused, match="not demo data"):
        make_country(session.connection())
    assert make_country(session.connection(), provinces=["95"], force=True).made


def test_a_tiny_nation_has_the_exact_numbers(session: Session) -> None:
    connection = session.connection()
    nation = make_country(connection, points=2_000, procedures=60, offerings=50_000)
    assert (nation.points, nation.procedures, nation.offerings) == (2_000, 60, 50_000)


def test_offerings_are_stored_by_procedure_and_place(session: Session) -> None:
    make_country(session.connection(), points=2_000, procedures=60, offerings=50_000)
    rows = session.execute(text("SELECT procedure_id, service_point_id FROM offering ORDER BY id")).all()
    assert [tuple(row) for row in rows] == sorted(tuple(row) for row in rows)


def test_variants_of_procedures_have_codes_of_their_own() -> None:
    many = demo_procedures(20_000)
    assert len({procedure.code for procedure in many}) == 20_000
    assert len({procedure.row["title_th"] for procedure in many}) == 20_000
    assert all(len(procedure.code) == 13 for procedure in many)


@pytest.mark.parametrize(
    ("points", "procedures", "offerings"),
    [(200_000, 5_000, 5_000_000), (50_000, 5_000, 1_250_000), (2_000, 60, 50_000), (10, 5, 50), (100, 60, 60)],
)
def test_sizes_sum_up(points: int, procedures: int, offerings: int) -> None:
    sizes = offering_sizes(points, procedures, offerings, np.random.default_rng(1))
    assert sizes.sum() == offerings
    assert sizes.min() >= 1
    assert sizes.max() <= points


def test_a_nation_has_common_and_rare_procedures() -> None:
    size = SIZES["national"]
    assert size == CountrySize(points=200_000, procedures=5_000, offerings=5_000_000)
    sizes = offering_sizes(200_000, 5_000, 5_000_000, np.random.default_rng(1))
    assert (sizes > 10_000).sum() > 50
    assert ((sizes > 300) & (sizes < 3_000)).sum() > 1_000
    assert (sizes < 20).sum() > 3_000


def test_too_many_offerings_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot have"):
        offering_sizes(10, 5, 51, np.random.default_rng(1))
