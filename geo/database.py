"""The connection to PostgreSQL: engines, time limits, and where the driver's errors become ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import errors as postgres
from sqlalchemy import Engine, Executable, Row, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, SessionTransaction

from geo.cluster.embedded import EmbeddedServer
from geo.cluster.settings import FROM_THE_FIRST_ROW
from geo.errors import DatabaseUnavailable, SearchTimedOut
from geo.settings import Settings
from geo.words import N_


def database_url(settings: Settings) -> str:
    """The URL to connect to: the one configured, else the embedded server's, which is started where it is down."""
    if settings.database_url is None:
        return EmbeddedServer(settings.home).start()
    url = settings.database_url
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


OPTIONS = (
    "-c timezone=Asia/Bangkok -c plan_cache_mode=force_custom_plan -c max_parallel_workers_per_gather=0 -c jit=off "
    + FROM_THE_FIRST_ROW
)
"""Filters select between one and a million rows: a plan that was made for other values can take a second. Workers of a
parallel plan are started even for a part that is never begun, and take longer to start than a search takes; so does
compiling a plan (jit), which a server that is not ours may do."""


def connect(url: str, *, pool_size: int = 8) -> Engine:
    """An engine whose connections refuse to wait for ever: they are checked before use and time out when connecting."""
    return create_engine(
        url,
        pool_size=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,  # or an error in the log would tell where somebody is
        connect_args={"connect_timeout": 10, "application_name": "pakmud", "options": OPTIONS},
    )


_LIMIT = text("SELECT set_config('statement_timeout', :ms, true)")
_LIMITED = "time limit"
"""In the session's notes: the transaction whose statements are limited, and to how many milliseconds."""


@contextmanager
def time_limit(session: Session, timeout_ms: int) -> Iterator[None]:
    """Statements run inside are stopped by the server after `timeout_ms`.

    Raises: SearchTimedOut, DatabaseUnavailable.
    """
    if session.info.get(_LIMITED) != (_innermost(session), timeout_ms):  # a keystroke asks several times
        session.execute(_LIMIT, {"ms": str(timeout_ms)})
        session.info[_LIMITED] = (_innermost(session), timeout_ms)
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, postgres.QueryCanceled):
            raise SearchTimedOut(timeout_ms) from error
        raise


def _innermost(session: Session) -> SessionTransaction | None:
    """What the limit ends with at the latest: a savepoint, else the transaction."""
    return session.get_nested_transaction() or session.get_transaction()


def rows_in_time(session: Session, statement: Executable, timeout_ms: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows of a search's statement.

    Raises: SearchTimedOut.
    """
    with time_limit(session, timeout_ms):
        return session.execute(statement).all()


@contextmanager
def reachable() -> Iterator[None]:
    """Turn "no connection" into a sentence.

    Raises: DatabaseUnavailable.
    """
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseUnavailable(
            N_("The database has more to do than it can. Please try again in a moment.")
        ) from error
    except OperationalError as error:
        if isinstance(error.orig, postgres.Error) and error.orig.sqlstate not in (None, "57P01", "57P03", "08006"):
            raise
        raise DatabaseUnavailable(
            N_("The database cannot be reached. Is it running? 'pakmud db status' tells.")
        ) from error
