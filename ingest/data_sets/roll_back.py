"""Takes an activated data set back: every record as it was, but one changed since only where somebody says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.staff.audit import Doer, acting
from geo.staff.data_set_models import DataSet
from geo.words import N_, Sentence
from ingest.data_sets.jobs import Progress
from ingest.data_sets.log_records import log_records
from ingest.data_sets.set_kind import SET_KINDS, Record
from ingest.kinds.kind import Db
from ingest.load import INGEST_LOCK, driver_cursor
from ingest.statements import statements

_SQL = statements(__file__)

LOOKING = N_("Looking at what was changed since ...")
RESTORING = N_("Putting the records back ...")

_KEPT_BY_TRIGGERS = ("version", "json", "serves", "effective_schedule_id", "path")
"""Columns that nobody writes: they follow from the others."""

_KEPT_BY_TRIGGERS_OF_OFFERINGS = ("agency_id", "schedule_id", "hours_class", "location", "map_x", "map_y")

_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
  AND attname <> ALL (%s)
ORDER BY attnum
"""

_REFERRING = """
SELECT conrelid::regclass::text, attname
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid = %s::regclass AND cardinality(conkey) = 1
  AND conrelid::regclass::text NOT IN ('area_served', 'data_set_undo')
"""

_HANGS = sql.SQL("EXISTS (SELECT FROM {table} WHERE {column} = u.record_id)")
# an agency and the one below it may both be new
_HANGS_OF_ITS_OWN = sql.SQL(
    "EXISTS (SELECT FROM {table} r WHERE r.{column} = u.record_id AND r.id NOT IN "
    "(SELECT n.record_id FROM data_set_undo n WHERE n.data_set_id = %(id)s AND n.change = 'new'))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedSince:
    """A record that is not as the data set left it. `change` is what the data set had done: new, changed or gone."""

    record_id: int
    code: str
    name: str
    change: str
    by: str | None


def find_edited_since(session: Session, data_set: DataSet, limit: int | None = None) -> list[EditedSince]:
    """In the order of codes."""
    record = SET_KINDS[data_set.kind].record
    with driver_cursor(session.connection()) as db:
        db.execute(_edited(db, record) + sql.SQL(" ORDER BY code LIMIT {}").format(limit), {"id": data_set.id})
        return [
            EditedSince(record_id=record_id, code=code, name=name or "", change=change, by=by)
            for record_id, code, name, change, by in db.fetchall()
        ]


def roll_back(session: Session, data_set: DataSet, doer: Doer, progress: Progress) -> Sentence | None:
    """In the session's transaction, which the caller commits; returns what is worth telling.

    `restore` of the job's options: numbers of the records that are put back although somebody changed them since; the
    others of those stay as they are. Raises: Stopped.
    """
    record: Record = SET_KINDS[data_set.kind].record
    restore: Sequence[int] = data_set.job_options.get("restore", [])
    progress.tell(LOOKING, 0.05)
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INGEST_LOCK})
    session.execute(text("SELECT set_config('pakmud.who', :who, true)"), {"who": acting(doer).name})
    with driver_cursor(session.connection()) as db:
        db.execute(_SQL[f"hold_{record}"], {"id": data_set.id})
        db.execute(
            sql.SQL("CREATE TEMPORARY TABLE edited ON COMMIT DROP AS ") + _edited(db, record), {"id": data_set.id}
        )
        db.execute(_SQL["back"], {"id": data_set.id, "restore": list(restore)})
        db.execute("ANALYZE back")
        db.execute(_SQL[f"state_{record}"])
        progress.tell(RESTORING, 0.2)
        db.execute(_put_back(db, record))
        if record == "offering":
            db.execute(_bring_back_offerings(db))
        else:
            db.execute(_SQL["unserve"].format(owner=record))
            db.execute(_SQL["serve"].format(owner=record))
        _take_away_new(db, record)
        progress.tell(RESTORING, 0.8)
        db.execute(_SQL[f"tell_{record}"])
        log_records(db, record, doer)
        kept, hidden = db.execute(_SQL["count"], {"restore": list(restore)}).fetchone() or (0, 0)
        db.execute("DELETE FROM data_set_undo WHERE data_set_id = %s", [data_set.id])
    return _said(kept, hidden)


def _edited(db: Db, record: Record) -> sql.Composed:
    """A record is edited since when its version is another, or, of a new one, when something hangs on it by now."""
    hanging = [
        (_HANGS_OF_ITS_OWN if table == record else _HANGS).format(
            table=sql.Identifier(*str(table).strip('"').split(".")), column=sql.Identifier(column)
        )
        for table, column in db.execute(_REFERRING, [record]).fetchall()
    ]
    hangs = sql.SQL(" OR ").join(hanging) if hanging else sql.SQL("false")
    return sql.SQL(_SQL[f"edited_{record}"]).format(hangs=hangs)


def _columns(db: Db, record: Record) -> list[str]:
    left_out = [*_KEPT_BY_TRIGGERS, *(_KEPT_BY_TRIGGERS_OF_OFFERINGS if record == "offering" else ())]
    return [name for (name,) in db.execute(_COLUMNS, [record, left_out]).fetchall()]


def _put_back(db: Db, record: Record) -> sql.Composed:
    """Every column by name: also those that came after this was written."""
    assignments = sql.SQL(", ").join(
        sql.SQL("{0} = was.{0}").format(sql.Identifier(column)) for column in _columns(db, record)
    )
    return sql.SQL(
        "UPDATE {table} mine SET {assignments} FROM back b, jsonb_populate_record(NULL::{table}, b.before) was "
        "WHERE mine.id = b.record_id AND b.before IS NOT NULL"
    ).format(table=sql.Identifier(record), assignments=assignments)


def _bring_back_offerings(db: Db) -> sql.Composed:
    """Those that were taken off, with the numbers they had; the triggers fill in what repeats the service point."""
    names = sql.SQL(", ").join(map(sql.Identifier, ["id", "agency_id", *_columns(db, "offering")]))
    values = sql.SQL(", ").join(
        sql.SQL("was.{}").format(sql.Identifier(name)) for name in ["id", "agency_id", *_columns(db, "offering")]
    )
    return sql.SQL(
        "INSERT INTO offering ({names}) OVERRIDING SYSTEM VALUE SELECT {values} "
        "FROM back b, jsonb_populate_record(NULL::offering, b.before) was "
        "WHERE b.change = 'gone' ON CONFLICT DO NOTHING"
    ).format(names=names, values=values)


def _take_away_new(db: Db, record: Record) -> None:
    """What nothing hangs on is deleted; the rest, where somebody wants it back as it was, is hidden."""
    if record != "offering":
        db.execute(_SQL[f"hide_new_{record}"])
        db.execute(_SQL["unserve_new"].format(owner=record))
    db.execute(
        sql.SQL(
            "DELETE FROM {table} mine USING back b WHERE mine.id = b.record_id AND b.change = 'new' AND NOT b.hangs"
        ).format(table=sql.Identifier(record))
    )


def _said(kept: int, hidden: int) -> Sentence | None:
    if hidden:
        message = N_(
            "New records that were hidden, not deleted, since something was added to them: {hidden}. Records that were "
            "changed since and stay as they are: {kept}."
        )
        return Sentence(message, {"hidden": hidden, "kept": kept})
    if kept:
        return Sentence(N_("Records that were changed since and stay as they are: {kept}."), {"kept": kept})
    return None
