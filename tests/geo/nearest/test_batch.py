"""Batches against an oracle that measures every offering, and against the single question that they must agree with."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection
from pyproj import Geod
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.nearest.batch import CHUNK_ROWS, find_nearest_batch, find_nearest_batch_at_once
from geo.nearest.batch_arrays import AskedRows, understand_arrays
from geo.nearest.batch_question import BatchAnswer, BatchRow, RefusedRow
from geo.nearest.batch_statement import nearest_batch_statement
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest
from geo.opening_hours import BANGKOK, state_at
from geo.words import Sentence
from tests.country import Country
from tests.geo.nearest.plans import index_scans, load_many
from tests.geo.nearest.random_country import BEGINNING, JURISDICTIONS, RandomCountry, make_random_country

WGS84 = Geod(ellps="WGS84")
CODES = [f"P{level}" for level in JURISDICTIONS]
"""Of the procedures of the random country."""

SOMEWHERE = LonLat(lon=100.5, lat=13.75)


@pytest.fixture(scope="module")
def random_country(random_engine: Engine) -> RandomCountry:
    return make_random_country(random_engine, seed=5, points=300)


# Rounded as the places of the country are, so that equal distances come up.
positions = st.one_of(
    st.builds(
        LonLat,
        lon=st.floats(100.4, 100.6).map(lambda lon: round(lon, 3)),
        lat=st.floats(13.7, 13.8).map(lambda lat: round(lat, 3)),
    ),
    st.builds(LonLat, lon=st.floats(-180, 180), lat=st.floats(-90, 90)),
)
rows = st.lists(
    st.builds(
        BatchRow,
        id=st.text(max_size=3),
        position=positions,
        procedure=st.sampled_from([*CODES, "unknown"]),
        at=st.one_of(
            st.none(),
            st.integers(0, 4 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes)),
        ),
    ),
    max_size=40,
)


@settings(max_examples=250, deadline=None)
@given(rows=rows, per_row=st.integers(1, 10))
def test_every_row_is_answered_as_brute_force_says(
    random_engine: Engine, random_country: RandomCountry, rows: list[BatchRow], per_row: int
) -> None:
    at = BEGINNING.astimezone(BANGKOK)
    with Session(random_engine) as session:
        answers = list(find_nearest_batch(session, rows, per_row=per_row, at=at))
    assert [answer.id for answer in answers] == [row.id for row in rows]
    for row, answer in zip(rows, answers, strict=True):
        if row.procedure == "unknown":
            assert answer.error is not None
            assert "unknown" in str(answer.error)
        else:
            check(random_country, row, answer, per_row, row.at or at)


def check(country: RandomCountry, row: BatchRow, answer: BatchAnswer, per_row: int, at: datetime) -> None:
    procedure_id, _ = country.procedures[CODES.index(row.procedure)]
    expected = sorted(
        (round(distance_m(row.position, place.at) * 1000), place.id, place.at, state_at(place.hours[procedure_id], at))
        for place in country.places
        if procedure_id in place.hours
    )
    exact = {identity: (mm, position, state) for mm, identity, position, state in expected}
    found = [(round(hit.distance_m * 1000), hit.service_point_id) for hit in answer.hits]
    assert answer.error is None
    assert found == sorted(found)
    # Two libraries may round the last millimetre apart.
    assert all(abs(mm - theirs[0]) <= 1 for (mm, _), theirs in zip(found, expected[:per_row], strict=True))
    assert [(hit.position, hit.state) for hit in answer.hits] == [exact[identity][1:] for _, identity in found]


def distance_m(one: LonLat, other: LonLat) -> float:
    return float(WGS84.inv(one.lon, one.lat, other.lon, other.lat)[2])


@settings(max_examples=100, deadline=None)
@given(position=positions, per_row=st.integers(1, 10), procedure=st.integers(0, 3))
def test_a_row_is_answered_as_the_single_question_is(
    random_engine: Engine, random_country: RandomCountry, position: LonLat, per_row: int, procedure: int
) -> None:
    at = BEGINNING + timedelta(hours=10)
    row = BatchRow(id="1", position=position, procedure=CODES[procedure])
    query = NearestQuery(origin=position, procedure_id=random_country.procedures[procedure][0], at=at, limit=per_row)
    with Session(random_engine) as session:
        [answer] = find_nearest_batch(session, [row], per_row=per_row, at=at)
        hits = find_nearest(session, query).hits
    assert [
        (hit.service_point_id, hit.code, hit.name_th, hit.name_en, hit.distance_m, hit.position, hit.state)
        for hit in answer.hits
    ] == [
        (hit.service_point_id, hit.code, hit.name_th, hit.name_en, hit.distance_m, hit.position, hit.opening.state)
        for hit in hits
    ]


def test_many_at_one_place_are_asked_again_until_it_is_proven(session: Session, country: Country) -> None:
    procedure = country.make_procedure()
    together = [country.make_service_point(at=SOMEWHERE, offers=(procedure,)).id for _ in range(60)]
    there = BatchRow(id="a", position=LonLat(lon=100.6, lat=13.75), procedure=procedure.code)
    for per_row in (1, 3, 10):
        [answer] = find_nearest_batch(session, [there], per_row=per_row)
        assert [hit.service_point_id for hit in answer.hits] == together[:per_row]


def test_bad_rows_are_answered_in_their_place_and_nothing_else_is_lost(session: Session, country: Country) -> None:
    procedure, nobodys = country.make_procedure(), country.make_procedure()
    hidden = country.make_procedure(shown=False)
    office = country.make_service_point(at=SOMEWHERE, offers=(procedure,))

    def ask(id_: str, code: str) -> BatchRow:
        return BatchRow(id=id_, position=SOMEWHERE, procedure=code)

    answers = find_nearest_batch(
        session,
        [
            ask("found", procedure.code),
            RefusedRow("broken", Sentence("This is broken.")),
            ask("nobody", nobodys.code),
            ask("hidden", hidden.code),
            RefusedRow(None, Sentence("This is nothing.")),
            ask("found", procedure.code),
        ],
    )
    told = [(one.id, [hit.code for hit in one.hits], str(one.error) if one.error else None) for one in answers]
    assert told == [
        ("found", [office.code], None),
        ("broken", [], "This is broken."),
        ("nobody", [], None),
        ("hidden", [], f"No procedure has the code '{hidden.code}'."),
        (None, [], "This is nothing."),
        ("found", [office.code], None),
    ]


def test_rows_are_read_as_answers_are_given(session: Session, country: Country) -> None:
    code = country.make_procedure().code
    read = 0

    def endless() -> Iterator[BatchRow]:
        nonlocal read
        for read in count(1):
            yield BatchRow(id=str(read), position=SOMEWHERE, procedure=code)

    answers = find_nearest_batch(session, endless())
    assert read == 0
    assert [next(answers).id for _ in range(CHUNK_ROWS + 1)][-1] == str(CHUNK_ROWS + 1)
    assert read == 2 * CHUNK_ROWS


def test_several_connections_answer_the_same_in_the_same_order(
    random_engine: Engine, random_country: RandomCountry
) -> None:
    def asked() -> Iterator[BatchRow]:
        for number in range(2 * CHUNK_ROWS + 7):
            position = LonLat(lon=100.4 + number / 20_000, lat=13.7 + number % 97 / 1_000)
            yield BatchRow(id=str(number), position=position, procedure=CODES[number % 4])

    at = BEGINNING.astimezone(BANGKOK)
    together = list(find_nearest_batch_at_once(random_engine, asked(), per_row=2, at=at, connections=3))
    with Session(random_engine) as session:
        assert together == list(find_nearest_batch(session, asked(), per_row=2, at=at))


def test_answers_of_several_connections_may_be_left_unread(
    random_engine: Engine, random_country: RandomCountry
) -> None:
    endless = (BatchRow(id=str(number), position=SOMEWHERE, procedure=CODES[0]) for number in count())
    answers = find_nearest_batch_at_once(random_engine, endless)
    assert [one.id for one in islice(answers, 3)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"per_row": 0}, "between 1 and 10"),
        ({"per_row": 11}, "between 1 and 10"),
        ({"at": datetime(2026, 11, 23, 10)}, "time zone"),  # noqa: DTZ001 - without a zone on purpose
    ],
)
def test_an_impossible_batch_is_refused_at_once(session: Session, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidQuery, match=message):
        find_nearest_batch(session, [], **options)


def test_a_row_without_a_zone_cannot_be_asked() -> None:
    naive = datetime(2026, 11, 23, 10)  # noqa: DTZ001 - without a zone on purpose
    with pytest.raises(InvalidQuery, match="time zone"):
        BatchRow(id="1", position=SOMEWHERE, procedure="1", at=naive)


def test_the_plan_is_one_index_walk_for_each_row(make_database: Callable[[], str]) -> None:
    engine = create_engine(make_database())
    load_many(engine, points=20_000, procedures=6)
    places = [LonLat(lon=98 + number % 70 / 10, lat=6 + number % 130 / 10) for number in range(1_000)]
    rows = AskedRows.of([(number, 1 + number % 6, place) for number, place in enumerate(places)])
    with Session(engine) as session:
        understand_arrays(cast("Connection[Any]", session.connection().connection.driver_connection))
        [scan] = index_scans(session, nearest_batch_statement(1), rows.values(), "offering_nearest")
    engine.dispose()
    assert scan["Actual Loops"] == 1_000
    assert scan["Shared Hit Blocks"] + scan["Shared Read Blocks"] <= 25 * 1_000
