"""The plan that PostgreSQL follows for a statement, with what it really read."""

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import ClientCursor
from sqlalchemy import Executable, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

from api.search_line import sql_text


class _Explain(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement


@compiles(_Explain)
def _compile(element: _Explain, compiler: SQLCompiler, **options: Any) -> str:
    return "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + compiler.process(element.statement, **options)


def plan_nodes(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Every node of the plan, the root first, as `EXPLAIN (FORMAT JSON)` names its parts. The statement is run."""
    [(plan,)] = session.execute(_Explain(statement), values).all()
    return list(_walk(plan[0]["Plan"]))


def generic_plan_nodes(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The same for the plan that is made once for all values, which a connection of the search's keeps."""
    sql, names, constants = sql_text(statement)
    connection = session.connection().connection.driver_connection
    assert connection is not None
    given = [values[name] if name in values else constants[name] for name in names]
    places = ", ".join(["%s"] * len(given))
    with ClientCursor(connection) as cursor:  # whose values stand in the text: EXECUTE takes no others
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(b"PREPARE explained AS " + sql)
        [(plan,)] = cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained ({places})", given)
        cursor.execute("DEALLOCATE explained")
    return list(_walk(plan[0]["Plan"]))


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _walk(child)
