"""`find_nearest` against an oracle that measures every offering with pyproj and sorts."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.errors import InvalidQuery, SearchTimedOut
from geo.models import Offering, Procedure, ServicePoint
from geo.nearest.question import NearestQuery
from geo.nearest.search import Hit, find_nearest
from tests.country import Country

WGS84 = Geod(ellps="WGS84")
BANGKOK = LonLat(lon=100.5018, lat=13.7563)
BETONG = LonLat(lon=101.0725, lat=5.7731)
CHIANG_RAI = LonLat(lon=99.8406, lat=19.9105)


def distance_m(one: LonLat, other: LonLat) -> float:
    return float(WGS84.inv(one.lon, one.lat, other.lon, other.lat)[2])


def nearest_by_brute_force(origin: LonLat, places: Sequence[tuple[int, LonLat]]) -> list[tuple[int, int]]:
    """All (distance in mm, id), in order."""
    return sorted((round(distance_m(origin, place) * 1000), identity) for identity, place in places)


def in_order(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    return [(round(hit.distance_m * 1000), hit.service_point_id) for hit in hits]


def all_pages(session: Session, origin: LonLat, procedure: Procedure, limit: int) -> list[Hit]:
    hits: list[Hit] = []
    query = NearestQuery(origin=origin, procedure_id=procedure.id, limit=limit)
    while True:
        answer = find_nearest(session, query)
        hits += answer.hits
        if answer.next is None:
            return hits
        query = NearestQuery(origin=origin, procedure_id=procedure.id, limit=limit, after=query.place(answer.next))


# Rounded, so that equal places and equal distances come up; with the seams of the globe and a dense town.
longitudes = st.one_of(
    st.sampled_from([-180.0, 180.0, 179.999, -179.999, 0.0]),
    st.floats(-180, 180).map(lambda lon: round(lon, 1)),
    st.floats(100.4, 100.6).map(lambda lon: round(lon, 3)),
)
latitudes = st.one_of(
    st.sampled_from([-90.0, 90.0, 89.999, 0.0]),
    st.floats(-90, 90).map(lambda lat: round(lat, 1)),
    st.floats(13.7, 13.8).map(lambda lat: round(lat, 3)),
)
positions = st.builds(LonLat, lon=longitudes, lat=latitudes)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(origin=positions, places=st.lists(positions, min_size=1, max_size=40), limit=st.integers(1, 12))
def test_every_page_is_what_brute_force_says(
    session: Session, country: Country, origin: LonLat, places: list[LonLat], limit: int
) -> None:
    with session.begin_nested() as savepoint:
        procedure = country.make_procedure()
        points = [(country.make_service_point(at=place, offers=(procedure,)).id, place) for place in places]
        found = in_order(all_pages(session, origin, procedure, limit))
        savepoint.rollback()
    expected = nearest_by_brute_force(origin, points)
    # Two libraries may round the last millimetre apart; set, ties and order may not differ by more than that.
    assert sorted(identity for _, identity in found) == sorted(identity for _, identity in expected)
    assert all(abs(ours - theirs) <= 1 for (ours, _), (theirs, _) in zip(found, expected, strict=True))
    assert found == sorted(found)
    exact = {identity: mm for mm, identity in expected}
    assert all(abs(exact[identity] - mm) <= 1 for mm, identity in found)


@pytest.mark.parametrize("seed", range(8))
def test_pages_neither_repeat_nor_skip_while_data_change(session: Session, country: Country, seed: int) -> None:
    dice = random.Random(seed)
    procedure = country.make_procedure()

    def add() -> ServicePoint:
        # a handful of places, so that equal distances and full spots come up
        at = LonLat(lon=round(dice.uniform(100.4, 100.6), 1 + dice.randrange(3)), lat=13.7)
        return country.make_service_point(at=at, offers=(procedure,))

    there = {point.id: point for point in (add() for _ in range(60))}
    changed: set[int] = set()
    seen: list[int] = []
    query = NearestQuery(origin=BANGKOK, procedure_id=procedure.id, limit=dice.randint(1, 9))
    while True:
        answer = find_nearest(session, query)
        seen += [hit.service_point_id for hit in answer.hits]
        if answer.next is None:
            break
        query = replace(query, after=query.place(answer.next))
        for point in dice.sample(sorted(there.values(), key=attrgetter("id")), 3):
            changed.add(point.id)
            match dice.randrange(3):
                case 0:
                    point.shown = not point.shown
                case 1:
                    somewhere = LonLat(lon=dice.uniform(100.4, 100.6), lat=13.7).as_wkt()
                    session.execute(update(ServicePoint).where(ServicePoint.id == point.id).values(location=somewhere))
                case _:
                    session.execute(delete(Offering).where(Offering.service_point_id == point.id))
        changed.add(add().id)
        session.flush()
    assert [one for one, count in Counter(seen).items() if count > 1 and one not in changed] == []
    assert there.keys() - changed <= set(seen)


def test_equal_places_come_in_the_order_of_their_ids_and_none_is_lost(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    together = [country.make_service_point(at=BANGKOK, offers=(procedure,)).id for _ in range(60)]
    assert [hit.service_point_id for hit in all_pages(session, CHIANG_RAI, procedure, limit=7)] == together


def test_there_is_no_radius(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    office = country.make_service_point(at=CHIANG_RAI, offers=(procedure,))
    [hit] = find_nearest(session, NearestQuery(origin=BETONG, procedure_id=procedure.id)).hits
    assert hit.code == office.code
    assert hit.distance_m == pytest.approx(distance_m(BETONG, CHIANG_RAI), abs=0.001)
    assert hit.distance_m > 1_500_000


def test_only_what_is_offered_shown_and_pinned_is_found(session: Session, country: Country) -> None:
    wanted, other = country.make_procedure(), country.make_procedure()
    office = country.make_service_point(offers=(wanted,))
    country.make_service_point(offers=(other,))
    country.make_service_point(offers=(wanted,), shown=False)
    country.make_service_point(offers=(wanted,), at=None)
    answer = find_nearest(session, NearestQuery(origin=BANGKOK, procedure_id=wanted.id))
    assert [hit.code for hit in answer.hits] == [office.code]
    assert answer.next is None


def test_what_changes_is_found_at_once(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    office = country.make_service_point(at=BANGKOK, offers=(procedure,))
    query = NearestQuery(origin=BANGKOK, procedure_id=procedure.id)

    session.execute(update(ServicePoint).values(location=CHIANG_RAI.as_wkt()))
    [hit] = find_nearest(session, query).hits
    assert hit.position == CHIANG_RAI
    assert hit.distance_m == pytest.approx(distance_m(BANGKOK, CHIANG_RAI), abs=0.001)

    session.execute(update(ServicePoint).values(shown=False))
    assert find_nearest(session, query).hits == []

    night = country.make_schedule("Mo-Su 20:00-24:00")
    session.execute(update(ServicePoint).values(shown=True, schedule_id=night.id))
    [hit] = find_nearest(session, query).hits
    assert (hit.code, hit.opening_hours) == (office.code, night.expression)


def test_an_offerings_own_hours_come_before_its_service_points(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    country.make_offering(country.make_service_point(), procedure, hours="Tu 09:00-12:00")
    [hit] = find_nearest(session, NearestQuery(origin=BANGKOK, procedure_id=procedure.id)).hits
    assert hit.opening_hours == "Tu 09:00-12:00"


def test_the_columns_an_offering_repeats_cannot_be_set_to_something_else(session: Session, country: Country) -> None:
    point = country.make_service_point(at=BANGKOK, offers=(country.make_procedure(),))
    session.execute(update(Offering).values(agency_id=0, location=None, schedule_id=None))
    [(agency_id, schedule_id, pinned)] = session.execute(
        text("SELECT agency_id, schedule_id, location IS NOT NULL FROM offering")
    ).all()
    assert (agency_id, schedule_id, pinned) == (point.agency_id, point.schedule_id, True)


def test_a_cursor_of_another_question_is_refused(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    for _ in range(3):
        country.make_service_point(offers=(procedure,))
    here = NearestQuery(origin=BANGKOK, procedure_id=procedure.id, limit=2)
    there = NearestQuery(origin=BETONG, procedure_id=procedure.id, limit=2)
    cursor = find_nearest(session, here).next
    assert cursor is not None
    assert here.place(cursor).distance_mm >= 0
    for broken in (cursor[:-1], cursor + "A", "", "!!!", "ก"):
        with pytest.raises(InvalidQuery, match="cursor"):
            here.place(broken)
    with pytest.raises(InvalidQuery, match="cursor"):
        there.place(cursor)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_an_impossible_limit_cannot_be_asked(limit: int) -> None:
    with pytest.raises(InvalidQuery, match="between 1 and 200"):
        NearestQuery(origin=BANGKOK, procedure_id=1, limit=limit)


def test_a_search_that_takes_too_long_is_stopped_and_says_so(session: Session) -> None:
    with pytest.raises(SearchTimedOut, match="longer than 1 ms"):
        rows_in_time(session, select(func.pg_sleep(60)), 1)
