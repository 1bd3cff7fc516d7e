"""Writes a line of the audit log for each record that a data set changed, so that its own history tells of it."""

from geo.staff.audit import Doer, acting
from ingest.data_sets.set_kind import Record
from ingest.kinds.kind import Db
from ingest.statements import statements

_SQL = statements(__file__)


def log_records(db: Db, record: Record, doer: Doer) -> None:
    """From the table `told`: record_id, code, name, action (add, edit, hide, show, remove) and changes by column."""
    actor = acting(doer)
    places = {
        "account_id": actor.account_id,
        "account_name": actor.name,
        "program": actor.program,
        "device": doer.origin.device,
        "network": doer.origin.network,
    }
    db.execute(_SQL[record], places)
