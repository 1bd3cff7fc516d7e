"""Makes what a data set says true: all of it in one transaction, and only if it is still what was looked at."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.errors import PakmudError
from geo.staff.audit import Doer, acting
from geo.staff.data_set_models import DataSet
from geo.words import N_
from ingest.data_sets.compare import compare_staged, find_changed_since
from ingest.data_sets.jobs import Progress
from ingest.data_sets.log_records import log_records
from ingest.data_sets.set_kind import SET_KINDS, SetKind
from ingest.kinds.kind import Db, Merged
from ingest.load import INGEST_LOCK, driver_cursor
from ingest.report import Log
from ingest.statements import statements

_SQL = statements(__file__)

KEPT = 3
"""So many activated data sets of a kind and an agency can be rolled back to."""

COMPARING = N_("Comparing with what is stored ...")
STORING = N_("Storing ...")
LOGGING = N_("Writing the audit log ...")


class ChangedSince(PakmudError):
    """What is stored is not what it was when the preview was made."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(
            N_("Records were changed since the preview was made ({codes}). Nothing was stored: here is a new preview."),
            codes=", ".join(codes[:5]) + (" ..." if len(codes) > 5 else ""),
        )


def activate(session: Session, data_set: DataSet, doer: Doer, progress: Progress) -> None:
    """In the session's transaction, which the caller commits. Raises: ChangedSince, Stopped."""
    set_kind = SET_KINDS[data_set.kind]
    progress.tell(COMPARING, 0.02)
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": INGEST_LOCK})
    session.execute(text("SELECT set_config('pakmud.who', :who, true)"), {"who": acting(doer).name})
    with driver_cursor(session.connection()) as db:
        _stage(db, data_set, set_kind)
        progress.tell(STORING, 0.2)
        db.execute(_SQL[f"remember_{set_kind.record}"], {"id": data_set.id})
        merged = _merge(db, data_set, set_kind)
        if (merged.added, merged.changed) != (data_set.rows_new, data_set.rows_changed):
            raise ChangedSince([])
        progress.tell(LOGGING, 0.8)
        db.execute(_SQL[f"remember_new_{set_kind.record}"], {"id": data_set.id})
        db.execute(_SQL[f"left_as_{set_kind.record}"], {"id": data_set.id})
        db.execute(_SQL["tell"], {"id": data_set.id})
        log_records(db, set_kind.record, doer)
        db.execute(_SQL["forget"], {"id": data_set.id, "kept": KEPT - 1})


def _stage(db: Db, data_set: DataSet, set_kind: SetKind) -> None:
    """The checked rows as `staged`, if they still mean what the preview shows; nobody changes them until the commit."""
    db.execute(set_kind.kind.stage)
    db.execute(_SQL["stage"], {"id": data_set.id})
    db.execute(_SQL[f"hold_{set_kind.record}"], {"id": data_set.id})
    named = [code for (code,) in db.execute(_SQL["named"], {"id": data_set.id}).fetchall()]
    # without rows that are gone there were none to look for, or it could not be told
    complete = data_set.complete and data_set.rows_gone > 0
    compare_staged(db, set_kind, data_set.agency_id, complete=complete, named=named)
    changed = find_changed_since(db, data_set.id)
    if changed:
        raise ChangedSince(changed)


def _merge(db: Db, data_set: DataSet, set_kind: SetKind) -> Merged:
    set_kind.kind.settle(db, Log(data_set.file_name))
    merged = set_kind.kind.merge(db)
    if data_set.rows_gone:
        db.execute(_SQL[f"take_away_{set_kind.record}"], {"id": data_set.id})
    return merged
