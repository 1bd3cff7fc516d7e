"""Counts of facets against the search itself: what would remain is what it finds when the filter is chosen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import GECC_LEVELS, Agency
from geo.nearest.chosen_filters import ChosenFilters, find_filters
from geo.nearest.facets import Facets, find_facets
from geo.nearest.filters import NamedLike
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest
from geo.opening_hours import BANGKOK
from tests.geo.nearest.random_country import (
    BEGINNING,
    LANGUAGES,
    SUBDISTRICTS,
    TYPES,
    RandomCountry,
    make_random_country,
)

HERE = LonLat(lon=100.5, lat=13.75)
FIELDS = ("open_only", "agency", "type", "gecc", "no_copy", "accessible", "languages", "area")


@pytest.fixture(scope="module")
def random_country(random_engine: Engine) -> RandomCountry:
    """Two of its agencies are departments, one below the other."""
    country = make_random_country(random_engine, seed=7, points=180)
    with Session(random_engine) as session:
        for agency in session.query(Agency).filter(Agency.code.in_(["A1", "A2"])):
            agency.level = "department"
        session.commit()
    return country


choices = st.fixed_dictionaries(
    {},
    optional={
        "agency": st.sampled_from([f"A{number}" for number in range(9)]),
        "type": st.sampled_from([name for name, _ in TYPES]),
        "gecc": st.sampled_from(GECC_LEVELS[1:]),
        "no_copy": st.just(True),
        "accessible": st.just(True),
        "languages": st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True).map(tuple),
        "area": st.sampled_from(SUBDISTRICTS).flatmap(lambda code: st.sampled_from([code[:2], code[:4], code])),
        "name": st.sampled_from(["อำเภอ", "municip", "%"]),
    },
)


@settings(max_examples=60, deadline=None)
@given(
    chosen=choices,
    procedure=st.integers(0, 3),
    open_only=st.booleans(),
    minutes=st.integers(0, 4 * 24 * 60),
    within_m=st.one_of(st.none(), st.floats(100, 200_000)),
)
def test_each_count_is_what_the_search_finds(  # noqa: PLR0917 - fixtures and what is drawn
    random_engine: Engine,
    random_country: RandomCountry,
    chosen: dict[str, Any],
    procedure: int,
    open_only: bool,
    minutes: int,
    within_m: float | None,
) -> None:
    query = NearestQuery(
        origin=HERE,
        procedure_id=random_country.procedures[procedure][0],
        open_only=open_only,
        at=(BEGINNING + timedelta(minutes=minutes)).astimezone(BANGKOK),
        within_m=within_m,
        limit=200,
    )
    with Session(random_engine) as session:
        query = replace(query, filters=find_filters(session, ChosenFilters(**chosen)))
        found = find_facets(session, query)
        assert found.total == len(find_nearest(session, query).hits)
        assert tuple(facet.field for facet in found.facets) == FIELDS
        for facet in found.facets:
            for one in facet.values:
                assert one.count == remaining(session, query, chosen, facet.field, one.value), (facet.field, one)
                assert one.chosen == is_chosen(query, chosen, facet.field, one.value)
        assert_nothing_is_missing(session, query, chosen, found)


def remaining(session: Session, query: NearestQuery, chosen: dict[str, Any], field: str, value: str) -> int:
    """How many the search finds with the value chosen."""
    if field == "open_only":
        query = replace(query, open_only=True)
    elif field == "languages":
        chosen = {**chosen, field: (*chosen.get(field, ()), value)}
    else:
        chosen = {**chosen, field: True if value == "true" else value}
    query = replace(query, filters=find_filters(session, ChosenFilters(**chosen)))
    return len(find_nearest(session, query).hits)


def is_chosen(query: NearestQuery, chosen: dict[str, Any], field: str, value: str) -> bool:
    if field == "open_only":
        return query.open_only
    if field == "languages":
        return value in chosen.get(field, ())
    return field in chosen and chosen[field] in {value, value == "true"}


def assert_nothing_is_missing(session: Session, query: NearestQuery, chosen: dict[str, Any], found: Facets) -> None:
    values = {facet.field: {one.value for one in facet.values} for facet in found.facets}
    possible = {
        "type": {name for name, _ in TYPES},
        "gecc": set(GECC_LEVELS[1:]),
        "languages": set(LANGUAGES),
        "area": {code[:2] for code in SUBDISTRICTS},
        "no_copy": {"true"},
        "accessible": {"true"},
        "open_only": {"true"},
    }
    for field, names in possible.items():
        for name in names - values[field]:
            assert remaining(session, query, chosen, field, name) == 0


def test_agencies_are_counted_by_their_department_and_else_by_the_root(
    random_engine: Engine, random_country: RandomCountry
) -> None:
    with Session(random_engine) as session:
        found = find_facets(session, NearestQuery(origin=HERE, procedure_id=random_country.procedures[0][0]))
    agencies = next(facet for facet in found.facets if facet.field == "agency")
    lines = [place.agencies for place in random_country.places if random_country.procedures[0][0] in place.hours]
    tops = {next((code for code in reversed(line) if code in {"A1", "A2"}), line[-1]) for line in lines}
    below = {top: sum(top in line for line in lines) for top in tops}
    assert {one.value: one.count for one in agencies.values} == below
    counts = [one.count for one in agencies.values]
    assert counts == sorted(counts, reverse=True)
    assert str(agencies.values[0].sentence).endswith("and what belongs to it")


def test_counts_are_kept_until_something_is_written(random_engine: Engine, random_country: RandomCountry) -> None:
    by_name = (NamedLike("เทศบาล"),)  # which no other test asks for
    query = NearestQuery(origin=HERE, procedure_id=random_country.procedures[1][0], filters=by_name)
    elsewhere = replace(query, origin=LonLat(lon=99.0, lat=18.8))
    asked: list[str] = []
    event.listen(random_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def groupings() -> int:
        return sum("GROUPING" in statement.upper() for statement in asked)

    with Session(random_engine) as session:
        first = find_facets(session, query)
        assert find_facets(session, elsewhere).facets == first.facets
        assert groupings() == 1
        find_facets(session, replace(query, within_m=5_000))
        find_facets(session, replace(elsewhere, within_m=5_000))
        assert groupings() == 3
    with Session(random_engine) as session:
        session.query(Agency).filter(Agency.code == "A1").update({"name_en": "The First Department"})
        session.commit()
        assert find_facets(session, query, max_age_s=3_600).facets == first.facets
        assert groupings() == 3
        assert "The First Department" in str(find_facets(session, query).facets[1])
    assert groupings() == 4
