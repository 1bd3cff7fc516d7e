"""Service points are added, changed, hidden and shown again here, each with its line in the audit log."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import Agency, ServicePoint
from geo.pins.kept_findings import recheck_point
from geo.staff import field_checks as check
from geo.staff.actor import Place
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.doubted_pin import check_typed_pin
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.staff.schedule_rows import schedule_of
from geo.staff.service_point_fields import FIELDS, as_stated, check_point, state_of
from geo.words import N_

_PLAIN = tuple(name for name in FIELDS if name not in ("agency", "position", "opening_hours"))
_REQUIRED = ("agency", "name_th")


def load_point(session: Session, code: str, *, to_change: bool = False) -> ServicePoint:
    """Hidden or not. `to_change` keeps others from changing it meanwhile. Raises: UnknownRecord."""
    statement = select(ServicePoint).where(ServicePoint.code == code).options(joinedload(ServicePoint.agency))
    if to_change:
        # its key stays, so that what is found of it may be written while its neighbour is saved
        statement = statement.with_for_update(of=ServicePoint, key_share=True)
        statement = statement.execution_options(populate_existing=True)
    point = session.scalar(statement)
    if point is None:
        raise UnknownRecord()
    return point


def place_of(point: ServicePoint) -> Place:
    return Place(tuple(point.agency.path), point.id)


def add_point(
    session: Session, doer: Doer, code: str, given: Mapping[str, object], *, insist: bool = False
) -> ServicePoint:
    """`insist`: on a pin that looks wrong. Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    with check.collected(faults):
        code = check.code(code, "code")
        if session.scalar(select(ServicePoint.id).where(ServicePoint.code == code)) is not None:
            raise _taken(code)
    with check.collected(faults):
        clean = check_point(session, dict.fromkeys(_REQUIRED, "") | dict(given))
        _must_be_hers(doer, clean, "service_point.add")
    with check.collected(faults):
        check_typed_pin(session, None, clean, insist=insist)
    if faults:
        raise FieldsRefused(faults)
    point = ServicePoint(code=code)
    _fill(session, doer, point, clean)
    session.add(point)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as error:  # somebody was quicker by a moment
        raise FieldsRefused([_taken(code)]) from error
    after = {name: value for name, value in state_of(point).as_dict().items() if value not in (None, [], False)}
    record(session, doer, "service_point.add", subject_of(point), before=None, after=after)
    recheck_point(session, point.code)
    return point


def change_point(session: Session, doer: Doer, code: str, version: int, given: Mapping[str, object]) -> ServicePoint:
    """Changes what is given and differs; what stays as it is needs not be right.

    Raises: UnknownRecord, SavedByAnother, FieldsRefused.
    """
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    before = state_of(point).as_dict()
    clean = check_point(session, {name: value for name, value in given.items() if value != before.get(name)})
    clean = {name: value for name, value in clean.items() if as_stated(value) != before[name]}
    _must_be_hers(doer, clean, "service_point.edit")
    _pin_must_be_likely(session, point, clean)
    if not clean:
        return point
    _fill(session, doer, point, clean)
    save_point(session, point)
    record(session, doer, "service_point.edit", subject_of(point), before=before, after=state_of(point).as_dict())
    return point


def hide_point(session: Session, doer: Doer, code: str, version: int, *, reason: object) -> ServicePoint:
    """Citizens do not find it any more. Raises: UnknownRecord, SavedByAnother, InvalidQuery without a reason."""
    return _show(session, doer, code, version, shown=False, reason=str(_REASON(reason, "reason")))


def show_point(session: Session, doer: Doer, code: str, version: int, *, reason: object = "") -> ServicePoint:
    """Citizens find it again. Raises: UnknownRecord, SavedByAnother, InvalidQuery."""
    given = check.text(500)(reason, "reason")
    return _show(session, doer, code, version, shown=True, reason=str(given) if given else None)


_REASON = check.text(500, required=True)


def _show(  # noqa: PLR0913 - the two ways above, in one
    session: Session, doer: Doer, code: str, version: int, *, shown: bool, reason: str | None
) -> ServicePoint:
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    if point.shown == shown:
        return point
    point.shown = shown
    point.updated_by = acting(doer).name
    save_point(session, point)
    before: dict[str, object] = {"shown": not shown}
    after = {"shown": shown} | ({"reason": reason} if reason else {})
    record(session, doer, f"service_point.{'show' if shown else 'hide'}", subject_of(point), before=before, after=after)
    return point


def _fill(session: Session, doer: Doer, point: ServicePoint, clean: Mapping[str, object]) -> None:
    point.updated_by = acting(doer).name
    for name in _PLAIN:
        if name in clean:
            setattr(point, name, clean[name])
    agency, position = clean.get("agency"), clean.get("position")
    if isinstance(agency, Agency):
        point.agency = agency
    if "opening_hours" in clean:
        hours = clean["opening_hours"]
        point.schedule = schedule_of(session, str(hours)) if hours else None
    if "position" in clean:
        is_pinned = isinstance(position, LonLat)
        point.location = position.as_wkt() if isinstance(position, LonLat) else None  # type: ignore[assignment]
        point.pin_method = "typed" if is_pinned else None
        point.pinned_at = func.now() if is_pinned else None
        point.pinned_by = acting(doer).name if is_pinned else None
        point.pin_verified_at = point.pin_verified_by = None


def save_point(session: Session, point: ServicePoint) -> None:
    """As `write_point`, and what is wrong with it is looked at again."""
    write_point(session, point)
    recheck_point(session, point.code)


def write_point(session: Session, point: ServicePoint) -> None:
    """With what triggers make of it; the version counts one up."""
    # not now(), which stays the same for the whole transaction: each change counts as one
    point.updated_at = func.clock_timestamp()
    session.flush()
    session.refresh(point)


def must_be_current(point: ServicePoint, version: int) -> None:
    """Raises: SavedByAnother."""
    if point.version != version:
        raise SavedByAnother(version=point.version, since=point.version - version, by=point.updated_by)


def _must_be_hers(doer: Doer, clean: Mapping[str, object], action: str) -> None:
    agency = clean.get("agency")
    if isinstance(agency, Agency) and not acting(doer).may(action, Place(tuple(agency.path))):
        raise FieldsRefused([InvalidQuery(N_("You do not look after this agency."), field="agency")])


def _pin_must_be_likely(session: Session, point: ServicePoint, clean: Mapping[str, object]) -> None:
    try:
        check_typed_pin(session, point, clean)
    except InvalidQuery as doubt:
        raise FieldsRefused([doubt]) from doubt


def _taken(code: str) -> InvalidQuery:
    return InvalidQuery(N_("There is already a service point with the code '{code}'."), field="code", code=code)


def subject_of(point: ServicePoint) -> Subject:
    return Subject("service_point", point.code, point.name_th, place_of(point))
