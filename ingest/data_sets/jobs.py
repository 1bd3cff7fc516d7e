"""Work on data sets that takes longer than a request: who takes it, how far it is, and what becomes of it when it dies.

All of it stands in the database. A job is taken by one worker of whatever process (`FOR UPDATE SKIP LOCKED`), which
holds an advisory lock of its connection meanwhile: where a job runs and nobody holds its lock, its process is gone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sqlalchemy import Connection, Engine, text

JOB_LOCK = 7_256_686
"""The first half of the advisory locks, whose second half is the data set's number."""

_TOLD_EVERY_S = 0.4

_CLAIM = text("SELECT id FROM data_set WHERE job_state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
_LOCK = text("SELECT pg_advisory_lock(:lock, :id)")
_UNLOCK = text("SELECT pg_advisory_unlock(:lock, :id)")
_BEGIN = text("UPDATE data_set SET job_state = 'running', progress = 0, doing = '' WHERE id = :id")
_ORPHANS = text("""
WITH running AS MATERIALIZED (SELECT id FROM data_set WHERE job_state = 'running')
SELECT id FROM running WHERE pg_try_advisory_xact_lock(:lock, id)
""")
_BURY = text("UPDATE data_set SET job_state = 'died' WHERE id = ANY (:ids) AND job_state = 'running'")
_TELL = text("""
UPDATE data_set SET progress = :progress, doing = :doing, rows_read = coalesce(:read, rows_read),
                    rows_refused = coalesce(:refused, rows_refused)
WHERE id = :id
""")


class Stopped(Exception):
    """The process ends: whatever was begun is given up, and can be run again."""


@contextmanager
def claimed_job(connection: Connection) -> Iterator[int | None]:
    """The number of a data set with something to do, for as long as the block lasts; None where there is none."""
    data_set_id = connection.scalar(_CLAIM)
    if data_set_id is None:
        connection.rollback()
        yield None
        return
    connection.execute(_LOCK, {"lock": JOB_LOCK, "id": data_set_id})
    connection.execute(_BEGIN, {"id": data_set_id})
    connection.commit()
    try:
        yield data_set_id
    finally:
        connection.rollback()
        connection.execute(_UNLOCK, {"lock": JOB_LOCK, "id": data_set_id})
        connection.commit()


def bury_dead_jobs(connection: Connection) -> None:
    """Those that ran in a process which is gone are marked so."""
    ids = list(connection.scalars(_ORPHANS, {"lock": JOB_LOCK}))
    if ids:
        connection.execute(_BURY, {"ids": ids})
    connection.commit()


class Progress:
    """How far a job is, in a connection of its own: what the job itself writes, nobody sees until it is done."""

    def __init__(self, engine: Engine, data_set_id: int, stop: Event) -> None:
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._id = data_set_id
        self._stop = stop
        self._doing = ""
        self._told_at = 0.0

    def close(self) -> None:
        self._connection.close()

    def tell(self, doing: str, share: float, *, read: int | None = None, refused: int | None = None) -> None:
        """`doing` is a message of the catalogues, `share` what is done of all. Raises: Stopped."""
        if self._stop.is_set():
            raise Stopped
        now = time.monotonic()
        if doing == self._doing and now - self._told_at < _TOLD_EVERY_S:
            return
        self._doing, self._told_at = doing, now
        places = {"id": self._id, "progress": share, "doing": doing, "read": read, "refused": refused}
        self._connection.execute(_TELL, places)
