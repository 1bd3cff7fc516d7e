"""Queries that share a connection: each gets its own rows or its own error, whatever happens to the others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from psycopg.errors import DivisionByZero, QueryCanceled, UndefinedTable
from sqlalchemy import Integer, Select, bindparam, column, func, literal_column, select, table
from sqlalchemy.engine import make_url

from api.search_line import TOGETHER, SearchLine, WaitedTooLong
from api.search_pool import SearchPool
from geo.ask import Ask, Rows
from geo.cluster.whole_database import conninfo
from geo.database import connect
from geo.errors import DatabaseUnavailable, SearchTimedOut

NUMBER = bindparam("number", type_=Integer)
TWICE: Select[*tuple[Any, ...]] = select(NUMBER * 2, literal_column("repeat('x', 20000)"))
DIVIDED: Select[*tuple[Any, ...]] = select(literal_column("1000", Integer) / NUMBER)
SLOW: Select[*tuple[Any, ...]] = select(func.pg_sleep(30))
MISSING: Select[*tuple[Any, ...]] = select(column("id")).select_from(table("no_such_table"))
END_SEARCHES = (
    "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'pakmud searches' AND query LIKE '%pg_sleep%'"
)

Test = Callable[[SearchLine], Awaitable[None]]


def run_beside(work: Coroutine[Any, Any, None]) -> None:
    """In a thread: a browser that another test opened has the loop of this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def on_a_line(url: str, test: Test, options: str = "", together: int = TOGETHER) -> None:
    async def run() -> None:
        async with line(url, options, together) as one:
            await test(one)

    run_beside(run())


@asynccontextmanager
async def line(url: str, options: str, together: int) -> AsyncIterator[SearchLine]:
    connection = await psycopg.AsyncConnection.connect(conninfo(url), autocommit=True, options=options)
    one = SearchLine(connection, together=together)
    try:
        yield one
    finally:
        one.close()


def test_each_of_many_gets_its_own_rows(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        for _ in range(3):
            answers = await asyncio.gather(*(line.ask(TWICE, {"number": number}) for number in range(100)))
            assert [[row[0] for row in rows] for rows in answers] == [[2 * number] for number in range(100)]
        assert line.waiting == 0
        assert line.usable

    on_a_line(fresh_database, test)


def test_what_is_asked_while_others_are_on_their_way_is_answered_too(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        async def one_after_the_other(start: int) -> list[int]:
            return [(await line.ask(TWICE, {"number": start + step}))[0][0] for step in range(20)]

        answers = await asyncio.gather(*(one_after_the_other(100 * start) for start in range(8)))
        assert answers == [[2 * (100 * start + step) for step in range(20)] for start in range(8)]

    on_a_line(fresh_database, test)


def test_one_that_fails_fails_alone(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        numbers = [4, 0, 5, 0, 8]
        answers = await asyncio.gather(
            *(line.ask(DIVIDED, {"number": number}) for number in numbers), return_exceptions=True
        )
        assert [one if isinstance(one, BaseException) else one[0][0] for one in answers[::2]] == [250, 200, 125]
        assert all(isinstance(one, DivisionByZero) for one in answers[1::2])

    on_a_line(fresh_database, test)


def test_a_statement_that_cannot_be_prepared_leaves_the_others_alone(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        asked: list[tuple[Select[*tuple[Any, ...]], dict[str, int]]] = [
            (MISSING, {}),
            (TWICE, {"number": 1}),
            (MISSING, {}),
        ]
        answers = await asyncio.gather(*(line.ask(*one) for one in asked), return_exceptions=True)
        assert isinstance(answers[0], UndefinedTable)
        assert isinstance(answers[2], UndefinedTable)
        assert not isinstance(answers[1], BaseException)
        assert answers[1][0][0] == 2
        assert not line.usable

    on_a_line(fresh_database, test)


def test_the_time_limit_is_each_ones_own(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        slow, quick = line.ask(SLOW, {}), line.ask(TWICE, {"number": 21})
        with pytest.raises(QueryCanceled):
            await slow
        assert (await quick)[0][0] == 42
        assert line.usable

    on_a_line(fresh_database, test, "-c statement_timeout=200")


def test_one_that_is_cancelled_leaves_the_others_alone(fresh_database: str) -> None:
    async def test(line: SearchLine) -> None:
        first, second = line.ask(TWICE, {"number": 1}), line.ask(TWICE, {"number": 2})
        first.cancel()
        assert (await second)[0][0] == 4
        assert (await line.ask(TWICE, {"number": 3}))[0][0] == 6
        assert line.waiting == 0

    on_a_line(fresh_database, test)


def test_who_has_waited_too_long_is_told_and_who_has_gone_is_not_asked_for(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.search_line.PATIENCE_S", 0.2)

    async def test(line: SearchLine) -> None:
        slow, gone, late = (line.ask(one, {"number": 1}) for one in (SLOW, MISSING, TWICE))
        await asyncio.wait([gone], timeout=0)
        gone.cancel()
        with pytest.raises(QueryCanceled):
            await slow
        with pytest.raises(WaitedTooLong):
            await late
        assert (await line.ask(TWICE, {"number": 2}))[0][0] == 4
        assert line.usable  # nobody has asked for what is missing
        assert line.waiting == 0

    on_a_line(fresh_database, test, "-c statement_timeout=1000", together=1)


def test_no_more_statements_are_kept_than_agreed(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.search_line.PREPARED", 2)

    async def test(line: SearchLine) -> None:
        statements = [select(NUMBER + literal_column(str(number), Integer)) for number in range(6)]
        for _ in range(2):
            answers = await asyncio.gather(*(line.ask(one, {"number": 100}) for one in statements))
            assert [rows[0][0] for rows in answers] == [100 + number for number in range(6)]
        kept = await line.ask(select(literal_column("count(*)")).select_from(table("pg_prepared_statements")), {})
        assert kept[0][0] == 2

    on_a_line(fresh_database, test)


def test_the_pool_outlives_its_connections(fresh_database: str) -> None:
    async def test() -> None:
        pool = SearchPool(fresh_database, size=2, planning=2, timeout_ms=30_000)
        await pool.open()
        assert await _answers(pool) == list(range(0, 20, 2))
        slow = asyncio.ensure_future(pool.run(_asked(SLOW, 0)))
        ended = 0
        async with await psycopg.AsyncConnection.connect(conninfo(fresh_database), autocommit=True) as outside:
            while not ended:
                [ended] = await (await outside.execute(END_SEARCHES)).fetchone() or [0]
        with pytest.raises(DatabaseUnavailable):
            await slow
        assert await _answers(pool) == list(range(0, 20, 2))
        pool.close()

    run_beside(test())


def test_nobody_waits_behind_what_is_planned_for_its_values(fresh_database: str) -> None:
    async def test() -> None:
        pool = SearchPool(fresh_database, size=1, planning=1, timeout_ms=2_000)
        slow = asyncio.ensure_future(pool.run(_asked(SLOW, 0, planned_once=False)))
        assert await _answers(pool) == list(range(0, 20, 2))
        assert not slow.done()
        with pytest.raises(SearchTimedOut):
            await slow
        pool.close()

    run_beside(test())


def test_statements_are_planned_once_or_for_their_values(fresh_database: str) -> None:
    mode = select(func.current_setting("plan_cache_mode"))

    async def test() -> None:
        pool = SearchPool(fresh_database, size=1, planning=1, timeout_ms=2_000)
        assert await pool.run(_asked(mode, 0)) == "force_generic_plan"
        assert await pool.run(_asked(mode, 0, planned_once=False)) == "force_custom_plan"
        pool.close()

    run_beside(test())


def test_no_plan_is_compiled_and_no_index_built_from_the_middle_whatever_the_server_likes(fresh_database: str) -> None:
    jit = select(func.current_setting("jit"))

    async def test() -> None:
        pool = SearchPool(fresh_database, size=1, planning=1, timeout_ms=2_000)
        for planned_once in (True, False):
            assert await pool.run(_asked(jit, 0, planned_once=planned_once)) == "off"
        pool.close()

    name = make_url(fresh_database).database
    with psycopg.connect(conninfo(fresh_database), autocommit=True) as outside:
        for setting in ("jit", "synchronize_seqscans"):
            outside.execute(f'ALTER DATABASE "{name}" SET {setting} = on'.encode())
    run_beside(test())
    engine = connect(fresh_database)
    with engine.connect() as connection:
        assert connection.scalar(jit) == "off"
        assert connection.scalar(select(func.current_setting("synchronize_seqscans"))) == "off"
    engine.dispose()


def test_where_there_is_no_room_for_another_connection_those_there_are_shared(fresh_database: str) -> None:
    async def test() -> None:
        pool = SearchPool(fresh_database, size=4, planning=1, timeout_ms=30_000)
        await pool.open()
        name = make_url(fresh_database).database
        async with await psycopg.AsyncConnection.connect(conninfo(fresh_database), autocommit=True) as outside:
            await outside.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 1'.encode())
        assert await _answers(pool) == list(range(0, 20, 2))
        pool.close()

    run_beside(test())


def _asked(statement: Select[*tuple[Any, ...]], number: int, *, planned_once: bool = True) -> Generator[Ask, Rows, Any]:
    rows = yield Ask(statement, {"number": number}, planned_once)
    return rows[0][0]


async def _answers(pool: SearchPool) -> list[Any]:
    return await asyncio.gather(*(pool.run(_asked(TWICE, number)) for number in range(10)))


def test_a_database_that_is_not_there_is_said_to_be(fresh_database: str) -> None:
    gone = make_url(fresh_database).set(database="no_such_database").render_as_string(hide_password=False)

    async def test() -> None:
        pool = SearchPool(gone, size=2, planning=2, timeout_ms=2_000)
        await pool.open()
        with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
            await pool.run(_asked(TWICE, 1))
        pool.close()

    run_beside(test())
