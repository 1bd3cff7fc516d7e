"""Which procedures changed since this process last looked: one cheap statement before every search.

Changes are told by triggers, except one that nobody makes: a manual comes into force because its day has begun.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

Changes = Mapping[int, int]
"""The number of the last change of each procedure, as far as it has been read."""

Coming = Mapping[int, int]
"""The published revisions whose day has not begun: by id, the procedure they are a manual of."""

NOTHING_READ = 0

LOOK = text(
    """
    SELECT t.complete_below, t.own IS NOT NULL AS has_written,
           d.oid::text || ' ' || 'finding_change'::regclass::oid::text AS database,
           coalesce(c.procedures, '{}') AS procedures, coalesce(c.changes, '{}') AS changes,
           coalesce(l.revisions, '{}') AS later, coalesce(l.procedures, '{}') AS later_of
    FROM (
        SELECT pg_snapshot_xmin(now)::text::bigint AS complete_below,
               pg_snapshot_xmax(now)::text::bigint AS begun_below,
               pg_current_xact_id_if_assigned()::text::bigint AS own
        FROM pg_current_snapshot() now
    ) t
    JOIN pg_database d ON d.datname = current_database()
    CROSS JOIN LATERAL (
        SELECT array_agg(procedure_id) AS procedures, array_agg(change) AS changes
        FROM finding_change
        WHERE changed_by >= :since
          -- numbers of the future were restored from another cluster: old news, in the first look only
          AND (:since = 0 OR changed_by < t.begun_below OR changed_by = t.own)
    ) c
    CROSS JOIN (
        SELECT array_agg(id) AS revisions, array_agg(procedure_id) AS procedures
        FROM manual_revision
        -- now() as in the view `manual`: the day of this transaction, whatever the clock says meanwhile
        WHERE state = 'published' AND effective_from > (now() AT TIME ZONE 'Asia/Bangkok')::date
    ) l
    """
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the database says about its catalogue at one moment.

    `complete_below`: all transactions with a lower number have ended, so that the next look may begin there.
    `has_written`: this transaction has changes that nobody else sees, which must not get into what is shared.
    `changes` are those since the last look, some of which may have been read already. `coming` is all there is.
    """

    database: str
    complete_below: int
    has_written: bool
    changes: Changes
    coming: Coming


def find_changes(session: Session, since: int) -> Look:
    """`since` is the `complete_below` of the last look, or `NOTHING_READ`."""
    row = session.execute(LOOK, {"since": since}).one()
    return Look(
        database=row.database,
        complete_below=row.complete_below,
        has_written=row.has_written,
        changes=dict(zip(row.procedures, row.changes, strict=True)),
        coming=dict(zip(row.later, row.later_of, strict=True)),
    )


def begun_since(before: Coming, now: Coming) -> set[int]:
    """The procedures whose manual is another one by the date alone: what was to come is not to come any more."""
    return {procedure_id for revision_id, procedure_id in before.items() if revision_id not in now}
