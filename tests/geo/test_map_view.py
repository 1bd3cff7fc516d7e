"""Clusters of a view against brute force: every point is in exactly one of them, in the cell that it belongs to."""

import math
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text, update
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.database import OPTIONS
from geo.errors import InvalidQuery
from geo.map_view import (
    MAP_END,
    MAXIMUM_ZOOM,
    MOST_LEFT_OUT,
    NAMED_AT_A_PLACE,
    Box,
    Cluster,
    MapQuery,
    clusters_statement,
    find_clusters,
    parse_box,
    values_of,
)
from geo.models import Offering, ServicePoint
from tests.country import Country
from tests.geo.nearest.plans import load_many
from tests.plan import plan_nodes

THAILAND = Box(west=97.2, south=5.5, east=105.8, north=20.6)
WORLD = Box(west=-180, south=-90, east=180, north=90)

# Rounded, so that points share places and lie on the sides of boxes; with the ends of the world and of its maps.
longitudes = st.one_of(
    st.sampled_from([-180.0, 180.0, 0.0, 101.25]),
    st.floats(-180, 180).map(lambda lon: round(lon, 1)),
    st.floats(100.4, 100.6).map(lambda lon: round(lon, 3)),
)
latitudes = st.one_of(
    st.sampled_from([-85.0, 85.0, 0.0]),
    st.floats(-85, 85).map(lambda lat: round(lat, 1)),
    st.floats(13.7, 13.8).map(lambda lat: round(lat, 3)),
)
positions = st.builds(LonLat, lon=longitudes, lat=latitudes)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    west, east = sorted((draw(longitudes), draw(longitudes)))
    south, north = sorted((draw(latitudes), draw(latitudes)))
    return Box(west=west, south=south, east=east, north=north)


def finest_zoom(box: Box) -> int:
    """The highest at which the box may be asked for."""
    for zoom in range(MAXIMUM_ZOOM, 0, -1):
        try:
            MapQuery(box=box, zoom=zoom)
        except InvalidQuery:
            continue
        return zoom
    return 0


def is_in(box: Box, place: LonLat) -> bool:
    return box.west <= place.lon <= box.east and box.south <= place.lat <= box.north


def cell_of(place: LonLat, zoom: int) -> tuple[int, int]:
    """By the textbook's formula: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames."""
    side = 4 * 2**zoom
    angle = math.radians(place.lat)
    x = (place.lon + 180) / 360 * side
    y = (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * side
    return min(int(x), side - 1), min(int(y), side - 1)


def total(clusters: list[Cluster]) -> int:
    return sum(cluster.count for cluster in clusters)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(positions, max_size=40), box=boxes(), data=st.data(), offered=st.booleans())
def test_counts_are_what_brute_force_says(  # noqa: PLR0917 - what is drawn
    session: Session, country: Country, places: list[LonLat], box: Box, data: st.DataObject, offered: bool
) -> None:
    zoom = data.draw(st.integers(0, finest_zoom(box)), label="zoom")
    with session.begin_nested() as savepoint:
        procedure = country.make_procedure()
        for number, place in enumerate(places):
            country.make_service_point(at=place, offers=(procedure,) if number % 3 or not offered else ())
        query = MapQuery(box=box, zoom=zoom, procedure_id=procedure.id if offered else None)
        clusters = find_clusters(session, query)
        savepoint.rollback()
    counted = [place for number, place in enumerate(places) if number % 3 or not offered]
    inside = [place for place in counted if is_in(box, place)]
    assert total(clusters) == len(inside)
    expected = Counter(cell_of(place, zoom) for place in inside)
    assert sorted(cluster.count for cluster in clusters) == sorted(expected.values())
    for cluster in clusters:
        held = [place for place in inside if is_in(_widened(cluster.box), place)]
        assert len(held) >= cluster.count
        assert cluster.count == expected[cell_of(cluster.position, zoom)]
        assert bool(cluster.named) == (len({(place.lon, place.lat) for place in held}) == 1)


def _widened(box: Box) -> Box:
    """By more than the grid is fine: two centimetres."""
    return Box(
        west=max(box.west - 1e-6, -180),
        south=box.south - 1e-6,
        east=min(box.east + 1e-6, 180),
        north=box.north + 1e-6,
    )


def test_what_cannot_be_found_is_not_on_the_map(session: Session, country: Country) -> None:
    card = country.make_procedure()
    country.make_service_point(at=None, offers=(card,))
    country.make_service_point(shown=False, offers=(card,))
    country.make_service_point(at=LonLat(lon=100, lat=89), offers=(card,))
    assert find_clusters(session, MapQuery(box=WORLD, zoom=1)) == []
    assert find_clusters(session, MapQuery(box=WORLD, zoom=1, procedure_id=card.id)) == []


def test_the_map_follows_every_edit(session: Session, country: Country) -> None:
    card = country.make_procedure()
    point = country.make_service_point(offers=(card,))
    everywhere = [MapQuery(box=THAILAND, zoom=6), MapQuery(box=THAILAND, zoom=6, procedure_id=card.id)]

    def seen() -> list[int]:
        return [total(find_clusters(session, query)) for query in everywhere]

    assert seen() == [1, 1]
    session.execute(update(ServicePoint).where(ServicePoint.id == point.id).values(shown=False))
    assert seen() == [0, 0]
    session.execute(update(ServicePoint).where(ServicePoint.id == point.id).values(shown=True))
    assert seen() == [1, 1]
    london = LonLat(lon=-0.1, lat=51.5).as_wkt()
    session.execute(update(ServicePoint).where(ServicePoint.id == point.id).values(location=london))
    assert seen() == [0, 0]
    columns = (Offering.map_x, Offering.map_y, ServicePoint.map_x, ServicePoint.map_y)
    [(x, y, point_x, point_y)] = session.query(*columns).join(ServicePoint).where(ServicePoint.id == point.id)
    assert (x, y) == (point_x, point_y)


def test_points_at_one_place_are_named_and_others_are_not(session: Session, country: Country) -> None:
    here, there = LonLat(lon=100.5, lat=13.75), LonLat(lon=100.501, lat=13.75)
    codes = [country.make_service_point(at=here, name_th=f"ที่ {number}").code for number in range(NAMED_AT_A_PLACE + 2)]
    alone = country.make_service_point(at=there)
    [far] = find_clusters(session, MapQuery(box=THAILAND, zoom=6))
    assert (far.count, far.named) == (len(codes) + 1, ())
    assert far.box.west == pytest.approx(here.lon, abs=1e-6)
    assert far.box.east == pytest.approx(there.lon, abs=1e-6)
    close = find_clusters(session, MapQuery(box=_widened(far.box), zoom=18))
    assert [cluster.count for cluster in close] == [len(codes), 1]
    assert [one.code for one in close[0].named] == codes[:NAMED_AT_A_PLACE]
    assert [(one.code, one.name_th, one.name_en) for one in close[1].named] == [
        (alone.code, alone.name_th, alone.name_en)
    ]
    assert close[1].position.lon == pytest.approx(there.lon, abs=1e-6)
    assert close[1].position.lat == pytest.approx(there.lat, abs=1e-6)


def test_what_the_map_shows_anyway_is_left_out(session: Session, country: Country) -> None:
    card = country.make_procedure()
    codes = [country.make_service_point(offers=(card,)).code for _ in range(3)]
    for procedure_id in (None, card.id):
        query = MapQuery(box=THAILAND, zoom=6, procedure_id=procedure_id, without=(codes[0], "of nobody"))
        [cluster] = find_clusters(session, query)
        assert [one.code for one in cluster.named] == codes[1:]
        assert cluster.count == 2


@pytest.mark.parametrize(
    ("bbox", "sentence"),
    [
        ("", "four numbers"),
        ("97,5,106", "four numbers"),
        ("97,5,106,x", "four numbers"),
        ("97,5,106,nan", "four numbers"),
        ("97,5,106,91", "four numbers"),
        ("-181,5,106,20", "four numbers"),
        ("97,20,106,5", "lies north of its north"),
        ("170,5,-170,20", "180th meridian"),
    ],
)
def test_bad_boxes_are_refused_with_a_sentence(bbox: str, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as refused:
        parse_box(bbox)
    assert refused.value.field == "bbox"


def test_bad_zooms_are_refused_with_a_sentence() -> None:
    for zoom in (-1, MAXIMUM_ZOOM + 1):
        with pytest.raises(InvalidQuery, match="between 0 and 24"):
            MapQuery(box=THAILAND, zoom=zoom)
    with pytest.raises(InvalidQuery, match="too large for the zoom 12") as refused:
        MapQuery(box=THAILAND, zoom=12)
    assert refused.value.field == "zoom"
    with pytest.raises(InvalidQuery, match="at most 50"):
        MapQuery(box=THAILAND, zoom=6, without=tuple(map(str, range(MOST_LEFT_OUT + 1))))


def test_the_ends_of_the_world_are_on_its_units(session: Session) -> None:
    ends = session.execute(
        text("SELECT map_x(-180), map_x(180), map_y(:n), map_y(:s), map_y(90)"), {"n": MAP_END, "s": -MAP_END}
    )
    assert ends.one() == (0, 2**31 - 1, 0, 2**31 - 1, None)


@pytest.fixture(scope="module")
def large(make_database: Callable[[], str]) -> Iterator[Engine]:
    engine = create_engine(make_database(), connect_args={"options": OPTIONS})
    load_many(engine, points=20_000, procedures=4)
    yield engine
    engine.dispose()


def test_an_index_alone_can_answer(large: Engine) -> None:
    box = Box(west=100, south=13, east=101, north=14)
    with Session(large) as session:
        # In a country as small as this one, other plans are as good.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_bitmapscan = off"))
        for procedure, index in ((None, "service_point_map"), (1, "offering_map")):
            query = MapQuery(box=box, zoom=6, procedure_id=procedure)
            statement = clusters_statement(with_procedure=procedure is not None, without=False)
            scans = [
                node for node in plan_nodes(session, statement, values_of(query)) if node.get("Index Name") == index
            ]
            counting = max(scans, key=lambda node: node["Actual Rows"])
            assert counting["Node Type"] == "Index Only Scan"
            assert total(find_clusters(session, query)) == counting["Actual Rows"]
