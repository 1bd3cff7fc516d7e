"""The last change of a service point's hours, and taking it back: the log knows what was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, Text, cast, or_, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.staff import offering_hours, temporary_hours
from geo.staff.audit import Doer
from geo.staff.audit_search import AuditLine, line_of
from geo.staff.errors import UnknownRecord
from geo.staff.models import AuditEntry
from geo.staff.offering_hours import find_one_offering_hours, set_offering_hours
from geo.staff.service_point_edit import change_point, load_point
from geo.staff.service_point_fields import state_of
from geo.staff.temporary_hours import (
    add_temporary,
    change_temporary,
    find_temporary,
    remove_temporary,
    spell_as_logged,
    spell_of_log,
)
from geo.words import N_

USUAL = ("opening_hours", "hours_note")
_KEYS = (*USUAL, temporary_hours.LOGGED_AS, offering_hours.LOGGED_AS)


@dataclass(frozen=True, slots=True)
class LastChange:
    """`can_be_undone` False: a file, say, has changed the same since."""

    line: AuditLine
    can_be_undone: bool


def find_last_change(session: Session, point: ServicePoint) -> LastChange | None:
    """Of the usual hours, the temporary ones and the offerings' own; None when nobody has changed any."""
    keys = cast(array(_KEYS), ARRAY(Text))
    row = session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == "service_point",
            AuditEntry.subject_id == point.code,
            AuditEntry.before.is_not(None),
            or_(AuditEntry.before.has_any(keys), AuditEntry.after.has_any(keys)),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    line = line_of(row)
    return LastChange(line, _is_as_left(session, point, line.after or {}))


def undo_last_change(session: Session, doer: Doer, code: str, version: int) -> None:
    """Puts the hours back that were there before; once more, and the change is made again.

    Raises: UnknownRecord, SavedByAnother, InvalidQuery when there is nothing to undo.
    """
    point = load_point(session, code, to_change=True)
    last = find_last_change(session, point)
    if last is None or not last.can_be_undone:
        raise InvalidQuery(N_("There is nothing to undo: the hours have been changed in another way since."))
    before, after = last.line.before or {}, last.line.after or {}
    if temporary_hours.LOGGED_AS in after:
        _undo_temporary(session, doer, code, version, before, after)
    elif offering_hours.LOGGED_AS in after:
        was = before[offering_hours.LOGGED_AS]
        set_offering_hours(session, doer, code, version, str(was["procedure"]), was["opening_hours"])
    else:
        change_point(session, doer, code, version, {name: before.get(name) for name in USUAL if name in after})


def _undo_temporary(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, code: str, version: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    was, now = before[temporary_hours.LOGGED_AS], after[temporary_hours.LOGGED_AS]
    if was is None:
        remove_temporary(session, doer, code, version, spell_of_log(now).number)
    elif now is None:
        add_temporary(session, doer, code, version, spell_of_log(was).spell)
    else:
        change_temporary(session, doer, code, version, spell_of_log(now).number, spell_of_log(was).spell)


def _is_as_left(session: Session, point: ServicePoint, after: Mapping[str, Any]) -> bool:
    if temporary_hours.LOGGED_AS in after:
        now = after[temporary_hours.LOGGED_AS]
        rows = {one.number: spell_as_logged(one) for one in find_temporary(session, point)}
        return now is None or bool(rows.get(now["number"]) == now)
    if offering_hours.LOGGED_AS in after:
        now = after[offering_hours.LOGGED_AS]
        try:
            found = find_one_offering_hours(session, point, now["procedure"])
            return bool(found.expression == now["opening_hours"])
        except UnknownRecord:
            return False
    state = state_of(point).as_dict()
    return all(state[name] == after[name] for name in USUAL if name in after)
