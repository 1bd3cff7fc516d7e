"""Puts the hot table back into the order that searches read it in, and its indexes with it: `pakmud db maintain`.

An index that grew by single rows reads ten times the pages of one that was built over rows in order. So the rows are
copied, sorted by procedure and place; the copy is indexed, and takes the place of the table within milliseconds.
Searches are answered throughout. Whoever writes offerings waits until it is done.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from geo.database import reachable
from geo.words import N_

Tell = Callable[[str, float], None]
"""Hears what is being done, as a message of the catalogues, and how much of all is done: 0 to 1."""

_MEMORY = "512MB"
"""For the sort and the index builds, one after the other."""

# PostGIS orders geometries along a Hilbert curve.
_COPY = """
INSERT INTO offering_in_order OVERRIDING SYSTEM VALUE
SELECT o.* FROM offering o JOIN service_point s ON s.id = o.service_point_id
ORDER BY o.procedure_id, s.location, o.service_point_id
"""

_INDEXES = """
SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'offering'::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY relname
"""

_CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint
WHERE conrelid = 'offering'::regclass AND contype IN ('p', 'u', 'f')
ORDER BY contype = 'f', conname
"""

_TRIGGERS = """
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'offering'::regclass AND NOT tgisinternal
"""

_GRANTS = """
SELECT format('GRANT %s ON offering TO %s', g.privilege_type, g.grantee::regrole)
FROM pg_class c, aclexplode(c.relacl) g
WHERE c.oid = 'offering'::regclass AND g.grantee <> c.relowner AND g.grantee <> 0
"""

_PATIENCE_MS, _PAUSE_S = 100, 1.0
"""How long searches may be held up by an attempt to swap, and how long until the next."""


@dataclass(frozen=True, slots=True)
class _Named:
    """An index or a constraint of the table; `create` makes it on the copy under a name that is free."""

    name: str
    create: str
    rename: str


def put_in_order(engine: Engine, tell: Tell = lambda _step, _share: None) -> None:
    """Rewrites the table `offering` and all its indexes; when that fails, all is as before.

    Needs about as much free disk as the table and its indexes take now. Raises: DatabaseUnavailable.
    """
    with reachable(), engine.begin() as connection:
        _run(connection, f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        _run(connection, f"SET LOCAL work_mem = '{_MEMORY}'")
        tell(N_("Waiting for whoever is writing ..."), 0.0)
        _run(connection, "LOCK TABLE offering IN SHARE MODE")  # readers go on
        tell(N_("Putting the offerings in order ..."), 0.02)
        _run(connection, "CREATE TABLE offering_in_order (LIKE offering INCLUDING ALL EXCLUDING INDEXES)")
        _run(connection, _COPY)
        parts = [*_constraints(connection), *_indexes(connection)]
        for number, part in enumerate(parts):
            tell(N_("Building the indexes ..."), 0.3 + 0.65 * number / len(parts))
            _run(connection, part.create)
        _run(connection, "ANALYZE offering_in_order")
        tell(N_("Taking the place of the old table ..."), 0.97)
        _swap(connection, parts)
    with reachable(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The visibility map, and the statistics of what searches join.
        _run(connection, "VACUUM (ANALYZE) offering, service_point")
    tell(N_("Done."), 1.0)


def _indexes(connection: Connection) -> list[_Named]:
    return [
        _Named(
            name,
            definition.replace(f" {name} ON public.offering ", f" {name}_in_order ON public.offering_in_order ", 1),
            f"ALTER INDEX {name}_in_order RENAME TO {name}",
        )
        for name, definition in connection.execute(text(_INDEXES))
    ]


def _constraints(connection: Connection) -> list[_Named]:
    """Keys before foreign keys. A key brings its index along."""
    return [
        _Named(
            name,
            f"ALTER TABLE offering_in_order ADD CONSTRAINT {name}_in_order {definition}",
            f"ALTER TABLE offering RENAME CONSTRAINT {name}_in_order TO {name}",
        )
        for name, definition, _ in connection.execute(text(_CONSTRAINTS))
    ]


def _swap(connection: Connection, parts: list[_Named]) -> None:
    """The only moment that searches wait for: names change hands."""
    afterwards = [*connection.execute(text(_TRIGGERS)).scalars(), *connection.execute(text(_GRANTS)).scalars()]
    _lock_out_readers(connection)
    highest = connection.execute(text("SELECT last_value FROM offering_id_seq")).scalar_one()
    _run(connection, "DROP TABLE offering")
    _run(connection, "ALTER TABLE offering_in_order RENAME TO offering")
    _run(connection, "ALTER SEQUENCE offering_in_order_id_seq RENAME TO offering_id_seq")
    _run(connection, f"SELECT setval('offering_id_seq', {int(highest)})")
    for part in parts:
        _run(connection, part.rename)
    for statement in afterwards:
        _run(connection, statement)


def _lock_out_readers(connection: Connection) -> None:
    """Never stands in the queue for long: behind a waiting lock every search would wait too."""
    _run(connection, f"SET LOCAL lock_timeout = '{_PATIENCE_MS}ms'")
    while True:
        try:
            with connection.begin_nested():
                _run(connection, "LOCK TABLE offering IN ACCESS EXCLUSIVE MODE")
                return
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
        time.sleep(_PAUSE_S)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
