"""The index in memory answers as the database does, to the last page."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.nearest.competence import Home
from geo.nearest.filters import NoCopies
from geo.nearest.memory_index import MemoryIndex, Neighbour
from geo.nearest.question import NearestQuery
from geo.nearest.search import Hit, find_nearest
from tests.country import Country
from tests.geo.nearest.random_country import RandomCountry, make_random_country

HERE = LonLat(lon=100.5, lat=13.75)


@pytest.fixture(scope="module")
def random_country(random_engine: Engine) -> RandomCountry:
    return make_random_country(random_engine, seed=11, points=500)


@pytest.fixture(scope="module")
def index(random_engine: Engine, random_country: RandomCountry) -> MemoryIndex:
    with Session(random_engine) as session:
        return MemoryIndex.load(session)


positions = st.one_of(
    st.builds(LonLat, lon=st.floats(100.3, 100.7), lat=st.floats(13.6, 13.9)),
    st.builds(LonLat, lon=st.floats(-180, 180), lat=st.floats(-90, 90)),
)


@settings(max_examples=300, deadline=None)
@given(
    origin=positions,
    procedure=st.integers(0, 3),
    limit=st.integers(1, 60),
    within_m=st.one_of(st.none(), st.floats(1, 30_000), st.floats(1, 20_000_000)),
)
def test_it_answers_as_the_database_does(  # noqa: PLR0917 - fixtures and what is drawn
    random_engine: Engine,
    random_country: RandomCountry,
    index: MemoryIndex,
    origin: LonLat,
    procedure: int,
    limit: int,
    within_m: float | None,
) -> None:
    procedure_id, _ = random_country.procedures[procedure]
    query = NearestQuery(origin=origin, procedure_id=procedure_id, limit=limit, within_m=within_m)
    with Session(random_engine) as session:
        answer = find_nearest(session, query)
        following = answer.next and find_nearest(session, replace(query, after=query.place(answer.next)))
    found = index.find_nearest(query)
    assert_same(answer.hits, found)
    if following:
        assert_same(following.hits, index.find_nearest(replace(query, after=found[-1].place)))


def assert_same(hits: list[Hit], found: list[Neighbour]) -> None:
    """Two libraries may round the last millimetre apart, and by it the order of two places."""
    assert sorted(one.service_point_id for one in found) == sorted(hit.service_point_id for hit in hits)
    assert all(
        abs(one.place.distance_mm - round(hit.distance_m * 1000)) <= 1 for one, hit in zip(found, hits, strict=True)
    )
    assert [one.place.distance_mm for one in found] == sorted(one.place.distance_mm for one in found)


def test_only_what_is_shown_pinned_and_offered_is_in_it(session: Session, country: Country) -> None:
    wanted, other = country.make_procedure(), country.make_procedure()
    office = country.make_service_point(at=HERE, offers=(wanted,))
    country.make_service_point(at=HERE, offers=(other,))
    country.make_service_point(at=HERE, offers=(wanted,), shown=False)
    country.make_service_point(at=None, offers=(wanted,))
    index = MemoryIndex.load(session, [wanted.id])
    [found] = index.find_nearest(NearestQuery(origin=HERE, procedure_id=wanted.id))
    assert (found.service_point_id, found.distance_m, found.schedule_id) == (office.id, 0.0, office.schedule_id)
    assert index.find_nearest(NearestQuery(origin=HERE, procedure_id=other.id)) == []


def test_equal_places_come_in_the_order_of_their_ids(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    together = [country.make_service_point(at=HERE, offers=(procedure,)).id for _ in range(40)]
    index = MemoryIndex.load(session)
    query = NearestQuery(origin=LonLat(lon=99.0, lat=18.8), procedure_id=procedure.id, limit=7)
    assert [one.service_point_id for one in index.find_nearest(query)] == together[:7]


@pytest.mark.parametrize(
    "more", [{"filters": (NoCopies(),)}, {"open_only": True}, {"home": Home(code="10", level="province")}]
)
def test_it_refuses_what_it_knows_nothing_of(index: MemoryIndex, more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="plain questions"):
        index.find_nearest(NearestQuery(origin=HERE, procedure_id=1, **more))
