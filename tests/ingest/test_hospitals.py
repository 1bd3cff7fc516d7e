"""1,384 real hospitals as service points: the nearest are the oracle's, from anywhere in the country."""

import csv
import random
from pathlib import Path

from pyproj import Geod
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.coordinates import THAILAND_LAT, THAILAND_LON, LonLat
from geo.models import Procedure
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest
from ingest.load import load_rows

WGS84 = Geod(ellps="WGS84")
QUESTIONS = 1_000
LIMIT = 10


def test_the_nearest_hospitals_are_the_oracles(session: Session, shared_data: Path) -> None:
    with (shared_data / "health" / "hospitals_moph.csv").open(encoding="utf-8") as file:
        hospitals = [
            {"code": row["main_code"], "agency_code": "H", "name_th": row["name"], "lat": row["lat"], "lon": row["lon"]}
            for row in csv.DictReader(file)
        ]
    load_rows(session, "agencies", [{"code": "H", "level": "ministry", "name_th": "กระทรวงสาธารณสุข"}])
    assert load_rows(session, "service-points", hospitals).added == len(hospitals) == 1_384
    load_rows(session, "procedures", [{"code": "X", "title_th": "ตรวจสุขภาพ", "agency_code": "H"}])
    load_rows(
        session,
        "offerings",
        [{"service_point_code": hospital["code"], "procedure_code": "X"} for hospital in hospitals],
    )
    procedure_id = session.scalars(select(Procedure.id).where(Procedure.code == "X")).one()
    places = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in hospitals}
    lons, lats = [lon for lon, _ in places.values()], [lat for _, lat in places.values()]

    chance = random.Random(2569)
    for _ in range(QUESTIONS):
        origin = LonLat(lon=chance.uniform(*THAILAND_LON), lat=chance.uniform(*THAILAND_LAT))
        hits = find_nearest(session, NearestQuery(origin=origin, procedure_id=procedure_id, limit=LIMIT)).hits
        distances = WGS84.inv([origin.lon] * len(lons), [origin.lat] * len(lats), lons, lats)[2]
        oracle = dict(zip(places, distances, strict=True))
        expected = sorted(distances)[:LIMIT]
        assert all(abs(hit.distance_m - distance) < 0.001 for hit, distance in zip(hits, expected, strict=True))
        assert all(abs(oracle[hit.code] - hit.distance_m) < 0.001 for hit in hits)
        assert len({hit.code for hit in hits}) == LIMIT
