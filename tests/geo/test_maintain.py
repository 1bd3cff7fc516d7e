"""Maintenance puts the hot table in order, loses nothing, and keeps nobody from searching."""

import random
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.maintain import put_in_order
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest
from geo.nearest.statement import Shape, nearest_statement
from tests.geo.nearest.plans import index_scans, load_many, values_of

TOWN = LonLat(lon=100.5, lat=13.75)

OUTFIT = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = {table}",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = {table}",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = {table} AND NOT tgisinternal",
    "SELECT attname, atttypid, attnotnull, attidentity FROM pg_attribute WHERE attrelid = {table} AND attnum > 0",
    "SELECT adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = {table}",
    "SELECT relowner, relacl FROM pg_class WHERE oid = {table}",
    "SELECT * FROM offering",
)


@pytest.fixture(scope="module")
def busy(make_database: Callable[[], str]) -> Iterator[Engine]:
    """A country in which one offering in five has been moved, removed or added since it was loaded."""
    engine = create_engine(make_database())
    load_many(engine, points=3_000, procedures=40)
    chance = random.Random(1)
    with engine.begin() as connection:
        moved = chance.sample(range(1, 3_001), 300)
        for point_id in moved:
            connection.execute(
                text("UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) WHERE id = :id"),
                {"id": point_id, "lon": chance.uniform(98, 105), "lat": chance.uniform(6, 20)},
            )
        connection.execute(text("DELETE FROM offering WHERE id % 11 = 0"))
        added = (
            "SELECT p.id, s.id FROM procedure p, service_point s WHERE (p.id + s.id) % 2 = 1 AND (p.id * s.id) % 7 = 0"
        )
        connection.execute(text(f"INSERT INTO offering (procedure_id, service_point_id) {added}"))
    yield engine
    engine.dispose()


def test_everything_is_as_before_and_searches_go_on(busy: Engine) -> None:
    before = _outfit(busy)
    failures: list[BaseException] = []
    done = threading.Event()
    searches = [threading.Thread(target=_search_until, args=(busy, done, failures)) for _ in range(2)]
    for thread in searches:
        thread.start()
    steps: list[float] = []
    put_in_order(busy, lambda _step, share: steps.append(share))
    done.set()
    for thread in searches:
        thread.join()
    assert failures == []
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert _outfit(busy) == before


def test_the_order_of_the_heap_is_the_order_of_searches(busy: Engine) -> None:
    put_in_order(busy)
    with busy.connect() as connection:
        procedures = list(connection.execute(text("SELECT procedure_id FROM offering ORDER BY ctid")).scalars())
    assert procedures == sorted(procedures)


def test_few_pages_are_read_afterwards(busy: Engine) -> None:
    put_in_order(busy)
    with Session(busy) as session:
        shape = Shape(candidates=14)
        for procedure_id in range(1, 41):
            query = NearestQuery(origin=TOWN, procedure_id=procedure_id)
            [scan] = index_scans(session, nearest_statement(shape), values_of(query), "offering_nearest")
            assert scan["Shared Hit Blocks"] + scan["Shared Read Blocks"] <= 25


def test_rows_added_afterwards_get_ids_of_their_own(busy: Engine) -> None:
    put_in_order(busy)
    with busy.begin() as connection:
        highest = connection.execute(text("SELECT max(id) FROM offering")).scalar_one()
        connection.execute(text("DELETE FROM offering WHERE service_point_id = 7 AND procedure_id = 7"))
        added = connection.execute(
            text("INSERT INTO offering (procedure_id, service_point_id) VALUES (7, 7) RETURNING id")
        ).scalar_one()
    assert added > highest


def _search_until(engine: Engine, done: threading.Event, failures: list[BaseException]) -> None:
    number = 0
    while not done.is_set():
        number += 1
        try:
            with Session(engine) as session:
                answer = find_nearest(session, NearestQuery(origin=TOWN, procedure_id=number % 40 + 1))
            assert len(answer.hits) == 10
        except BaseException as error:
            failures.append(error)
            return


def _outfit(engine: Engine) -> list[list[tuple[object, ...]]]:
    with engine.connect() as connection:
        questions = [question.format(table="'offering'::regclass") for question in OUTFIT]
        return [sorted(map(tuple, connection.execute(text(question))), key=repr) for question in questions]
