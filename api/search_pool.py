"""Connections for the searches that do not wait in threads: the event loop's own, prepared and planned once."""

import asyncio
from collections.abc import Generator
from contextlib import suppress
from operator import attrgetter
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import QueryCanceled

from api.search_line import SearchLine
from geo.application_role import take_application_role
from geo.ask import Ask, Rows
from geo.cluster.whole_database import conninfo
from geo.errors import DatabaseUnavailable, SearchTimedOut
from geo.procedure_head import ProcedureHead
from geo.schedule_book import ScheduleBook
from geo.words import N_

PATIENCE_S = 2.0
"""How long a search waits for a connection before it says that there is too much to do."""

WAITING = 250
"""Searches that may wait for one connection: at half a millisecond each they are answered in time."""

Result = TypeVar("Result")
Row = tuple[Any, ...]


class SearchPool:
    """Connections of one server process, and what its searches remember. Opened and closed by the running loop."""

    def __init__(self, url: str, *, size: int, timeout_ms: int) -> None:
        # A generic plan: the index walk is right for every procedure, and planning it anew takes as long as walking it.
        options = f"-c timezone=Asia/Bangkok -c statement_timeout={timeout_ms} -c plan_cache_mode=force_generic_plan"
        self._timeout_ms = timeout_ms
        self._conninfo = conninfo(url)
        self._options = options
        self._lines: list[SearchLine] = []
        self._size = size
        self._connecting = asyncio.Lock()
        self.book: ScheduleBook | None = None
        self.heads: dict[str, tuple[ProcedureHead, int]] = {}
        """Procedures by code, each with the version of the data in which it was last looked up."""

    async def open(self) -> None:
        """The first searches need not wait for a connection; where the database is down, they say so themselves."""
        with suppress(DatabaseUnavailable):
            await self._line()

    def close(self) -> None:
        for line in self._lines:
            line.close()

    async def run(self, steps: Generator[Ask, Rows, Result]) -> Result:
        """Asks the database what the steps ask for. Raises: SearchTimedOut, DatabaseUnavailable."""
        try:
            ask = next(steps)
            while True:
                line = self._line_at_hand() or await self._line()
                ask = steps.send(await line.ask(ask.statement, ask.values))
        except StopIteration as done:
            result: Result = done.value
            return result
        except QueryCanceled as error:
            raise SearchTimedOut(self._timeout_ms) from error
        except OperationalError as error:
            raise _unreachable() from error

    async def _line(self) -> SearchLine:
        """The one at hand, or a new one."""
        async with self._connecting:
            return self._line_at_hand() or await self._connect()

    def _line_at_hand(self) -> SearchLine | None:
        """The connection with the shortest queue; None where all have one and there may be more connections."""
        self._lines = [line for line in self._lines if line.usable]
        line = min(self._lines, key=attrgetter("waiting"), default=None)
        if line is None or (line.waiting and len(self._lines) < self._size):
            return None
        if line.waiting >= WAITING:
            raise DatabaseUnavailable(N_("The database has more to do than it can. Please try again in a moment."))
        return line

    async def _connect(self) -> SearchLine:
        try:
            async with asyncio.timeout(PATIENCE_S):
                connection = await AsyncConnection.connect(
                    self._conninfo,
                    autocommit=True,
                    options=self._options,
                    client_encoding="UTF8",  # rendered parts of answers are passed on as they come
                    application_name="pakmud searches",
                )
                await take_application_role(connection)
        except (OperationalError, TimeoutError) as error:
            raise _unreachable() from error
        line = SearchLine(connection)
        self._lines.append(line)
        return line


def _unreachable() -> DatabaseUnavailable:
    return DatabaseUnavailable(N_("The database cannot be reached. Is it running? 'pakmud db status' tells."))
