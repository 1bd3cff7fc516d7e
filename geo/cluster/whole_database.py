"""Whole databases on a server: made empty with the extensions, renamed, dropped, put in the place of another."""

import time
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from geo.cluster.programs import EXTENSIONS
from geo.errors import DatabaseUnavailable
from geo.words import N_

_ATTEMPTS = 5


def conninfo(url: str, *, database: str | None = None, password: bool = True) -> str:
    """libpq's form of a SQLAlchemy URL, for psycopg and for PostgreSQL's programs; optionally of a sibling `database`.

    Without the `password` it may stand on a command line, which every user of the machine can read.
    """
    parts = make_url(url)
    named = {
        "host": parts.host,
        "port": str(parts.port) if parts.port else None,
        "user": parts.username,
        "password": str(parts.password) if parts.password and password else None,
        "dbname": database or parts.database,
    }
    # SQLAlchemy keeps what libpq knows and it does not, such as the folder of a socket, as the URL's query
    further = {name: value if isinstance(value, str) else ",".join(value) for name, value in parts.query.items()}
    return make_conninfo("", **further | {name: value for name, value in named.items() if value is not None})


def create_database(server_url: str, name: str, *, owner: str | None = None) -> None:
    """An empty database with Pakmud's extensions; one of that name, left by an attempt that was cut short, is dropped.

    `server_url` names any database of the server but this one. Raises: DatabaseUnavailable.
    """
    drop_database(server_url, name)
    owned = sql.SQL(" OWNER {}").format(sql.Identifier(owner)) if owner else sql.SQL("")
    _execute(server_url, "CREATE DATABASE {}{}", sql.Identifier(name), owned)
    for extension in EXTENSIONS:
        _execute(server_url, "CREATE EXTENSION {}", sql.Identifier(extension), database=name)


def drop_database(server_url: str, name: str) -> None:
    """Gone, with whoever is connected to it; nothing happens when there is none. Raises: DatabaseUnavailable."""
    _execute(server_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))


def rename_database(server_url: str, name: str, new_name: str) -> None:
    """Raises: DatabaseUnavailable."""
    _execute(server_url, "ALTER DATABASE {} RENAME TO {}", sql.Identifier(name), sql.Identifier(new_name))


def replace_database(server_url: str, name: str, replacement: str, *, old_name: str) -> None:
    """`replacement` becomes `name` and what was `name` becomes `old_name`, both or neither.

    Connections to `name` are ended; programs with a pool simply connect again. Raises: DatabaseUnavailable.
    """
    drop_database(server_url, old_name)
    renaming = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with psycopg.connect(conninfo(server_url)) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s)",
                    [[name, replacement]],
                )
                connection.execute(renaming.format(sql.Identifier(name), sql.Identifier(old_name)))
                connection.execute(renaming.format(sql.Identifier(replacement), sql.Identifier(name)))
        except psycopg.errors.ObjectInUse as error:
            # somebody connected between the two statements
            if attempt == _ATTEMPTS:
                raise _unavailable(error) from error
            time.sleep(0.1)
        except psycopg.Error as error:
            raise _unavailable(error) from error
        else:
            return


def vacuum_database(url: str) -> None:
    """Gather the statistics that the planner lacks in a database just filled. Raises: DatabaseUnavailable."""
    _execute(url, "VACUUM (ANALYZE)")


def _execute(server_url: str, statement: LiteralString, *parts: sql.Composable, database: str | None = None) -> None:
    try:
        with psycopg.connect(conninfo(server_url, database=database), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*parts))
    except psycopg.Error as error:
        raise _unavailable(error) from error


def _unavailable(error: psycopg.Error) -> DatabaseUnavailable:
    reason = error.diag.message_primary or str(error)
    return DatabaseUnavailable(N_("The database server refused: {reason}"), reason=reason.strip())
