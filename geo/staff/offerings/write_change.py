"""Procedures are linked to service points and taken away here, all at once, and what changed is written down exactly.

Whether the doer may do it at each of these service points is for the callers to ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.staff.audit import Doer, acting
from geo.staff.models import OfferingChange
from geo.words import N_

# In the order that the nearest search reads: by procedure, then along the Hilbert curve, which is how PostGIS sorts
# points. Always the same order, so that two who link the same do not wait for each other in a circle.
_LINK = text("""
    WITH linked AS (
        INSERT INTO offering (procedure_id, service_point_id, agency_id)
        SELECT c.id, p.id, p.agency_id
        FROM unnest(CAST(:procedure_ids AS integer[])) AS c (id)
        CROSS JOIN unnest(CAST(:point_ids AS integer[])) AS w (id)
        JOIN service_point p ON p.id = w.id
        WHERE NOT EXISTS (SELECT FROM offering o WHERE (o.service_point_id, o.procedure_id) = (p.id, c.id))
        ORDER BY c.id, p.location, p.id
        ON CONFLICT (service_point_id, procedure_id) DO NOTHING
        RETURNING procedure_id, service_point_id
    )
    INSERT INTO offering_change_set (change_id, procedure_id, linked, service_point_ids)
    SELECT :change, procedure_id, true, array_agg(service_point_id ORDER BY service_point_id)
    FROM linked GROUP BY procedure_id
""")

_TAKE_AWAY = text("""
    WITH gone AS (
        DELETE FROM offering o
        WHERE o.service_point_id = ANY (CAST(:point_ids AS integer[]))
          AND o.procedure_id = ANY (CAST(:procedure_ids AS integer[]))
        RETURNING o.procedure_id, o.service_point_id, o.own_schedule_id, o.note_th
    )
    INSERT INTO offering_change_set
        (change_id, procedure_id, linked, service_point_ids, own_schedule_ids, notes_th)
    SELECT :change, procedure_id, false, array_agg(service_point_id ORDER BY service_point_id),
           array_agg(own_schedule_id ORDER BY service_point_id), array_agg(note_th ORDER BY service_point_id)
    FROM gone GROUP BY procedure_id
""")

# What somebody changed after the change stays as they left it.
_TOUCHED = """
    WITH later AS (
        SELECT s.procedure_id, w.id AS point_id
        FROM offering_change_set s, unnest(s.service_point_ids) AS w (id)
        WHERE s.change_id > :undone AND s.change_id <> :change
          AND s.procedure_id IN (SELECT procedure_id FROM offering_change_set WHERE change_id = :undone)
    ), touched AS (
        SELECT s.procedure_id, s.linked, w.point_id, w.own_schedule_id, w.note_th
        FROM offering_change_set s,
             unnest(s.service_point_ids, s.own_schedule_ids, s.notes_th) AS w (point_id, own_schedule_id, note_th)
        WHERE s.change_id = :undone
          AND NOT EXISTS (SELECT FROM later l WHERE (l.procedure_id, l.point_id) = (s.procedure_id, w.point_id))
    )
"""

_UNDO_LINKED = text(
    _TOUCHED  # noqa: S608 - our own constant
    + """
    , gone AS (
        DELETE FROM offering o USING touched t
        WHERE t.linked AND (o.service_point_id, o.procedure_id) = (t.point_id, t.procedure_id)
        RETURNING o.procedure_id, o.service_point_id, o.own_schedule_id, o.note_th
    )
    INSERT INTO offering_change_set
        (change_id, procedure_id, linked, service_point_ids, own_schedule_ids, notes_th)
    SELECT :change, procedure_id, false, array_agg(service_point_id ORDER BY service_point_id),
           array_agg(own_schedule_id ORDER BY service_point_id), array_agg(note_th ORDER BY service_point_id)
    FROM gone GROUP BY procedure_id
"""
)

_UNDO_TAKEN = text(
    _TOUCHED  # noqa: S608 - our own constant
    + """
    , linked AS (
        INSERT INTO offering (procedure_id, service_point_id, own_schedule_id, note_th, agency_id)
        SELECT t.procedure_id, p.id, t.own_schedule_id, t.note_th, p.agency_id
        FROM touched t
        JOIN service_point p ON p.id = t.point_id
        JOIN procedure c ON c.id = t.procedure_id
        WHERE NOT t.linked
        ORDER BY t.procedure_id, p.location, p.id
        ON CONFLICT (service_point_id, procedure_id) DO NOTHING
        RETURNING procedure_id, service_point_id
    )
    INSERT INTO offering_change_set (change_id, procedure_id, linked, service_point_ids)
    SELECT :change, procedure_id, true, array_agg(service_point_id ORDER BY service_point_id)
    FROM linked GROUP BY procedure_id
"""
)

_NOTE_LAST = text("""
    INSERT INTO offering_last_change (service_point_id, change_id)
    SELECT DISTINCT w.id, s.change_id
    FROM offering_change_set s, unnest(s.service_point_ids) AS w (id)
    WHERE s.change_id = :change
    ORDER BY 1
    ON CONFLICT (service_point_id) DO UPDATE SET change_id = excluded.change_id
""")

_WRITTEN = text("""
    SELECT s.linked, sum(cardinality(s.service_point_ids)), array_agg(c.code ORDER BY c.code),
           (SELECT array_agg(p.code ORDER BY p.code) FROM service_point p WHERE p.id IN (
               SELECT unnest(t.service_point_ids) FROM offering_change_set t
               WHERE t.change_id = :change AND t.linked = s.linked))
    FROM offering_change_set s JOIN procedure c ON c.id = s.procedure_id
    WHERE s.change_id = :change
    GROUP BY s.linked
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One half of a change: so many offerings, of these procedures at these service points."""

    count: int = 0
    procedure_codes: tuple[str, ...] = ()
    point_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`number` None: everything was so already, and nothing was written."""

    number: int | None
    linked: Part
    taken: Part


NOTHING = Written(number=None, linked=Part(), taken=Part())


def write_links(  # noqa: PLR0913 - the two halves, and where
    session: Session,
    doer: Doer,
    point_ids: Sequence[int],
    *,
    link: Sequence[int] = (),
    take_away: Sequence[int] = (),
    at_point: int | None = None,
) -> Written:
    """Link these procedures to all these points and take those away; what is so already stays. The caller logs it."""
    values = {"point_ids": list(point_ids)}
    with session.begin_nested() as attempt:
        change = _change(session, doer, at_point)
        if take_away:
            session.execute(_TAKE_AWAY, values | {"procedure_ids": list(take_away), "change": change})
        if link:
            session.execute(_LINK, values | {"procedure_ids": list(link), "change": change})
        written = _finish(session, change)
        if written.number is None:
            attempt.rollback()
    return written


def write_undoing(session: Session, doer: Doer, number: int, at_point: int | None) -> Written:
    """As it was before that change, hours and notes too, where nobody changed it since. The caller logs it.

    Raises: InvalidQuery when it has been undone already.
    """
    try:
        with session.begin_nested():
            change = _change(session, doer, at_point, undoes=number)
    except IntegrityError as error:
        raise InvalidQuery(N_("This change has been undone already."), field="change") from error
    session.execute(_UNDO_LINKED, {"undone": number, "change": change})
    session.execute(_UNDO_TAKEN, {"undone": number, "change": change})
    return _finish(session, change)


def _change(session: Session, doer: Doer, at_point: int | None, undoes: int | None = None) -> int:
    actor = acting(doer)
    change = OfferingChange(
        account_id=actor.account_id, account_name=actor.name, service_point_id=at_point, undoes=undoes
    )
    session.add(change)
    session.flush()
    return change.id


def _finish(session: Session, change: int) -> Written:
    parts: Mapping[bool, Part] = {
        linked: Part(count=count, procedure_codes=tuple(procedures), point_codes=tuple(points))
        for linked, count, procedures, points in session.execute(_WRITTEN, {"change": change})
    }
    if not parts:
        return NOTHING
    session.execute(_NOTE_LAST, {"change": change})
    return Written(number=change, linked=parts.get(True, Part()), taken=parts.get(False, Part()))
