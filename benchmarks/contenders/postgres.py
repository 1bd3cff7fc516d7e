"""What contenders inside PostgreSQL share: a connection of psycopg's, and a schema of their own."""

import hashlib
from collections.abc import Sequence
from typing import Any

from psycopg.sql import SQL, Identifier, Literal

from benchmarks.country import Connection, Country
from benchmarks.question import Found, Question


class PostgresContender:
    """Runs `statement`, whose rows are (service point's id, metres), with `values()`; `tables` make what it reads."""

    name: str
    about: str
    statement: str
    tables: str = ""
    prepared = True
    """As a prepared statement, which PostgreSQL may plan once for all; else it plans each question by itself."""

    _connection: Connection | None = None

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        self._connection = country.connect()
        self._cursor = self._connection.cursor(binary=True)
        self._make_tables(self._connection)

    def values(self, question: Question) -> dict[str, Any]:
        return {
            "procedure": question.procedure_id,
            "lon": question.origin.lon,
            "lat": question.origin.lat,
            "limit": question.limit,
        }

    def answer(self, question: Question) -> Found:
        rows: list[tuple[Any, ...]] = self._cursor.execute(
            self.statement, self.values(question), prepare=self.prepared
        ).fetchall()
        return sorted(((identity, round(distance_m * 1000)) for identity, distance_m in rows), key=_order)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _make_tables(self, connection: Connection) -> None:
        """In the folder's country once and for all; made anew when their definition changed."""
        if not self.tables:
            return
        schema, mark = Identifier(f"contender_{self.name}"), hashlib.sha256(self.tables.encode()).hexdigest()[:16]
        connection.execute(SQL("SET search_path = {}, public").format(schema))
        found = connection.execute(
            "SELECT obj_description(oid) FROM pg_namespace WHERE nspname = %s", [f"contender_{self.name}"]
        ).fetchone()
        if found == (mark,):
            return
        with connection.transaction():
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
            connection.execute(SQL("CREATE SCHEMA {}").format(schema))
            connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
            for command in self.tables.split(";"):
                if command.strip():
                    connection.execute(command)
            connection.execute(SQL("COMMENT ON SCHEMA {} IS {}").format(schema, Literal(mark)))
        for (table,) in connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p')",
            [f"contender_{self.name}"],
        ).fetchall():
            connection.execute(SQL("VACUUM (ANALYZE) {}").format(Identifier(str(table))))


def _order(found: tuple[int, int]) -> tuple[int, int]:
    identity, distance_mm = found
    return distance_mm, identity
