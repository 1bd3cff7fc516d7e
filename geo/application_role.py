"""The database role that the web application works in: it may change rows, but no tables, and never the audit log.

The owner of the tables makes and migrates them, from the terminal. Decision 25 says why there are two.
"""

import psycopg
from sqlalchemy import Connection, Engine, event, text

from geo.cluster.embedded import APPLICATION_ROLE

APPEND_ONLY = ("audit_log", "manual_action", "offering_change", "offering_change_set")

# Some other database of the server may be making it at this moment.
_MAKE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
        CREATE ROLE {APPLICATION_ROLE} NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, '{APPLICATION_ROLE}', 'MEMBER') THEN
        GRANT {APPLICATION_ROLE} TO current_user;
    END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
END $$
"""

_MAY_TAKE = text(
    "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role AND pg_has_role(session_user, oid, 'MEMBER'))"
)

# Asked of each connection, not once: the server may be down when the application starts.
_TAKE = f"""
SELECT set_config('role', rolname, false) FROM pg_roles
WHERE rolname = '{APPLICATION_ROLE}' AND pg_has_role(session_user, oid, 'MEMBER')
"""  # noqa: S608 - our own constant

_GRANTS = (
    f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE}",
    # what the owner makes between two migrations, as `pakmud db maintain` does
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION_ROLE}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION_ROLE}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}",
    f"REVOKE INSERT, UPDATE, DELETE ON alembic_version, spatial_ref_sys FROM {APPLICATION_ROLE}",
    *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLE}" for table in APPEND_ONLY),
)


def grant_to_application(connection: Connection) -> None:
    """Give the role what it needs in this database; done after every migration, since a backup holds no grants.

    Where the role is missing and may not be made, nothing happens: `pakmud db check` says so.
    """
    connection.execute(text(_MAKE))
    if has_application_role(connection):
        for grant in _GRANTS:
            connection.execute(text(grant))


def has_application_role(connection: Connection) -> bool:
    """Whether there is the role, and whoever is connected may work in it."""
    return bool(connection.scalar(_MAY_TAKE, {"role": APPLICATION_ROLE}))


def work_as_application(engine: Engine) -> None:
    """From now on new connections of `engine` work in the role, where there is one; else the trigger alone guards."""

    @event.listens_for(engine, "connect")
    def take_role(connection: psycopg.Connection[tuple[object, ...]], record: object) -> None:
        connection.execute(_TAKE)
        connection.commit()  # or the first rollback would give the role back


async def take_application_role(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
    """The same for one connection of psycopg, in autocommit mode."""
    await connection.execute(_TAKE)
