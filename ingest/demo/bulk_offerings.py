"""Offerings by the million: indexes and triggers stand aside, rows come in the order searches read them.

The usual way in is `ingest/offerings.py`; this one is for a load that is larger than what the table held before.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from ingest.kinds.kind import Db
from ingest.statements import statements

Ids = NDArray[np.int64]

BATCH = 500_000
"""Offerings that are held in memory at once, about."""

_PAIR = np.dtype([("fields", ">i2"), ("size_1", ">i4"), ("procedure", ">i4"), ("size_2", ">i4"), ("point", ">i4")])
"""A row of two integers in PostgreSQL's binary COPY format."""

_HEADER, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"

OFFICE_HOURS = "Mo-Fr 08:30-16:30; PH off"
"""When most things are done where the doors never close: a hospital's emergency room keeps no registers."""

_SQL = statements(__file__)


class OfferingsDisagree(RuntimeError):
    """A programming error: a denormalised column differs from its service point's."""


def load_offerings(db: Db, offers: Iterable[tuple[int, Ids]], round_the_clock: Collection[int] = ()) -> Iterator[int]:
    """Adds, for each procedure's id, the service points with these ids; yields how many are loaded so far.

    Give procedures by ascending id and service points in the order of their places: the table is read in that order.
    Where the doors never close, all procedures but those `round_the_clock` get office hours of their own.
    The work is done when the iterator ends. Raises: OfferingsDisagree.
    """
    values = {"office_hours": OFFICE_HOURS, "round_the_clock": list(round_the_clock)}
    with _without_indexes(db):
        for name in ("office_hours", "repeat", "pairs"):
            db.execute(_SQL[name], values)
        db.execute("ANALYZE repeated")
        loaded = 0
        for batch, count in _batches(offers):
            with db.copy("COPY pair FROM STDIN (FORMAT binary)") as copy:
                copy.write(batch)
            db.execute(_SQL["add"], values)
            db.execute("TRUNCATE pair")
            loaded += count
            yield loaded
        db.execute("DROP TABLE pair, repeated")
    check_offerings(db)


def check_offerings(db: Db) -> None:
    """Raises: OfferingsDisagree when a row does not repeat its service point."""
    (count,) = db.execute(_SQL["disagreeing"]).fetchall()[0]
    if count:
        raise OfferingsDisagree(f"{count} offerings differ from their service points")


@contextmanager
def _without_indexes(db: Db) -> Iterator[None]:
    """No indexes but the primary key, no foreign keys, no row triggers inside; as before afterwards."""
    definitions = db.execute(_SQL["indexes"]).fetchall()
    db.execute("ALTER TABLE offering DISABLE TRIGGER USER")
    for drop, _ in definitions:
        db.execute(drop)
    yield
    # Not undone when the load fails: then the whole transaction is.
    db.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _, make in definitions:
        db.execute(make)
    db.execute("ALTER TABLE offering ENABLE TRIGGER USER")


def _batches(offers: Iterable[tuple[int, Ids]]) -> Iterator[tuple[bytes, int]]:
    """Whole procedures together until they are about `BATCH` rows, ready for COPY, and how many those are."""
    waiting, count = [_HEADER], 0
    for procedure_id, point_ids in offers:
        waiting.append(_pairs(procedure_id, point_ids))
        count += len(point_ids)
        if count >= BATCH:
            yield b"".join([*waiting, _TRAILER]), count
            waiting, count = [_HEADER], 0
    if count:
        yield b"".join([*waiting, _TRAILER]), count


def _pairs(procedure_id: int, point_ids: Ids) -> bytes:
    rows = np.empty(len(point_ids), dtype=_PAIR)
    rows["fields"], rows["size_1"], rows["size_2"] = 2, 4, 4
    rows["procedure"], rows["point"] = procedure_id, point_ids
    return rows.tobytes()
