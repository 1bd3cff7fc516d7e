"""Connections for the searches that do not wait in threads: the event loop's own, prepared and planned once."""

import asyncio
from collections.abc import Generator
from contextlib import suppress
from operator import attrgetter
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import QueryCanceled

from api.search_line import PATIENCE_S, TOGETHER, SearchLine, WaitedTooLong
from geo.application_role import take_application_role
from geo.ask import Ask, Rows
from geo.cluster.whole_database import conninfo
from geo.database import OPTIONS
from geo.errors import DatabaseUnavailable, SearchTimedOut
from geo.procedure_head import ProcedureHead
from geo.schedule_book import ScheduleBook
from geo.words import N_

Result = TypeVar("Result")
Row = tuple[Any, ...]


class SearchPool:
    """Connections of one server process, and what its searches remember. Opened and closed by the running loop.

    `size`: connections for what one plan is good for, whatever the values; `planning`: those that plan each statement
    for its values, which takes longer and now and then much longer, so that nothing else waits behind it.
    """

    def __init__(self, url: str, *, size: int, planning: int, timeout_ms: int) -> None:
        self._timeout_ms = timeout_ms
        options = f"{OPTIONS} -c statement_timeout={timeout_ms}"
        # A generic plan: the index walk is right for every procedure, and planning it anew takes as long as walking it.
        generic = f"{options} -c plan_cache_mode=force_generic_plan"  # the last one counts
        self._planned_once = _Lines(url, generic, size=size, waiting=250)
        self._planning = _Lines(url, options, size=planning, waiting=50, together=1)
        self.book: ScheduleBook | None = None
        self.heads: dict[str, tuple[ProcedureHead, int]] = {}
        """Procedures by code, each with the version of the data in which it was last looked up."""

    async def open(self) -> None:
        """The first searches need not wait for a connection; where the database is down, they say so themselves."""
        with suppress(DatabaseUnavailable):
            await self._planned_once.new_or_at_hand()

    def close(self) -> None:
        self._planned_once.close()
        self._planning.close()

    async def run(self, steps: Generator[Ask, Rows, Result]) -> Result:
        """Asks the database what the steps ask for. Raises: SearchTimedOut, DatabaseUnavailable."""
        try:
            ask = next(steps)
            while True:
                lines = self._planned_once if ask.planned_once else self._planning
                line = lines.at_hand() or await lines.new_or_at_hand()
                ask = steps.send(await line.ask(ask.statement, ask.values))
        except StopIteration as done:
            result: Result = done.value
            return result
        except QueryCanceled as error:
            raise SearchTimedOut(self._timeout_ms) from error
        except WaitedTooLong as error:
            raise _too_much() from error
        except OperationalError as error:
            raise _unreachable() from error


class _Lines:
    """At most `size` connections with the same options.

    `waiting`: searches that may wait for one connection; `together`: how many are sent at once.
    """

    def __init__(self, url: str, options: str, *, size: int, waiting: int, together: int = TOGETHER) -> None:
        self._conninfo = conninfo(url)
        self._options = options
        self._size = size
        self._waiting = waiting
        self._together = together
        self._lines: list[SearchLine] = []
        self._connecting = asyncio.Lock()

    def close(self) -> None:
        for line in self._lines:
            line.close()

    def at_hand(self) -> SearchLine | None:
        """The connection with the shortest queue; None where all have one and there may be more connections.

        Raises: DatabaseUnavailable, where all queues are full.
        """
        self._lines = [line for line in self._lines if line.usable]
        line = min(self._lines, key=attrgetter("waiting"), default=None)
        if line is None or (line.waiting and len(self._lines) < self._size):
            return None
        if line.waiting >= self._waiting:
            raise _too_much()
        return line

    async def new_or_at_hand(self) -> SearchLine:
        async with self._connecting:
            if line := self.at_hand():
                return line
            try:
                return await self._connect()
            except DatabaseUnavailable:  # it may have no room for another connection
                if usable := [line for line in self._lines if line.usable]:
                    return min(usable, key=attrgetter("waiting"))
                raise

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
        line = SearchLine(connection, together=self._together)
        self._lines.append(line)
        return line


def _too_much() -> DatabaseUnavailable:
    return DatabaseUnavailable(N_("The database has more to do than it can. Please try again in a moment."))


def _unreachable() -> DatabaseUnavailable:
    return DatabaseUnavailable(N_("The database cannot be reached. Is it running? 'pakmud db status' tells."))
