"""What a checked file would change: the table `staged` beside what is stored, set by set, into `data_set_row`."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.data_sets.set_kind import SetKind
from ingest.kinds.kind import Db
from ingest.statements import statements

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    moved: int = 0


def compare_staged(db: Db, set_kind: SetKind, agency_id: int | None, *, complete: bool, named: Iterable[str]) -> None:
    """Makes the table `compared`, with a row for each staged one, and, of a complete file, for each that is gone.

    `named` are codes that the file has, too, though their rows were refused: what is refused is not gone.
    """
    if set_kind.record == "service_point":
        db.execute(_SQL["keep_pins"])
    db.execute("ANALYZE staged")
    db.execute(_SQL[f"compare_{set_kind.record}"])
    if complete:
        db.execute("CREATE TEMPORARY TABLE named (code text) ON COMMIT DROP")
        with db.copy("COPY named FROM STDIN") as copy:
            for code in named:
                copy.write_row((code,))
        db.execute(_SQL[f"gone_{set_kind.record}"], [agency_id])


def keep_compared(db: Db, data_set_id: int) -> Counts:
    """From `compared` into the preview."""
    db.execute(_SQL["keep"], [data_set_id])
    row = db.execute(_SQL["count"], [data_set_id]).fetchone() or (0, 0, 0, 0, 0)
    new, changed, unchanged, gone, moved = row
    return Counts(new=new, changed=changed, unchanged=unchanged, gone=gone, moved=moved)


def find_changed_since(db: Db, data_set_id: int) -> list[str]:
    """Codes of the records for which `compared` is not what the preview says any more; a few of them."""
    return [code for (code,) in db.execute(_SQL["changed_since"], {"id": data_set_id}).fetchall()]
