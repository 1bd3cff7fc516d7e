"""Connections for the searches that do not wait in threads: the event loop's own, prepared and planned once."""

import asyncio
from collections.abc import Generator
from functools import lru_cache
from typing import Any, TypeVar

from psycopg import AsyncCursor, OperationalError
from psycopg.errors import QueryCanceled
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from geo.application_role import take_application_role
from geo.ask import Ask, Rows
from geo.cluster.whole_database import conninfo
from geo.errors import DatabaseUnavailable, PakmudError, SearchTimedOut
from geo.nearest.search import TooRare
from geo.procedures import ProcedureHead
from geo.schedule_book import ScheduleBook
from geo.words import N_

PATIENCE_S = 2.0
"""How long a search waits for a connection before it says that there is too much to do."""

Result = TypeVar("Result")
Row = tuple[Any, ...]


class SearchPool:
    """Connections of one server process, and what its searches remember. Opened and closed by the running loop."""

    def __init__(self, url: str, *, size: int, timeout_ms: int) -> None:
        # A generic plan: the index walk is right for every procedure, and planning it anew takes as long as walking it.
        options = f"-c timezone=Asia/Bangkok -c statement_timeout={timeout_ms} -c plan_cache_mode=force_generic_plan"
        self._timeout_ms = timeout_ms
        self._pool = AsyncConnectionPool(
            conninfo(url),
            min_size=1,
            max_size=size,
            open=False,
            configure=take_application_role,
            kwargs={"autocommit": True, "options": options, "application_name": "pakmud searches"},
        )
        # The pool makes connections and replaces broken ones; lending each for many searches, not for one, halves the
        # time that a search spends outside the database.
        self._idle: asyncio.LifoQueue[AsyncCursor[Row]] = asyncio.LifoQueue()
        self._lent = 0
        self._size = size
        self.book: ScheduleBook | None = None
        self.heads: dict[str, tuple[ProcedureHead, int]] = {}
        """Procedures by code, each with the version of the data in which it was last looked up."""

    async def open(self) -> None:
        await self._pool.open()

    async def close(self) -> None:
        while not self._idle.empty():
            await self._give_up(self._idle.get_nowait())
        await self._pool.close()

    async def run(self, steps: Generator[Ask, Rows, Result]) -> Result:
        """Asks the database what the steps ask for. Raises: SearchTimedOut, DatabaseUnavailable."""
        try:
            cursor = await self._borrow()
        except (PoolTimeout, TimeoutError) as error:
            raise DatabaseUnavailable(
                N_("The database has more to do than it can. Please try again in a moment.")
            ) from error
        try:
            result = await _run(cursor, steps)
        except OperationalError as error:
            await self._give_up(cursor)
            if isinstance(error, QueryCanceled):
                raise SearchTimedOut(self._timeout_ms) from error
            raise DatabaseUnavailable(
                N_("The database cannot be reached. Is it running? 'pakmud db status' tells.")
            ) from error
        except (PakmudError, TooRare):  # the connection has nothing to do with it
            self._idle.put_nowait(cursor)
            raise
        except BaseException:  # also when the browser went away in the middle of an answer
            await self._give_up(cursor)
            raise
        self._idle.put_nowait(cursor)
        return result

    async def _borrow(self) -> AsyncCursor[Row]:
        if not self._idle.empty():
            return self._idle.get_nowait()
        if self._lent < self._size:
            self._lent += 1
            try:
                return (await self._pool.getconn(PATIENCE_S)).cursor(binary=True)
            except BaseException:
                self._lent -= 1
                raise
        return await asyncio.wait_for(self._idle.get(), PATIENCE_S)

    async def _give_up(self, cursor: AsyncCursor[Row]) -> None:
        self._lent -= 1
        await self._pool.putconn(cursor.connection)


async def _run(cursor: AsyncCursor[Row], steps: Generator[Ask, Rows, Result]) -> Result:
    try:
        ask = next(steps)
        while True:
            statement, constants = sql_text(ask.statement)
            await cursor.execute(statement, {**constants, **ask.values}, prepare=True)
            ask = steps.send(await cursor.fetchall())
    except StopIteration as done:
        result: Result = done.value
        return result


@lru_cache(maxsize=512)
def sql_text(statement: Select[*tuple[object, ...]]) -> tuple[bytes, dict[str, object]]:
    """The statement as the driver wants it, with `%(named)s` values, and those of them that are always the same."""
    compiled = statement.compile(dialect=_DIALECT)
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled).encode(), constants


_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]
