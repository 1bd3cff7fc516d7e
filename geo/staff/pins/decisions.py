"""Pins that officers insisted on: the central officer accepts each, or sends it back and says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geo.models import Agency, ServicePoint
from geo.pins.audit import CONFIRM_WITHIN
from geo.pins.kept_findings import recheck_point
from geo.pins.models import PinRecord
from geo.pins.sentence_json import sentence_of
from geo.staff import field_checks as check
from geo.staff.actor import Actor
from geo.staff.audit import Doer, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.pins.edit import verify
from geo.staff.service_point_edit import load_point, must_be_current, subject_of
from geo.words import Name, Sentence

Undecided = Literal["waiting", "returned"]

_COMMENT = check.text(500, required=True)
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class InsistedPin:
    """`comment`: why it was sent back; None while it waits."""

    code: str
    name: Name
    agency: Name
    at: datetime
    by: str | None
    kept: tuple[Sentence, ...]
    because: str | None
    comment: str | None


def find_insisted_pins(session: Session, actor: Actor, action: str, state: Undecided) -> list[InsistedPin]:
    """Where the actor may do `action`, the oldest first, at most 200."""
    pins: Select[Any] = select(*_COLUMNS)
    statement = _where(pins, actor, action, (state,)).order_by(PinRecord.id).limit(_MOST)
    return [
        InsistedPin(
            code=code,
            name=Name(name_th, name_en),
            agency=Name(agency_th, agency_en),
            at=pin.pinned_at,
            by=pin.pinned_by,
            kept=tuple(sentence_of(one) for one in pin.kept_sentences),
            because=pin.kept_because,
            comment=pin.comment,
        )
        for pin, code, name_th, name_en, agency_th, agency_en in session.execute(statement)
    ]


def count_insisted_pins(session: Session, actor: Actor, action: str, state: Undecided) -> int:
    return session.scalar(_where(select(func.count()).select_from(PinRecord), actor, action, (state,))) or 0


def accept_pin(
    session: Session, doer: Doer, code: str, version: int, confirm_within: timedelta = CONFIRM_WITHIN
) -> ServicePoint:
    """It counts as verified by whoever accepts it. Raises: UnknownRecord where nothing waits, SavedByAnother."""
    point, pin = _waiting(session, code, version)
    _decide(pin, doer, "accepted", None)
    verify(session, doer, point)
    after: dict[str, object] = {"state": "accepted", "kept_kinds": list(pin.kept_kinds)}
    record(session, doer, "service_point.pin_accept", subject_of(point), before={"state": "waiting"}, after=after)
    recheck_point(session, code, confirm_within)
    return point


def return_pin(  # noqa: PLR0913 - what is done, by whom, to which version
    session: Session,
    doer: Doer,
    code: str,
    version: int,
    *,
    comment: object,
    confirm_within: timedelta = CONFIRM_WITHIN,
) -> ServicePoint:
    """The pin stays where it is until its officer moves it: an office that is shown a little off beats none.

    Raises: UnknownRecord where nothing waits, SavedByAnother, InvalidQuery without a comment.
    """
    said = str(_COMMENT(comment, "comment"))
    point, pin = _waiting(session, code, version)
    _decide(pin, doer, "returned", said)
    after: dict[str, object] = {"state": "returned", "comment": said}
    record(session, doer, "service_point.pin_return", subject_of(point), before={"state": "waiting"}, after=after)
    recheck_point(session, code, confirm_within)
    return point


_COLUMNS: tuple[Any, ...] = (
    PinRecord,
    ServicePoint.code,
    ServicePoint.name_th,
    ServicePoint.name_en,
    Agency.name_th,
    Agency.name_en,
)


def _where(statement: Select[Any], actor: Actor, action: str, states: Sequence[str]) -> Select[Any]:
    reach = actor.reach(action)
    return (
        statement.join(ServicePoint, ServicePoint.id == PinRecord.service_point_id)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(PinRecord.state.in_(states), reach.of_points(Agency.path, ServicePoint.id))
    )


def _waiting(session: Session, code: str, version: int) -> tuple[ServicePoint, PinRecord]:
    point = load_point(session, code, to_change=True)
    must_be_current(point, version)
    pin = session.scalar(select(PinRecord).where(PinRecord.service_point_id == point.id, PinRecord.state == "waiting"))
    if pin is None:
        raise UnknownRecord()
    return point, pin


def _decide(pin: PinRecord, doer: Doer, state: str, comment: str | None) -> None:
    pin.state, pin.comment = state, comment
    pin.decided_at, pin.decided_by = func.now(), acting(doer).name
