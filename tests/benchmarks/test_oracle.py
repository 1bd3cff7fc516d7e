"""The oracle against the plainest brute force there is, and its verdicts."""

from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod

from benchmarks.country import Country, Offices
from benchmarks.earth import geocentric_m, geocentric_of
from benchmarks.oracle import Oracle
from benchmarks.question import Found, Question
from geo.cluster.embedded import EmbeddedServer
from geo.coordinates import LonLat
from ingest.demo_country import CountrySize

WGS84 = Geod(ellps="WGS84")


def country_with(lon: list[float], lat: list[float]) -> Country:
    """A country without a server: one procedure, whose offices have the ids 1, 2, 3, ..."""
    ids = np.arange(1, len(lon) + 1, dtype=np.int64)
    offices = Offices(ids, np.array(lon), np.array(lat), np.ones_like(ids), np.ones_like(ids))
    return Country(EmbeddedServer(Path("unused")), CountrySize(), "unused", {1: offices})


def question_at(lon: float, lat: float, limit: int = 10) -> Question:
    return Question(LonLat(lon=lon, lat=lat), 1, "any", limit)


@pytest.mark.parametrize("spread", [0.01, 1.0, 60.0])
def test_nothing_nearer_is_overlooked(spread: float) -> None:
    dice = np.random.default_rng(5)
    lon, lat = (dice.normal(centre, spread, 500) for centre in (100.5, 13.7))
    lon, lat = (lon + 180) % 360 - 180, np.clip(lat, -90, 90)
    oracle = Oracle(country_with(lon.tolist(), lat.tolist()))
    for _ in range(20):
        at = question_at(float(dice.choice(lon)), float(np.clip(dice.normal(13.7, spread), -90, 90)))
        all_of_them = [
            (round(WGS84.inv(at.origin.lon, at.origin.lat, *place)[2] * 1000), identity)
            for identity, place in enumerate(zip(lon.tolist(), lat.tolist(), strict=True), start=1)
        ]
        assert oracle.answer(at) == [(identity, distance_mm) for distance_mm, identity in sorted(all_of_them)[:10]]


def test_earth_centred_positions_are_pyprojs() -> None:
    for place in (LonLat(lon=100.5, lat=13.7), LonLat(lon=-179.9, lat=-89.0), LonLat(lon=0, lat=0)):
        assert geocentric_of(place) == pytest.approx(geocentric_m(place.lon, place.lat), abs=1e-6)


@pytest.mark.parametrize(
    ("found", "wrong_set", "wrong_order"),
    [
        ([(1, 0), (2, 111_320), (3, 222_639)], False, False),
        ([(2, 111_320), (1, 0), (3, 222_639)], False, True),
        ([(1, 0), (2, 111_320), (4, 333_958)], True, False),
        ([(1, 0), (2, 111_320)], True, False),
        ([(1, 0), (2, 111_320), (2, 111_320)], True, False),
        ([(1, 0), (2, 111_320), (99, 222_639)], True, False),
        ([], True, False),
    ],
)
def test_verdicts(found: Found, wrong_set: bool, wrong_order: bool) -> None:
    oracle = Oracle(country_with([0.0, 0.001, 0.002, 0.003], [0.0] * 4))
    question = question_at(0.0, 0.0, limit=3)
    verdict = oracle.judge(question, found, oracle.answer(question))
    assert (verdict.wrong_set, verdict.wrong_order) == (wrong_set, wrong_order)


def test_equal_places_belong_in_the_order_of_their_ids() -> None:
    oracle = Oracle(country_with([0.001] * 3, [0.0] * 3))
    question = question_at(0.0, 0.0, limit=2)
    right = oracle.answer(question)
    assert [identity for identity, _ in right] == [1, 2]
    assert oracle.judge(question, [(2, 111_319), (1, 111_319)], right).wrong_order


def test_a_wrong_distance_is_told_but_is_not_a_wrong_answer() -> None:
    oracle = Oracle(country_with([0.0, 0.01], [0.0, 0.0]))
    question = question_at(0.0, 0.0)
    verdict = oracle.judge(question, [(1, 0), (2, 1_110_000)], oracle.answer(question))
    assert not verdict.wrong
    assert verdict.error_mm == pytest.approx(3_195, abs=1)
