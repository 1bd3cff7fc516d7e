"""Every combination of filters, homes and pages, against an oracle that knows what each row was meant to be."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.ask import Ask, Rows, run
from geo.coordinates import LonLat
from geo.models import GECC_LEVELS
from geo.nearest.chosen_filters import ChosenFilters, find_filters
from geo.nearest.competence import Home
from geo.nearest.question import MAXIMUM_LIMIT, NearestQuery
from geo.nearest.search import SPARE_CANDIDATES, Answer, Page, find_nearest, search
from geo.nearest.statement import WALKED_AT_ONCE
from geo.opening_hours import BANGKOK, state_at
from tests.geo.nearest.random_country import (
    BEGINNING,
    LANGUAGES,
    SUBDISTRICTS,
    TYPES,
    Place,
    RandomCountry,
    make_random_country,
)

WGS84 = Geod(ellps="WGS84")
LEVEL_OF = dict(TYPES)
LENGTHS = {"province": 2, "district": 4, "subdistrict": 6}


@pytest.fixture(scope="module")
def random_country(random_engine: Engine) -> RandomCountry:
    return make_random_country(random_engine, seed=3, points=400)


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
        "name": st.sampled_from(["อำเภอ", "municip", "%", "_", "office"]),
    },
)
questions = st.fixed_dictionaries(
    {
        "lon": st.floats(100.4, 100.6),
        "lat": st.floats(13.7, 13.8),
        "procedure": st.integers(0, 3),
        "open_only": st.booleans(),
        "minutes": st.integers(0, 4 * 24 * 60),
        "within_m": st.one_of(st.none(), st.floats(1, 1_000_000)),
        "home": st.one_of(st.none(), st.sampled_from(SUBDISTRICTS)),
        "home_length": st.sampled_from([2, 4, 6]),
        "listed": st.one_of(st.none(), st.lists(st.sampled_from(SUBDISTRICTS), min_size=1, max_size=6, unique=True)),
        "limit": st.integers(1, 60),
        "chosen": choices,
    }
)


@settings(max_examples=400, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(questions)
def test_every_combination_is_what_brute_force_says(
    random_engine: Engine, random_country: RandomCountry, question: dict[str, Any]
) -> None:
    procedure_id, jurisdiction = random_country.procedures[question["procedure"]]
    home = _home(question, jurisdiction)
    chosen = ChosenFilters(**question["chosen"])
    with Session(random_engine) as session:
        query = _query(session, question, procedure_id, home)
        pages = list(_pages(session, query))
    origin, at = query.origin, query.at
    assert at is not None
    found = [
        (hit.competent is not True, round(hit.distance_m * 1000), hit.service_point_id)
        for page in pages
        for hit in page.hits
    ]
    passing = [
        place
        for place in random_country.places
        if procedure_id in place.hours
        and _passes(place, chosen)
        and (not query.open_only or state_at(place.hours[procedure_id], at) == "open")
        and (query.within_m is None or _distance_m(origin, place.at) <= query.within_m)
    ]
    expected = sorted(
        (_competent(place, home) is not True, round(_distance_m(origin, place.at) * 1000), place.id)
        for place in passing
    )
    assert [identity for *_, identity in found] == [identity for *_, identity in expected]
    assert all(abs(ours[1] - theirs[1]) <= 1 for ours, theirs in zip(found, expected, strict=True))
    assert all(len(page.hits) == query.limit for page in pages[:-1])
    states = {place.id: state_at(place.hours[procedure_id], at) for place in passing}
    competent = {place.id: _competent(place, home) for place in passing}
    assert all(hit.opening.state == states[hit.service_point_id] for page in pages for hit in page.hits)
    assert all(hit.competent is competent[hit.service_point_id] for page in pages for hit in page.hits)


@settings(max_examples=100, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(questions)
def test_walking_first_finds_the_same_and_lists_only_what_is_not_near(
    random_engine: Engine, random_country: RandomCountry, question: dict[str, Any]
) -> None:
    procedure_id, jurisdiction = random_country.procedures[question["procedure"]]
    with Session(random_engine) as session:
        query = _query(session, question, procedure_id, _home(question, jurisdiction))
        for number, answer in enumerate(islice(_pages(session, query), 3)):
            page, asked = _asked(session, search(query, None, "columns", walk_first=True))
            assert [(one.service_point_id, one.competent) for one in page.found] == [
                (hit.service_point_id, hit.competent) for hit in answer.hits
            ]
            assert page.next == answer.next
            if number == 0 and query.home is None and not all(ask.planned_once for ask in asked):
                everyone = find_nearest(session, replace(query, filters=(), limit=WALKED_AT_ONCE)).hits
                passing = find_nearest(session, replace(query, limit=MAXIMUM_LIMIT)).hits
                near = {hit.service_point_id for hit in everyone} & {hit.service_point_id for hit in passing}
                assert query.filters
                assert len(near) < 4 * (query.limit + SPARE_CANDIDATES)  # it looks further once, where ties want it
            if answer.next is not None:
                query = replace(query, after=query.place(answer.next))


def _asked(session: Session, steps: Generator[Ask, Rows, Page]) -> tuple[Page, list[Ask]]:
    asked: list[Ask] = []

    def noted() -> Generator[Ask, Rows, Page]:
        ask = next(steps)
        while True:
            asked.append(ask)
            try:
                ask = steps.send((yield ask))
            except StopIteration as done:
                page: Page = done.value
                return page

    return run(session, noted()), asked


def _query(session: Session, question: dict[str, Any], procedure_id: int, home: Home | None) -> NearestQuery:
    return NearestQuery(
        origin=LonLat(lon=question["lon"], lat=question["lat"]),
        procedure_id=procedure_id,
        filters=find_filters(session, ChosenFilters(**question["chosen"])),
        open_only=question["open_only"],
        at=(BEGINNING + timedelta(minutes=question["minutes"])).astimezone(BANGKOK),
        within_m=question["within_m"],
        home=home,
        limit=question["limit"],
    )


def _pages(session: Session, query: NearestQuery) -> Iterator[Answer]:
    while True:
        answer = find_nearest(session, query)
        yield answer
        if answer.next is None:
            return
        query = replace(query, after=query.place(answer.next))


def _home(question: dict[str, Any], jurisdiction: str) -> Home | None:
    if question["home"] is None:
        return None
    # homes are told apart by the subdistricts that are listed, and so are exact where any is
    length = 6 if question["listed"] else max(question["home_length"], LENGTHS.get(jurisdiction, 2))
    served = question["listed"] is None or question["home"] in question["listed"]
    level = None if jurisdiction == "anywhere" else jurisdiction
    return Home(code=question["home"][:length], level=level, served=served).deciding


def _passes(place: Place, chosen: ChosenFilters) -> bool:
    text = chosen.name.lower()
    return (
        (not chosen.agency or chosen.agency in place.agencies)
        and (not chosen.type or place.type == chosen.type)
        and (not chosen.gecc or GECC_LEVELS.index(place.gecc_level) >= GECC_LEVELS.index(chosen.gecc))
        and (not chosen.no_copy or place.no_copy)
        and (not chosen.accessible or place.accessible is True)
        and place.languages >= set(chosen.languages)
        and place.subdistrict.startswith(chosen.area)
        and (text in place.name_th.lower() or text in (place.name_en or "").lower())
    )


def _competent(place: Place, home: Home | None) -> bool | None:
    """Stated areas, else the one of the type, else the one around it of the level of the procedure.

    Nobody, where the procedure cannot be had for the home at all.
    """
    if home is None:
        return None
    if not home.served:
        return False
    assert home.level
    level = LEVEL_OF[place.type]
    if place.serves is not None:
        serves = place.serves
    elif level is not None:
        serves = frozenset({place.subdistrict[: LENGTHS[level]]})
    else:
        length = LENGTHS[home.level]
        return place.subdistrict[:length] == home.code[:length]
    if any(home.code.startswith(code) for code in serves):
        return True
    return None if any(code.startswith(home.code) for code in serves) else False


def _distance_m(one: LonLat, other: LonLat) -> float:
    return float(WGS84.inv(one.lon, one.lat, other.lon, other.lat)[2])
