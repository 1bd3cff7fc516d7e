"""The plans: which index answers which question, and how little of it is read. Never how long it takes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.nearest.chosen_filters import ChosenFilters, find_filters
from geo.nearest.filters import sorts_of
from geo.nearest.question import NearestQuery
from geo.nearest.statement import WALKED, WALKED_AT_ONCE, Shape, nearest_statement
from tests.geo.nearest.plans import index_scans, load_many, values_of
from tests.plan import generic_plan_nodes, plan_nodes

TOWN = LonLat(lon=100.5, lat=13.75)
PlanNodes = Callable[..., list[dict[str, Any]]]

QUERY = NearestQuery(origin=TOWN, procedure_id=4)


@pytest.fixture(scope="module")
def large(make_database: Callable[[], str]) -> Iterator[Engine]:
    engine = create_engine(make_database(), connect_args={"options": "-c plan_cache_mode=force_custom_plan"})
    load_many(engine, points=8_000, procedures=10)
    yield engine
    engine.dispose()


@pytest.fixture
def large_session(large: Engine) -> Iterator[Session]:
    with Session(large) as session:
        yield session


@pytest.mark.parametrize("planned", [plan_nodes, generic_plan_nodes])
def test_the_composite_index_answers_the_plain_question(large_session: Session, planned: PlanNodes) -> None:
    nodes = planned(large_session, nearest_statement(Shape(candidates=14)), values_of(QUERY))
    [scan] = [node for node in nodes if node.get("Index Name") == "offering_nearest"]
    assert "procedure_id" in scan["Index Cond"]
    assert "<<->>" in scan["Order By"]
    assert scan["Actual Rows"] == 14
    assert scan["Shared Hit Blocks"] + scan["Shared Read Blocks"] <= 25
    assert not [node for node in nodes if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "offering"]


def test_at_night_only_those_with_unusual_hours_are_walked(large_session: Session) -> None:
    bits = {"open_bits": bytes([0b100]), "highest_schedule_id": 2}
    shape = Shape(candidates=14, open_only=True, hours_class=2)
    [scan] = index_scans(large_session, nearest_statement(shape), values_of(QUERY) | bits, "offering_nearest_night")
    assert scan["Actual Rows"] == 14
    assert scan["Rows Removed by Filter"] == 0


def test_a_radius_ends_the_walk(large_session: Session) -> None:
    shape = Shape(candidates=200, within=True)
    values = values_of(QUERY) | {"within_chord_m": 20_000.0}
    [scan] = index_scans(large_session, nearest_statement(shape), values, "offering_nearest")
    assert "&&&" in scan["Index Cond"]
    assert scan["Actual Rows"] < 200
    assert scan["Shared Hit Blocks"] + scan["Shared Read Blocks"] <= 40


def test_a_common_filter_is_found_by_walking_alone(large_session: Session) -> None:
    nodes = _filtered(large_session, agency="c")
    assert _named(nodes, "Subplan Name", "CTE walked")["Actual Rows"] == 14
    walk = next(node for node in nodes if node.get("Index Name") == "offering_nearest")
    assert walk["Actual Rows"] < WALKED
    # What would list the rest is there, and was never begun.
    assert any(node.get("Actual Loops") == 0 for node in nodes if node.get("Relation Name") == "offering")


@pytest.mark.parametrize(
    ("chosen", "index"), [({"agency": "b"}, "offering_agency"), ({"area": "200801"}, "service_point_subdistrict")]
)
def test_a_rare_filter_is_listed_by_its_own_index(large_session: Session, chosen: dict[str, str], index: str) -> None:
    nodes = _filtered(large_session, **chosen)
    walk = next(node for node in nodes if node.get("Index Name") == "offering_nearest")
    assert walk["Actual Rows"] == WALKED
    assert any(node.get("Index Name") == index and node["Actual Loops"] > 0 for node in nodes)


@pytest.mark.parametrize(
    "chosen",
    [
        {"agency": "c"},
        {"agency": "b"},
        {"type": "ห้องสมุด"},
        {"gecc": "advanced"},
        {"no_copy": True, "accessible": True},
        {"languages": ("en",)},
        {"area": "200801"},
        {"name": "office"},
    ],
)
def test_walking_looks_up_one_service_point_after_the_other(large_session: Session, chosen: dict[str, Any]) -> None:
    filters = find_filters(large_session, ChosenFilters(**chosen))
    shape = Shape(candidates=14, filters=sorts_of(filters), walk_only=True)
    values = values_of(QUERY)
    for one in filters:
        values |= one.values()
    nodes = generic_plan_nodes(large_session, nearest_statement(shape), values)
    [walk] = [node for node in nodes if node.get("Index Name") == "offering_nearest"]
    assert walk["Actual Rows"] <= WALKED_AT_ONCE
    looked_up = [node for node in nodes if node.get("Relation Name") == "service_point"]
    assert looked_up
    assert all("(id = " in node["Index Cond"] for node in looked_up)
    assert nodes[0]["Shared Hit Blocks"] + nodes[0]["Shared Read Blocks"] <= 7 * WALKED_AT_ONCE


def _filtered(session: Session, **chosen: str) -> list[dict[str, Any]]:
    filters = find_filters(session, ChosenFilters(**chosen))  # type: ignore[arg-type]
    values = values_of(QUERY)
    for one in filters:
        values |= one.values()
    return plan_nodes(session, nearest_statement(Shape(candidates=14, filters=tuple(map(type, filters)))), values)


def _named(nodes: list[dict[str, Any]], key: str, name: str) -> dict[str, Any]:
    return next(node for node in nodes if node.get(key) == name)
