"""A procedure that can be had in listed areas only: whatever is given of a home, the answer holds for all of it."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geo.models import AREA_LEVELS
from geo.nearest.competence import Home
from geo.nearest.home import AmbiguousHome, find_home
from geo.nearest.listed_areas import lies_in

LENGTHS = {"province": 2, "district": 4, "subdistrict": 6}
TREE = tuple(f"{p}{d}{s}" for p in (10, 20, 30) for d in ("01", "02", "03") for s in ("01", "02", "03"))
"""Subdistricts of a country in which no area has a single part."""

areas = st.lists(st.sampled_from(TREE).flatmap(lambda code: st.sampled_from([code[:2], code[:4], code])), max_size=5)


def inside(code: str, subdistricts: Sequence[str]) -> set[str]:
    """An area as the subdistricts that it consists of."""
    return {one for one in subdistricts if one[: len(code)] == code}


@given(st.sampled_from(TREE), st.sampled_from([2, 4, 6]), areas)
def test_areas_lie_in_areas_as_sets_of_subdistricts_do(leaf: str, length: int, listed: list[str]) -> None:
    code = leaf[:length]
    of_home = inside(code, TREE)
    found = lies_in(code, listed)
    assert found is True or listed
    if found is True:
        assert not listed or any(of_home <= inside(one, TREE) for one in listed)
    elif found is False:
        assert not any(of_home & inside(one, TREE) for one in listed)
    else:
        assert any(of_home > inside(one, TREE) for one in listed)


@pytest.fixture(scope="module")
def subdistricts(engine: Engine) -> list[str]:
    """All that are in force."""
    statement = text("SELECT code FROM area WHERE level = 'subdistrict' AND abolished_on IS NULL ORDER BY code")
    with Session(engine) as session:
        return list(session.scalars(statement))


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), level=st.sampled_from([None, *AREA_LEVELS]))
def test_whoever_answers_what_is_asked_gets_an_answer_that_holds_for_all_of_her_home(
    engine: Engine, subdistricts: list[str], chance: random.Random, level: str | None
) -> None:
    """She lives in `leaf`, says so more or less exactly, and chooses the part with her home whenever she is asked."""
    leaf = chance.choice(subdistricts)
    near = [one for one in subdistricts if one[:2] == leaf[:2]]
    several = range(chance.randint(0, 6))
    listed = [chance.choice(chance.choice([near, subdistricts]))[: chance.choice([2, 4, 6])] for _ in several]
    with Session(engine) as session:
        home = _followed(session, leaf[: chance.choice([2, 4, 6])], leaf, level, listed)
    reached = inside(home.code, subdistricts)
    assert leaf in reached
    where = set().union(*(inside(one, subdistricts) for one in listed)) if listed else set(subdistricts)
    assert home.served is (leaf in where)
    assert reached <= where if home.served else not reached & where
    if home.served and level:
        assert len({one[: LENGTHS[level]] for one in reached}) == 1


def _followed(session: Session, given: str, leaf: str, level: str | None, listed: list[str]) -> Home:
    asked = 0
    while True:
        try:
            return find_home(session, given, level, listed)
        except AmbiguousHome as error:
            [chosen] = [choice.code for choice in error.choices if leaf.startswith(choice.code)]
            assert len(chosen) > len(given)
            given, asked = chosen, asked + 1
            assert asked <= 2


def test_outside_is_known_before_the_office_is(session: Session) -> None:
    assert find_home(session, "10", "district", ["2008"]) == Home(code="10", level="district", served=False)
    assert find_home(session, "20150", "subdistrict", ["10"]).served is False


def test_what_a_part_of_lies_inside_is_asked_about(session: Session) -> None:
    with pytest.raises(AmbiguousHome, match="in a part of it only") as refused:
        find_home(session, "20", None, ["2008", "10"])
    assert "2008" in [area.code for area in refused.value.choices]
    with pytest.raises(AmbiguousHome, match="in a part of it only"):
        find_home(session, "2004", "district", ["200401"])
    assert find_home(session, "20", None, ["20"]) == Home(code="20", level=None)


def test_a_postcode_asks_only_where_its_places_differ(session: Session) -> None:
    places = list(
        session.scalars(text("SELECT code FROM area WHERE '20150' = ANY (postcodes) AND abolished_on IS NULL"))
    )
    assert len(places) > 1
    assert find_home(session, "20150", None, ["20"]).served is True
    assert find_home(session, "20150", None, ["2008"]).served is False
    with pytest.raises(AmbiguousHome, match="Which one") as refused:
        find_home(session, "20150", None, [places[0]])
    assert places[0] in [area.code for area in refused.value.choices]


def test_a_home_decides_nothing_where_anybody_may_serve_it() -> None:
    assert Home(code="20", level=None).deciding is None
    for home in (Home(code="20", level=None, served=False), Home(code="20", level="province")):
        assert home.deciding is home
