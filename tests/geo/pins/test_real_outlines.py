"""On the real outlines: real hospitals that are known to be misplaced, and thousands of positions asked of shapely."""

import csv
import gzip
import json
import random
from pathlib import Path

import pytest
import shapely
from pyproj import Geod
from shapely.ops import nearest_points
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.pins.audit import AuditQuestion, audit_pins
from geo.pins.stated_area import BORDER_M
from ingest.load import load_rows

pytestmark = pytest.mark.shared_data

WGS84 = Geod(ellps="WGS84")
PINS = 1_500

WRONG_PROVINCE = {"40869", "40865", "41373", "F1301"}
IN_A_GAP = {"11656"}
"""As SOURCE.txt counts them: four in another province than they state, one between the outlines of two khwaengs."""


def test_the_misplaced_hospitals_are_named(outlined: Session, shared_data: Path) -> None:
    with (shared_data / "health" / "hospitals_moph.csv").open(encoding="utf-8") as file:
        hospitals = list(csv.DictReader(file))
    with outlined.begin_nested() as undone:
        load_rows(outlined, "agencies", [{"code": "H", "level": "ministry", "name_th": "กระทรวงสาธารณสุข"}])
        rows = [
            {"code": one["main_code"], "agency_code": "H", "name_th": one["name"], "lat": one["lat"], "lon": one["lon"]}
            for one in hospitals
        ]
        load_rows(outlined, "service-points", rows)
        for one in hospitals:  # the file knows no more than the province
            if one["prov_code"]:
                state(outlined, one["main_code"], one["prov_code"])
        found = audit_pins(outlined, AuditQuestion())
        undone.rollback()
    by_kind: dict[str, set[str]] = {}
    for item in found:
        by_kind.setdefault(item.finding.kind, set()).add(item.code)
    assert by_kind["wrong_province"] == WRONG_PROVINCE
    assert by_kind["between_outlines"] == IN_A_GAP
    assert not by_kind.keys() & {"swapped", "outside_thailand", "wrong_district", "wrong_subdistrict", "head_office"}
    (ramathibodi,) = (item for item in found if item.code == "41373" and item.finding.kind == "wrong_province")
    assert "เขตราชเทวี" in ramathibodi.finding.sentence.render("th")
    assert "จ.สมุทรปราการ" in ramathibodi.finding.sentence.render("th")


def test_who_is_outside_the_stated_area_is_asked_of_shapely(outlined: Session, shared_data: Path) -> None:
    outlines = read_outlines(shared_data)
    codes, tree = list(outlines), shapely.STRtree(list(outlines.values()))
    known = set(outlined.scalars(text("SELECT code FROM area WHERE abolished_on IS NULL")))
    dice = random.Random(2569)
    pins: dict[str, tuple[shapely.Point, str]] = {}
    while len(pins) < PINS:
        point = shapely.Point(dice.uniform(97.4, 105.6), dice.uniform(5.7, 20.4))
        # a neighbour as often as not: most real mistakes are small ones
        near = [codes[number] for number in tree.query(point, predicate="dwithin", distance=0.05)]
        if near:
            code = dice.choice(near)
            if code in known:
                pins[f"P{len(pins)}"] = (point, code)
    with outlined.begin_nested() as undone:
        load_rows(outlined, "agencies", [{"code": "A", "level": "ministry", "name_th": "กระทรวง"}])
        rows = [
            {
                "code": code,
                "agency_code": "A",
                "name_th": code,
                "lat": str(at.y),
                "lon": str(at.x),
                "subdistrict_code": area,
            }
            for code, (at, area) in pins.items()
        ]
        assert load_rows(outlined, "service-points", rows).added == PINS
        kinds = {f"wrong_{level}" for level in ("province", "district", "subdistrict")}
        found = audit_pins(outlined, AuditQuestion())
        undone.rollback()
    told = {one.code: one.finding.kind for one in found if one.finding.kind in kinds | {"outside_thailand"}}
    wrong = 0
    for code, (at, area) in pins.items():
        distance_m = metres(outlines[area], at)
        if abs(distance_m - BORDER_M) > 1:
            assert (code in told) == (distance_m > BORDER_M), (code, area, distance_m)
            wrong += distance_m > BORDER_M
        if told.get(code) == "wrong_province":
            assert min(metres(one, at) for key, one in outlines.items() if key[:2] == area[:2]) > BORDER_M - 1
    assert 0.2 * PINS < wrong < 0.9 * PINS


def metres(outline: shapely.Geometry, at: shapely.Point) -> float:
    """To the point that is nearest in degrees, as the rule has it."""
    nearest, _ = nearest_points(outline, at)
    return float(WGS84.inv(nearest.x, nearest.y, at.x, at.y)[2])


def state(session: Session, code: str, area_code: str) -> None:
    session.execute(
        text("UPDATE service_point SET subdistrict_code = :area WHERE code = :code"), {"area": area_code, "code": code}
    )


def read_outlines(shared_data: Path) -> dict[str, shapely.Geometry]:
    with gzip.open(shared_data / "boundaries" / "th_adm3_l2.geojson.gz", "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {
        feature["properties"]["ADM3_PCODE"].removeprefix("TH"): shapely.make_valid(
            shapely.from_geojson(json.dumps(feature["geometry"]))
        )
        for feature in features
    }
