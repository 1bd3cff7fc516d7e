"""A country large enough that PostgreSQL plans as it would for a nation, and the plans of searches in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, text
from sqlalchemy.orm import Session

from geo.geodesy import geocentric
from geo.nearest.question import NearestQuery
from tests.plan import plan_nodes


def load_many(engine: Engine, *, points: int, procedures: int) -> None:
    """Half of the points offer each procedure; one in 500 is of agency b, one in 200 is always open."""
    with engine.begin() as connection:
        for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n"):
            connection.execute(text(statement), {"points": points, "procedures": procedures})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def values_of(query: NearestQuery) -> dict[str, Any]:
    """What every shape of the statement binds."""
    x, y, z = geocentric(query.origin)
    return {"procedure_id": query.procedure_id, "x": x, "y": y, "z": z}


def index_scans(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any], index: str
) -> list[dict[str, Any]]:
    """The nodes of the plan that scan the index, with what they read. The statement is run."""
    return [node for node in plan_nodes(session, statement, values) if node.get("Index Name") == index]
