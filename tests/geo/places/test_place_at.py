"""Which subdistrict is here: against the real outlines, asked of shapely, and in the corners that those do not have."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.areas import AreaName
from geo.coordinates import LonLat
from geo.errors import UnknownPlace
from geo.places.find_area_index import find_area_index
from geo.places.place_at import PlaceAt, find_place_at, find_places_at
from ingest.load import KINDS, load_file
from tests.ingest.written_files import counts

POINTS = 10_000


@pytest.fixture(scope="module")
def outlined(make_database: Callable[[], str], shared_data: Path) -> Iterator[Session]:
    """A database with the fine outlines of all subdistricts."""
    engine = create_engine(make_database(), poolclass=NullPool)
    report = load_file(engine, KINDS["boundaries"], shared_data / "boundaries" / "th_adm3_l2.geojson.gz")
    assert counts(report)[0] == 7_425
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="module")
def outlines(shared_data: Path) -> dict[str, shapely.Geometry]:
    """The same file as shapely sees it, by DOPA's code."""
    with gzip.open(shared_data / "boundaries" / "th_adm3_l2.geojson.gz", "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {
        feature["properties"]["ADM3_PCODE"].removeprefix("TH"): shapely.make_valid(
            shapely.from_geojson(json.dumps(feature["geometry"]))
        )
        for feature in features
    }


@pytest.mark.shared_data
def test_ten_thousand_points_are_where_the_outlines_say(
    outlined: Session, outlines: dict[str, shapely.Geometry]
) -> None:
    codes, tree = list(outlines), shapely.STRtree(list(outlines.values()))
    points = random_points(tree)
    holders: dict[int, set[str]] = {number: set() for number in range(len(points))}
    for number, holder in zip(*tree.query(points, predicate="intersects"), strict=True):
        holders[int(number)].add(codes[int(holder)])
    index = find_area_index(outlined)
    positions = [LonLat(lon=float(point.x), lat=float(point.y)) for point in points]
    found = find_places_at(outlined, positions, timeout_ms=120_000)
    by_count = {0: 0, 1: 0, 2: 0}
    for number, place in enumerate(found):
        assert place is not None, positions[number]
        expected = {one.code for code in holders[number] for one in index.successors(code)}
        by_count[min(len(expected), 2)] += 1
        check(place, expected)
    # the file has both kinds of fault, and what is said of them has been looked at
    assert by_count[1] > 0.99 * POINTS
    assert by_count[0] + by_count[2] > 0


def check(place: PlaceAt, expected: set[str]) -> None:
    told = {place.areas[-1].code, *(other.code for other in place.others)}
    if not expected:
        assert (place.found, place.by) == ("nearest", "outline")
        assert 0 < place.distance_m <= 5_000
    else:
        assert told == expected
        assert place.found == ("inside" if len(expected) == 1 else "ambiguous")
        assert place.distance_m == 0


def random_points(tree: shapely.STRtree) -> list[shapely.Point]:
    """Spread evenly over Thailand: where an outline is within 100 m or so, gaps between them included."""
    random = np.random.default_rng(20_260)
    west, south, east, north = shapely.total_bounds(tree.geometries)
    found: list[shapely.Point] = []
    while len(found) < POINTS:
        points = np.asarray(shapely.points(random.uniform(west, east, POINTS), random.uniform(south, north, POINTS)))
        on_land = np.unique(tree.query(points, predicate="dwithin", distance=0.001)[0])
        found += list(points[on_land])
    return found[:POINTS]


BOX = "POLYGON(({w} {s}, {e} {s}, {e} {n}, {w} {n}, {w} {s}))"


def outline(session: Session, code: str, *, w: float, e: float, s: float = 13.0, n: float = 13.1) -> None:
    session.execute(
        text("UPDATE area SET boundary = ST_Multi(ST_GeomFromText(:box, 4326)) WHERE code = :code"),
        {"box": BOX.format(w=w, e=e, s=s, n=n), "code": code},
    )


def centre(session: Session, code: str, at: LonLat) -> None:
    session.execute(
        text("UPDATE area SET centre = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) WHERE code = :code"),
        {"lon": at.lon, "lat": at.lat, "code": code},
    )


def codes(areas: tuple[AreaName, ...]) -> list[str]:
    return [area.code for area in areas]


def test_inside_one_outline_with_the_way_to_its_border(session: Session) -> None:
    outline(session, "200701", w=100.0, e=100.1)
    place = find_place_at(session, LonLat(lon=100.09, lat=13.05))
    assert codes(place.areas) == ["20", "2007", "200701"]
    assert (place.found, place.by, place.others, place.distance_m) == ("inside", "outline", (), 0.0)
    assert place.border_m == pytest.approx(1_084, abs=2)  # a hundredth of a degree of longitude


def test_on_a_common_border_it_may_be_either(session: Session) -> None:
    outline(session, "200701", w=100.0, e=100.1)
    outline(session, "200702", w=100.1, e=100.2)
    place = find_place_at(session, LonLat(lon=100.1, lat=13.05))
    assert (place.found, place.areas[-1].code, codes(place.others)) == ("ambiguous", "200701", ["200702"])


def test_in_a_gap_the_nearest_outline_is_told(session: Session) -> None:
    outline(session, "200701", w=100.0, e=100.1)
    outline(session, "200702", w=100.101, e=100.2)
    place = find_place_at(session, LonLat(lon=100.1008, lat=13.05))
    assert (place.found, place.by, place.areas[-1].code) == ("nearest", "outline", "200702")
    assert place.distance_m == pytest.approx(21.7, abs=0.2)


def test_without_outlines_the_nearest_centre_is_told(session: Session) -> None:
    centre(session, "200801", LonLat(lon=100.81, lat=13.15))
    centre(session, "200701", LonLat(lon=100.93, lat=13.17))
    place = find_place_at(session, LonLat(lon=100.85, lat=13.15))
    assert (place.found, place.by, place.areas[-1].code) == ("nearest", "centre", "200801")
    assert place.distance_m == pytest.approx(4_337, abs=2)


def test_outlines_of_districts_alone_leave_the_subdistrict_to_the_centres_in_them(session: Session) -> None:
    outline(session, "2007", w=100.9, e=101.0, s=13.1, n=13.2)
    assert codes(find_place_at(session, LonLat(lon=100.91, lat=13.15)).areas) == ["20", "2007"]
    centre(session, "200801", LonLat(lon=100.899, lat=13.15))
    centre(session, "200701", LonLat(lon=100.93, lat=13.17))
    place = find_place_at(session, LonLat(lon=100.901, lat=13.15))
    assert (place.found, place.by, place.areas[-1].code) == ("nearest", "centre", "200701")


def test_the_outline_of_a_divided_area_leaves_its_parts_open(session: Session) -> None:
    outline(session, "104701", w=100.6, e=100.7)
    place = find_place_at(session, LonLat(lon=100.65, lat=13.05))
    assert (place.found, codes(place.areas), codes(place.others)) == ("ambiguous", ["10", "1047", "104702"], ["104703"])


@pytest.mark.parametrize("position", [LonLat(lon=2.35, lat=48.85), LonLat(lon=-180, lat=-90), LonLat(lon=101, lat=9)])
def test_far_away_nothing_is_known(session: Session, position: LonLat) -> None:
    centre(session, "200801", LonLat(lon=100.81, lat=13.15))
    outline(session, "200701", w=100.0, e=100.1)
    with pytest.raises(UnknownPlace, match=str(position.lat)):
        find_place_at(session, position)
