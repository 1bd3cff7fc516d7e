"""What a search reads: which index, how many buffers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from psycopg.sql import SQL, Literal

from benchmarks.country import Connection, Country
from benchmarks.pakmud_search import Prepared, Search, query_of
from benchmarks.question import Question

_TYPES = {int: "integer", float: "double precision", str: "text", bytes: "bytea", bool: "boolean", list: "text[]"}

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class PlanShape:
    """Medians over some questions: buffers of 8 kB that the walk over the offerings read, and the whole statement.

    `indexes` counts by which index the offerings were found; "none" is a scan of the whole table.
    """

    walk_buffers: float
    all_buffers: float
    execution_us: float
    indexes: dict[str, int]


def plan_shape(country: Country, questions: Sequence[Question]) -> PlanShape:
    """Of questions that are answered by one and the same statement, which is prepared as for searches."""
    with country.connect() as connection:
        search = Search(connection)
        asked = [search.prepare(query_of(question)) for question in questions]
        plans = list(_explained(connection, asked))
    walks = [list(_offering_scans(plan["Plan"])) for plan in plans]
    return PlanShape(
        walk_buffers=median(sum(_buffers(scan) for scan in walk) for walk in walks),
        all_buffers=median(_buffers(plan["Plan"]) for plan in plans),
        execution_us=round(median(plan["Execution Time"] for plan in plans) * 1000, 1),
        indexes=dict(Counter(scan.get("Index Name", "none") for walk in walks for scan in walk)),
    )


def _explained(connection: Connection, asked: Sequence[Prepared]) -> Iterator[dict[str, Any]]:
    """psycopg cannot explain what it has prepared: so it is prepared here once more, by its text."""
    names = list(dict.fromkeys(_PLACE.findall(asked[0].sql)))
    text = _PLACE.sub(lambda place: f"${names.index(place[1]) + 1}", asked[0].sql).replace("%%", "%")
    types = ", ".join(_TYPES[type(asked[0].values[name])] for name in names)
    connection.execute(f"PREPARE explained ({types}) AS {text}".encode())
    for one in asked:
        if one.sql != asked[0].sql:
            raise ValueError("the questions are answered by different statements")
        values = SQL(", ").join(Literal(one.values[name]) for name in names)
        explain = SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained")
        row: Any = connection.execute(explain + SQL("({})").format(values) if names else explain).fetchone()
        yield row[0][0]


def _offering_scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Scans of the table `offering`; below a bitmap scan is the index that it goes by."""
    if node.get("Relation Name") == "offering":
        below = node.get("Plans", [{}])[0]
        yield {**node, "Index Name": node.get("Index Name") or below.get("Index Name", "none")}
        return
    for child in node.get("Plans", []):
        yield from _offering_scans(child)


def _buffers(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"]) + int(node["Shared Read Blocks"])
