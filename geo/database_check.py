"""Is the database fit for use? What is wrong with it, and the remedy."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from geo.application_role import has_application_role
from geo.cluster.embedded import APPLICATION_ROLE
from geo.cluster.programs import EXTENSIONS, OLDEST_MAJOR
from geo.database import reachable
from geo.errors import DatabaseUnavailable
from geo.migrate import current_revision, newest_revision
from geo.words import N_, Sentence

OLDEST_POSTGIS = (3, 3)
TRIGGERS = ("offering_repeats_its_service_point", "service_point_tells_its_offerings", "service_point_is_made_ready")
INDEX = "offering_nearest"

_LIKE_THE_SERVICE_POINT = """
    SELECT count(*)
    FROM offering o JOIN service_point s ON s.id = o.service_point_id LEFT JOIN schedule h ON h.id = o.schedule_id
    WHERE (o.agency_id, o.hours_class) IS DISTINCT FROM (s.agency_id, coalesce(h.hours_class, 0))
       OR o.own_schedule_id IS NULL AND o.schedule_id IS DISTINCT FROM s.effective_schedule_id
       OR o.schedule_id IS DISTINCT FROM o.own_schedule_id AND o.own_schedule_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM temporary_hours t WHERE t.service_point_id = s.id)
       OR o.location::bytea IS DISTINCT FROM findable_location(s.location, s.shown)::bytea
       OR (o.map_x, o.map_y) IS DISTINCT FROM (s.map_x, s.map_y)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and what to do about it."""

    problem: Sentence
    remedy: Sentence


def check_database(engine: Engine) -> list[Finding]:
    """What is wrong, the most basic first; empty when all is well. Reads every offering once: seconds for millions."""
    try:
        with reachable(), engine.connect() as connection:
            server = [*_server(connection), *_encoding(connection), *_extensions(connection)]
    except DatabaseUnavailable as error:
        return [Finding(error.sentence, Sentence(N_("Start it ('pakmud db up'), or correct PAKMUD_DATABASE_URL.")))]
    schema = list(_schema(engine))
    if server or schema:
        return server + schema  # the rest would only stumble over the same
    with reachable(), engine.connect() as connection:
        return [
            *_triggers(connection),
            *_application_role(connection),
            *_index(connection),
            *_offerings(connection),
        ]


def _server(connection: Connection) -> Iterator[Finding]:
    version = connection.execute(text("SHOW server_version")).scalar_one()
    if int(version.split(".")[0]) < OLDEST_MAJOR:
        yield Finding(
            Sentence(N_("The server is PostgreSQL {version}."), {"version": version}),
            Sentence(N_("Move to PostgreSQL {oldest} or newer."), {"oldest": OLDEST_MAJOR}),
        )


def _encoding(connection: Connection) -> Iterator[Finding]:
    encoding, letters = connection.execute(
        text("SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()")
    ).one()
    remedy = Sentence(
        N_("Make the database anew with ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0, and restore a backup.")
    )
    if encoding != "UTF8":
        yield Finding(Sentence(N_("The database's encoding is {encoding}, not UTF8."), {"encoding": encoding}), remedy)
    if letters in ("C", "POSIX"):
        problem = N_("The database's locale is {locale}, in which Thai letters are not letters: searching text fails.")
        yield Finding(Sentence(problem, {"locale": letters}), remedy)


def _extensions(connection: Connection) -> Iterator[Finding]:
    installed: dict[str, str] = {
        row.extname: row.extversion for row in connection.execute(text("SELECT extname, extversion FROM pg_extension"))
    }
    for name in EXTENSIONS:
        if name not in installed:
            yield Finding(
                Sentence(N_("The extension {name} is missing."), {"name": name}),
                Sentence(N_("As a superuser, run: CREATE EXTENSION {name}"), {"name": name}),
            )
    postgis = installed.get("postgis")
    if postgis and tuple(int(part) for part in postgis.split(".")[:2]) < OLDEST_POSTGIS:
        yield Finding(
            Sentence(N_("PostGIS is {version}."), {"version": postgis}),
            Sentence(
                N_("Install PostGIS {oldest} or newer, then run: SELECT postgis_extensions_upgrade()"),
                {"oldest": ".".join(map(str, OLDEST_POSTGIS))},
            ),
        )


def _schema(engine: Engine) -> Iterator[Finding]:
    found, needed = current_revision(engine), newest_revision()
    if found != needed:
        yield Finding(
            Sentence(
                N_("The schema is at revision {found}, and this version of Pakmud needs {needed}."),
                {"found": found or "-", "needed": needed},
            ),
            Sentence(N_("Run: pakmud db migrate")),
        )


def _triggers(connection: Connection) -> Iterator[Finding]:
    # 'O' and 'A' fire for everybody; 'D' is disabled and 'R' fires on replicas only
    enabled = connection.execute(
        text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
    ).scalars()
    for name in sorted(set(TRIGGERS) - set(enabled)):
        yield Finding(
            Sentence(
                N_("The trigger {name} is missing or disabled, so offerings no longer follow their service points."),
                {"name": name},
            ),
            Sentence(N_("Enable it (ALTER TABLE ... ENABLE TRIGGER {name}) or restore a backup."), {"name": name}),
        )


def _application_role(connection: Connection) -> Iterator[Finding]:
    if not has_application_role(connection):
        user = connection.execute(text("SELECT session_user")).scalar_one()
        yield Finding(
            Sentence(
                N_("The role {role} is missing: the web application works as the owner of the tables."),
                {"role": APPLICATION_ROLE},
            ),
            Sentence(
                N_("As a superuser, run: CREATE ROLE {role}; GRANT {role} TO {user}; then: pakmud db migrate"),
                {"role": APPLICATION_ROLE, "user": user},
            ),
        )


def _index(connection: Connection) -> Iterator[Finding]:
    valid = connection.execute(
        text("SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = to_regclass(:name)"), {"name": INDEX}
    ).scalar()
    if valid is None:
        yield Finding(
            Sentence(N_("The index {name} is missing: every search reads the whole table."), {"name": INDEX}),
            Sentence(N_("Restore a backup, or make it as geo/migrations says.")),
        )
    elif not valid:
        yield Finding(
            Sentence(N_("The index {name} is not valid: its building was interrupted."), {"name": INDEX}),
            Sentence(N_("Run: REINDEX INDEX CONCURRENTLY {name}"), {"name": INDEX}),
        )


def _offerings(connection: Connection) -> Iterator[Finding]:
    astray = connection.execute(text(_LIKE_THE_SERVICE_POINT)).scalar_one()
    if astray:
        yield Finding(
            Sentence(N_("{count} offerings disagree with their service points."), {"count": astray}),
            Sentence(N_("Run: UPDATE offering SET procedure_id = procedure_id; the triggers put them right.")),
        )
