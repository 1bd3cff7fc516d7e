"""A pin is set, confirmed and put back here: checked first, with its line in the audit log, and looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geo.areas import find_area_centre
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.pins.audit import CONFIRM_WITHIN
from geo.pins.check import check_pin
from geo.pins.checked_pins import find_proposed_pin
from geo.pins.finding import PinFinding
from geo.pins.kept_findings import SUPPRESSING, recheck_point
from geo.pins.models import PinRecord
from geo.pins.sentence_json import sentence_json
from geo.pins.typed_pin import TypedPin, read_typed_pin
from geo.staff import field_checks as check
from geo.staff.audit import Doer, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.service_point_edit import load_point, must_be_current, place_of, subject_of, write_point
from geo.staff.service_point_fields import position_of, written
from geo.words import N_

SetMethod = Literal["typed", "map", "gps"]
SET_METHODS: tuple[SetMethod, ...] = ("typed", "map", "gps")

WORST_ACCURACY_M = 50.0
"""A phone that says it may be further off than this names a neighbourhood, not a door."""

_REASON = check.text(500, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPin:
    """`text` in any form of coordinate; `insist`: kinds of findings that the officer knows better than."""

    text: str
    method: SetMethod = "typed"
    accuracy_m: float | None = None
    insist: frozenset[str] = frozenset()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPin:
    """What was read, and what is wrong with it, the worst first."""

    typed: TypedPin
    findings: tuple[PinFinding, ...]


class PinRefused(InvalidQuery):
    """Something is wrong with the pin that was not insisted on, or cannot be; nothing was saved."""

    def __init__(self, checked: CheckedPin) -> None:
        super().__init__(N_("The pin was not saved: please look at what was found."), field="q")
        self.checked = checked


def check_new_pin(session: Session, point: ServicePoint, text: str) -> CheckedPin:
    """Nothing is written. Raises: InvalidQuery for a text that is no coordinate."""
    typed = read_typed_pin(session, text, _near(session, point))
    # what is there already is judged as the audit judges it, however many of its zeros are written
    decimals = None if typed.parsed is not None and _is_there(point, typed.position) else typed.decimals
    proposed = find_proposed_pin(session, point.code, lon=typed.lon, lat=typed.lat, decimals=decimals)
    return CheckedPin(typed=typed, findings=tuple(check_pin(session, proposed)))


def set_pin(  # noqa: PLR0913, PLR0917 - what is done, by whom, to which version
    session: Session, doer: Doer, code: str, version: int, new: NewPin, confirm_within: timedelta = CONFIRM_WITHIN
) -> ServicePoint:
    """A pin that is there already and has nothing wrong with it is confirmed.

    Raises: UnknownRecord, SavedByAnother, PinRefused, InvalidQuery without a reason for what is insisted on.
    """
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    checked = check_new_pin(session, point, new.text)
    kept = [one for one in checked.findings if one.may_insist and one.kind in new.insist]
    if len(kept) < len(checked.findings):
        raise PinRefused(checked)
    because = str(_REASON(new.because, "because")) if kept else None
    position = checked.typed.position
    if _is_there(point, position):
        if not kept:
            return confirm_pin(session, doer, code, version, confirm_within)
        before = _logged(point)
        _keep_as_it_is(session, point, acting(doer).name)
        write_point(session, point)
    else:
        before = _logged(point)
        _place(point, position, new.method, acting(doer).name)
        write_point(session, point)
    pin = _newest(session, point)
    pin.accuracy_m = _accuracy(new)
    if kept and because:
        _insist(pin, kept, because, doer, point)
    session.flush()
    after = _logged(point) | {"accuracy_m": pin.accuracy_m, "kept_kinds": list(pin.kept_kinds), "reason": because}
    empty: dict[str, object] = {"accuracy_m": None, "kept_kinds": [], "reason": None}
    record(session, doer, "service_point.pin", subject_of(point), before=before | empty, after=after)
    recheck_point(session, code, confirm_within)
    return point


def confirm_pin(
    session: Session, doer: Doer, code: str, version: int, confirm_within: timedelta = CONFIRM_WITHIN
) -> ServicePoint:
    """Still right. Raises: UnknownRecord for one that is not pinned, SavedByAnother."""
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    if point.location is None:
        raise UnknownRecord()
    before = _verified(point)
    verify(session, doer, point)
    record(session, doer, "service_point.pin_confirm", subject_of(point), before=before, after=_verified(point))
    recheck_point(session, code, confirm_within)
    return point


def verify(session: Session, doer: Doer, point: ServicePoint) -> None:
    """The version stays: no form that is open shows anything else now."""
    point.pin_verified_at = func.clock_timestamp()
    point.pin_verified_by = acting(doer).name
    session.flush()
    session.refresh(point)


def undo_pin(
    session: Session, doer: Doer, code: str, version: int, confirm_within: timedelta = CONFIRM_WITHIN
) -> ServicePoint:
    """Back to the pin before, as it was set, with what was insisted on then; done twice, all is as at first.

    Raises: UnknownRecord where there is none, SavedByAnother.
    """
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    previous = find_previous_pin(session, point)
    if previous is None or previous.location is None or previous.method is None:
        raise UnknownRecord()
    before = _logged(point)
    point.location, point.pin_method = previous.location, previous.method
    point.pinned_at, point.pinned_by = func.now(), acting(doer).name
    point.pin_verified_at = point.pin_verified_by = None
    write_point(session, point)
    pin = _newest(session, point)
    pin.accuracy_m = previous.accuracy_m
    if previous.kept_kinds:
        pin.kept_kinds, pin.kept_sentences = previous.kept_kinds, previous.kept_sentences
        pin.kept_because = previous.kept_because
        was_accepted = previous.decided_at is not None and previous.comment is None
        pin.state = "accepted" if was_accepted else "waiting"
        if was_accepted:
            pin.decided_at, pin.decided_by = previous.decided_at, previous.decided_by
    session.flush()
    record(session, doer, "service_point.pin_undo", subject_of(point), before=before, after=_logged(point))
    recheck_point(session, code, confirm_within)
    return point


def find_previous_pin(session: Session, point: ServicePoint) -> PinRecord | None:
    """The latest that was somewhere else than the present one."""
    return session.scalar(
        select(PinRecord)
        .where(
            PinRecord.service_point_id == point.id,
            PinRecord.location.is_not(None),
            PinRecord.location.is_distinct_from(
                select(ServicePoint.location).where(ServicePoint.id == point.id).scalar_subquery()
            ),
        )
        .order_by(PinRecord.id.desc())
        .limit(1)
    )


def _place(point: ServicePoint, position: LonLat, method: SetMethod, by: str) -> None:
    point.location = position.as_wkt()  # type: ignore[assignment]
    point.pin_method, point.pinned_at, point.pinned_by = method, func.now(), by
    point.pin_verified_at = point.pin_verified_by = None
    point.updated_by = by


def _keep_as_it_is(session: Session, point: ServicePoint, by: str) -> None:
    """A line of its own in the history, though nothing moves: now somebody stands up for it."""
    session.execute(
        update(PinRecord)
        .where(PinRecord.service_point_id == point.id, PinRecord.state.in_((*SUPPRESSING, "returned")))
        .values(state="over")
    )
    pin = PinRecord(service_point_id=point.id, location=point.location, method=point.pin_method, pinned_by=by)
    pin.pinned_at = func.now()
    session.add(pin)
    point.updated_by = by


def _insist(pin: PinRecord, kept: Sequence[PinFinding], because: str, doer: Doer, point: ServicePoint) -> None:
    pin.kept_kinds = [one.kind for one in kept]
    pin.kept_sentences = [sentence_json(one.sentence) for one in kept]
    pin.kept_because = because
    pin.state = "waiting"
    if acting(doer).may("pin.decide", place_of(point)):  # whoever decides need not ask anybody
        pin.state, pin.decided_at, pin.decided_by = "accepted", func.now(), acting(doer).name


def _newest(session: Session, point: ServicePoint) -> PinRecord:
    statement = select(PinRecord).where(PinRecord.service_point_id == point.id).order_by(PinRecord.id.desc()).limit(1)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _near(session: Session, point: ServicePoint) -> LonLat | None:
    here = position_of(point)
    return here or (find_area_centre(session, point.subdistrict_code) if point.subdistrict_code else None)


def _is_there(point: ServicePoint, position: LonLat) -> bool:
    here = position_of(point)
    return here is not None and written(here) == written(position)


def _accuracy(new: NewPin) -> float | None:
    if new.method != "gps" or new.accuracy_m is None or not 0 <= new.accuracy_m < 1e7:
        return None
    return new.accuracy_m


def _logged(point: ServicePoint) -> dict[str, object]:
    here = position_of(point)
    return {"position": None if here is None else written(here), "pin_method": point.pin_method}


def _verified(point: ServicePoint) -> dict[str, object]:
    at: datetime | None = point.pin_verified_at
    return {
        "verified_at": None if at is None else at.isoformat(timespec="seconds"),
        "verified_by": point.pin_verified_by,
    }
