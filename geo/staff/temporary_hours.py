"""Dated closures and other hours of a service point: added, changed, ended, removed, each with its line in the log."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from geo.dates_in_words import date_in_words
from geo.errors import InvalidQuery
from geo.models import ServicePoint, TemporaryHours
from geo.opening_hours import BANGKOK, TemporarySpell, check_opening_hours
from geo.staff import field_checks as check
from geo.staff.audit import Doer, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.service_point_edit import load_point, must_be_current, save_point, subject_of
from geo.words import N_, Name

LOGGED_AS = "temporary_hours"
"""The key of before and after in the log; its value has all of one spell."""

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=BANGKOK), datetime(2101, 1, 1, tzinfo=BANGKOK)

_NOTE = check.text(300)

_ON_THE_SAME_DAYS = N_("On some of these days there are temporary hours already, from {day}: change or end those.")


@dataclass(frozen=True, slots=True)
class NumberedSpell:
    number: int
    spell: TemporarySpell


def find_temporary(session: Session, point: ServicePoint) -> list[NumberedSpell]:
    """In order of time, those of the past too."""
    rows = session.scalars(select(TemporaryHours).where(TemporaryHours.service_point_id == point.id))
    return sorted((_numbered(row) for row in rows), key=lambda one: one.spell.since)


def find_one_temporary(session: Session, point: ServicePoint, number: int) -> NumberedSpell:
    """Raises: UnknownRecord."""
    return _numbered(_row(session, point, number))


def checked_spell(
    *, since: datetime, until: datetime | None, expression: object, note_th: object = None, note_en: object = None
) -> TemporarySpell:
    """Whole minutes. Raises: InvalidQuery."""
    since, until = since.replace(second=0, microsecond=0), until and until.replace(second=0, microsecond=0)
    if not EARLIEST <= since < LATEST or not (until is None or EARLIEST < until < LATEST):
        raise InvalidQuery(N_("This lies too far away."), field="since")
    if until is not None and until <= since:
        raise InvalidQuery(N_("It ends before it begins."), field="until")
    text = str(check.text(800, required=True)(expression, "opening_hours"))
    check_opening_hours(text)
    th, en = _NOTE(note_th, "note_th"), _NOTE(note_en, "note_en")
    return TemporarySpell(
        since=since,
        until=until,
        expression=text,
        note_th=None if th is None else str(th),
        note_en=None if en is None else str(en),
    )


def add_temporary(session: Session, doer: Doer, code: str, version: int, spell: TemporarySpell) -> NumberedSpell:
    """Raises: UnknownRecord, SavedByAnother, InvalidQuery where it overlaps another."""
    point = _point(session, doer, code, version)
    _must_be_alone(session, point, spell)
    row = TemporaryHours(service_point_id=point.id)
    _fill(row, spell)
    session.add(row)
    save_point(session, point)
    _log(session, doer, point, "add", None, _numbered(row))
    return _numbered(row)


def change_temporary(  # noqa: PLR0913, PLR0917 - a change of one of several
    session: Session, doer: Doer, code: str, version: int, number: int, spell: TemporarySpell, *, action: str = "change"
) -> NumberedSpell:
    """Raises: UnknownRecord, SavedByAnother, InvalidQuery where it overlaps another."""
    point = _point(session, doer, code, version)
    row = _row(session, point, number)
    before = _numbered(row)
    if before.spell == spell:
        return before
    _must_be_alone(session, point, spell, besides=number)
    _fill(row, spell)
    save_point(session, point)
    _log(session, doer, point, action, before, _numbered(row))
    return _numbered(row)


def end_temporary(  # noqa: PLR0913, PLR0917
    session: Session, doer: Doer, code: str, version: int, number: int, at: datetime
) -> NumberedSpell:
    """It ends `at` instead of later. Raises: UnknownRecord, SavedByAnother, InvalidQuery when it does not hold then."""
    at = at.replace(second=0, microsecond=0)
    spell = find_one_temporary(session, load_point(session, code), number).spell
    if spell.until is not None and spell.until <= at:
        raise InvalidQuery(N_("These hours have ended already."), field="until")
    if at <= spell.since:
        # within the minute it began in, or before: there is nothing that an end could leave
        raise InvalidQuery(N_("These hours have not begun yet: remove them instead."), field="until")
    return change_temporary(session, doer, code, version, number, replace(spell, until=at), action="end")


def remove_temporary(session: Session, doer: Doer, code: str, version: int, number: int) -> None:
    """Raises: UnknownRecord, SavedByAnother."""
    point = _point(session, doer, code, version)
    row = _row(session, point, number)
    before = _numbered(row)
    session.delete(row)
    save_point(session, point)
    _log(session, doer, point, "remove", before, None)


def spell_as_logged(one: NumberedSpell) -> dict[str, object]:
    spell = one.spell
    return {
        "number": one.number,
        "since": spell.since.astimezone(BANGKOK).isoformat(),
        "until": spell.until.astimezone(BANGKOK).isoformat() if spell.until else None,
        "opening_hours": spell.expression,
        "note_th": spell.note_th,
        "note_en": spell.note_en,
    }


def spell_of_log(logged: Mapping[str, object]) -> NumberedSpell:
    until, th, en = logged.get("until"), logged.get("note_th"), logged.get("note_en")
    spell = TemporarySpell(
        since=datetime.fromisoformat(str(logged["since"])),
        until=datetime.fromisoformat(str(until)) if until else None,
        expression=str(logged["opening_hours"]),
        note_th=str(th) if th else None,
        note_en=str(en) if en else None,
    )
    return NumberedSpell(int(str(logged["number"])), spell)


def _point(session: Session, doer: Doer, code: str, version: int) -> ServicePoint:
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    point.updated_by = acting(doer).name
    return point


def _row(session: Session, point: ServicePoint, number: int) -> TemporaryHours:
    row = session.get(TemporaryHours, number)
    if row is None or row.service_point_id != point.id:
        raise UnknownRecord()
    return row


def _numbered(row: TemporaryHours) -> NumberedSpell:
    assert row.during.lower is not None  # noqa: S101 - the table has a check
    spell = TemporarySpell(
        since=row.during.lower.astimezone(BANGKOK),
        until=row.during.upper.astimezone(BANGKOK) if row.during.upper else None,
        expression=row.expression,
        note_th=row.note_th,
        note_en=row.note_en,
    )
    return NumberedSpell(row.id, spell)


def _fill(row: TemporaryHours, spell: TemporarySpell) -> None:
    row.during = Range(spell.since, spell.until, bounds="[)")
    row.expression, row.note_th, row.note_en = spell.expression, spell.note_th, spell.note_en


def _must_be_alone(session: Session, point: ServicePoint, spell: TemporarySpell, *, besides: int | None = None) -> None:
    """Nobody adds another meanwhile: the service point is locked."""
    for other in find_temporary(session, point):
        ends_first = other.spell.until is not None and other.spell.until <= spell.since
        begins_later = spell.until is not None and spell.until <= other.spell.since
        if other.number != besides and not ends_first and not begins_later:
            since = other.spell.since.astimezone(BANGKOK).date()
            day = Name(date_in_words(since, "th"), date_in_words(since, "en"))
            raise InvalidQuery(_ON_THE_SAME_DAYS, field="since", day=day)


def _log(  # noqa: PLR0913, PLR0917
    session: Session,
    doer: Doer,
    point: ServicePoint,
    action: str,
    before: NumberedSpell | None,
    after: NumberedSpell | None,
) -> None:
    """Both sides are always there, one empty: a line about the office is not the making of the office."""
    states = ({LOGGED_AS: spell_as_logged(one) if one else None} for one in (before, after))
    record(session, doer, f"temporary_hours.{action}", subject_of(point), before=next(states), after=next(states))
