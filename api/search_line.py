"""One connection that is asked many things at once, in libpq's pipeline mode.

What is asked while an answer is on its way is sent together: falling asleep and being woken cost either side about as
much as a search, and awake the server answers one after the other. The driver's own cursors do a great deal around a
query; here is only what a search needs: prepared statements, values out, rows in.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import AsyncConnection, Error, OperationalError, adapt, pq
from psycopg.errors import QueryCanceled, error_from_result
from psycopg.types.string import ByteaBinaryLoader
from sqlalchemy import Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from geo.nearest.statement import JSON_TYPE

PREPARED = 500
"""Statements a connection keeps prepared; beyond that they are parsed each time."""

TOGETHER = 4
"""Queries sent at once: more would save little more, and the first would wait while the last is written."""

PATIENCE_S = 2.0
"""How long a query waits for its turn, and a search for a connection."""

Row = tuple[Any, ...]
_Statement = tuple[bytes, tuple[int, ...]]
"""SQL, and the types of its values."""


class WaitedTooLong(Exception):
    """Others had the connection."""


@dataclass(slots=True, eq=False)  # frozen ones take three times as long to make
class _Query:
    asked_s: float
    statement: _Statement
    values: Sequence[Any]
    formats: Sequence[pq.Format]
    rows: asyncio.Future[list[Row]]


@dataclass(frozen=True, slots=True)
class _Preparation:
    statement: _Statement


class _End:
    """Of what was sent together."""


class SearchLine:
    """A connection in autocommit mode, no longer to be used otherwise; belongs to the loop in which it is made."""

    def __init__(self, connection: AsyncConnection[Row], *, together: int = TOGETHER) -> None:
        self.waiting = 0
        """Queries that have not got their rows."""
        self.usable = True
        """Otherwise it ends when nobody waits any more."""
        self._connection = connection
        self._together = together
        self._pgconn = connection.pgconn
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        connection.adapters.register_loader(JSON_TYPE, ByteaBinaryLoader)
        self._out, self._in = adapt.Transformer(connection), adapt.Transformer(connection)
        self._prepared: dict[_Statement, bytes] = {}
        self._gathered: deque[_Query] = deque()
        self._expected: deque[_Query | _Preparation | _End] = deque()
        self._not_prepared: Error | None = None
        self._names = count()
        self._finished = False
        self._loop = asyncio.get_running_loop()
        self._socket = self._pgconn.socket
        self._loop.add_reader(self._socket, self._read)

    def ask(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> asyncio.Future[list[Row]]:
        """The rows, later; or the driver's exception, or WaitedTooLong. One that is cancelled leaves others alone."""
        sql, names, constants = sql_text(statement)
        given = [values[name] if name in values else constants[name] for name in names]
        dumped = self._out.dump_sequence(given, [adapt.PyFormat.AUTO] * len(given))
        rows: asyncio.Future[list[Row]] = self._loop.create_future()
        self.waiting += 1
        typed = sql, self._out.types or ()
        self._gather(_Query(self._loop.time(), typed, dumped, self._out.formats or (), rows))
        return rows

    def close(self) -> None:
        """Whoever still waits is told that the connection is gone."""
        self._break(OperationalError("the connection was closed"))

    def _gather(self, query: _Query) -> None:
        """Sent at the end of this turn, or when what was sent before is answered: the busier, the more at once."""
        if not self._gathered and not self._expected:
            self._loop.call_soon(self._send)
        self._gathered.append(query)

    def _send(self) -> None:
        gathered = self._due()
        if not gathered:
            return
        try:
            for query in gathered:
                name = self._prepared.get(query.statement) or self._prepare(query.statement)
                self._pgconn.send_query_prepared(name, query.values, query.formats, result_format=pq.Format.BINARY)
                self._expected.append(query)
            self._pgconn.pipeline_sync()
            self._expected.append(_End())
            if self._pgconn.flush():
                self._loop.add_writer(self._socket, self._flush)
        except OperationalError as error:
            self._break(error, *gathered)

    def _due(self) -> list[_Query]:
        """Whose turn it is; those who have gone, or have waited for too long, have none."""
        due: list[_Query] = []
        oldest_s = self._loop.time() - PATIENCE_S
        while self._gathered and len(due) < self._together:
            query = self._gathered.popleft()
            if query.rows.done():
                self.waiting -= 1
            elif query.asked_s < oldest_s:
                self.waiting -= 1
                query.rows.set_exception(WaitedTooLong())
            else:
                due.append(query)
        return due

    def _prepare(self, statement: _Statement) -> bytes:
        name = b""
        if len(self._prepared) < PREPARED:
            name = self._prepared[statement] = b"search_%d" % next(self._names)
        self._pgconn.send_prepare(name, *statement)
        self._expected.append(_Preparation(statement))
        return name

    def _flush(self) -> None:
        """What the socket did not take at once."""
        try:
            if not self._pgconn.flush():
                self._loop.remove_writer(self._socket)
        except OperationalError as error:
            self._break(error)

    def _read(self) -> None:
        try:
            self._pgconn.consume_input()
            while self._expected and not self._pgconn.is_busy():
                result = self._pgconn.get_result()
                if result is not None:
                    self._take(result, self._expected.popleft())
        except OperationalError as error:
            self._break(error)
        if not self._expected:
            self._send()
        if not self.usable and not self.waiting:
            self.close()

    def _take(self, result: pq.abc.PGresult, expected: _Query | _Preparation | _End) -> None:
        status = result.status
        if isinstance(expected, _Query):
            error, self._not_prepared = self._not_prepared, None
            if status == pq.ExecStatus.TUPLES_OK:
                self._in.set_pgresult(result, format=pq.Format.BINARY)
                self._settle(expected, self._in.load_rows(0, result.ntuples, tuple))
            elif status != pq.ExecStatus.PIPELINE_ABORTED:
                self._fail(expected, error_from_result(result))
            elif error is not None:
                self._fail(expected, error)
            else:  # another one failed before it
                self._gather(expected)
        elif isinstance(expected, _Preparation) and status != pq.ExecStatus.COMMAND_OK:
            self._prepared.pop(expected.statement, None)
            if status != pq.ExecStatus.PIPELINE_ABORTED:
                self._not_prepared = error_from_result(result)

    def _settle(self, query: _Query, rows: list[Row]) -> None:
        self.waiting -= 1
        if not query.rows.done():
            query.rows.set_result(rows)

    def _fail(self, query: _Query, error: Error) -> None:
        self.waiting -= 1
        if not query.rows.done():
            query.rows.set_exception(error)
        # A statement that cannot be prepared, or is no longer valid, would fail for ever.
        self.usable = self.usable and isinstance(error, QueryCanceled)

    def _break(self, error: OperationalError, *unsent: _Query) -> None:
        queries = [*(one for one in self._expected if isinstance(one, _Query)), *self._gathered]
        queries += [one for one in unsent if one not in queries]
        self._expected.clear()
        self._gathered.clear()
        for query in queries:
            self._fail(query, error)
        self.usable = False
        if not self._finished:  # another connection may have its number by now
            self._finished = True
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._pgconn.finish()


@lru_cache(maxsize=512)
def sql_text(statement: Select[*tuple[object, ...]]) -> tuple[bytes, tuple[str, ...], dict[str, object]]:
    """The statement with `$1` and so on for its values, their names in order, and those that are always the same."""
    compiled = statement.compile(dialect=_DIALECT)
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled).encode(), tuple(compiled.positiontup or ()), constants


_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
