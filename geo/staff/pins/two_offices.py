"""Two service points that look like one: whoever looks after one of them says that they are two offices, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geo.errors import InvalidQuery
from geo.models import Agency, ServicePoint
from geo.pins.audit import AuditQuestion, find_findings
from geo.pins.kept_findings import recheck_point, stored_finding
from geo.pins.models import StoredFinding, TwoOffices
from geo.staff import field_checks as check
from geo.staff.actor import Actor
from geo.staff.audit import Doer, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.service_point_edit import load_point, must_be_current, subject_of
from geo.words import N_, Name, Sentence

ACTION = "duplicate.answer"

_REASON = check.text(500, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """The nearest service point that this one looks like, as the audit last found it."""

    code: str
    name: Name
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTwo:
    """`code` is the service point that was asked about, or one that the actor looks after; `other` the other one."""

    code: str
    name: Name
    other_code: str
    other_name: Name
    reason: str
    at: datetime
    by: str


def say_two_offices(  # noqa: PLR0913 - what is said, by whom, of which version
    session: Session, doer: Doer, code: str, version: int, *, other: str, reason: object
) -> None:
    """Neither is found because of the other until one of them moves or changes its name.

    Raises: UnknownRecord, SavedByAnother, InvalidQuery without a reason, or where they do not look like one (any more).
    """
    why = str(_REASON(reason, "reason"))
    point, twin = _both(session, code, other)
    must_be_current(point, version)
    found = find_findings(session, AuditQuestion(codes=(code,), kinds=frozenset({"duplicate"})))
    if other not in [finding.other_code for _, finding in found]:
        raise InvalidQuery(N_("These two do not look like one any more. Please look at them again."), field="other")
    pair = sorted((point.id, twin.id))
    said = {"service_point_id": pair[0], "other_id": pair[1], "reason": why, "said_by": acting(doer).name}
    session.execute(insert(TwoOffices).values(said))
    for one, its_twin in ((point, twin), (twin, point)):
        after = {"two_offices": _named(its_twin), "reason": why}
        record(session, doer, "service_point.two_offices", subject_of(one), before=None, after=after)
    _recheck(session, code, other)


def take_back_two_offices(session: Session, doer: Doer, code: str, *, other: str) -> None:
    """They are looked at again as if nothing had been said. Raises: InvalidQuery where nothing was."""
    point, twin = _both(session, code, other)
    is_pair = TwoOffices.service_point_id == min(point.id, twin.id), TwoOffices.other_id == max(point.id, twin.id)
    why = session.scalar(delete(TwoOffices).where(*is_pair).returning(TwoOffices.reason))
    if why is None:
        raise InvalidQuery(N_("It is not recorded that these two are two offices."), field="other")
    for one, its_twin in ((point, twin), (twin, point)):
        before = {"two_offices": _named(its_twin), "reason": why}
        record(session, doer, "service_point.two_offices_undo", subject_of(one), before=before, after=None)
    _recheck(session, code, other)


def find_lookalike(session: Session, point: ServicePoint) -> Lookalike | None:
    """None where the audit found none, or has not looked yet."""
    row = session.execute(
        select(StoredFinding, ServicePoint)
        .join(ServicePoint, ServicePoint.code == StoredFinding.other_code)
        .where(StoredFinding.service_point_id == point.id, StoredFinding.kind == "duplicate")
    ).one_or_none()
    if row is None:
        return None
    stored, twin = row
    name = Name(twin.name_th, twin.name_en)
    return Lookalike(code=twin.code, name=name, sentence=stored_finding(stored).sentence)


def find_two_offices_of(session: Session, point: ServicePoint) -> list[SaidTwo]:
    """All that was said of this service point, the latest first."""
    is_first = _ONE.id == point.id
    statement = _statement(is_first).where(or_(is_first, _OTHER.id == point.id))
    return _said(session, statement)


def find_two_offices(session: Session, actor: Actor, limit: int) -> list[SaidTwo]:
    """What was said where the actor may say it too, the latest first."""
    reach = actor.reach(ACTION)
    is_first = reach.of_points(_ONE_AGENCY.path, _ONE.id)
    statement = _statement(is_first).where(or_(is_first, reach.of_points(_OTHER_AGENCY.path, _OTHER.id)))
    return _said(session, statement.limit(limit))


_ONE, _OTHER = aliased(ServicePoint), aliased(ServicePoint)
_ONE_AGENCY, _OTHER_AGENCY = aliased(Agency), aliased(Agency)


def _statement(is_first: ColumnElement[bool]) -> Select[Any]:
    """`is_first`: the service point that is asked about is the first of the pair."""
    columns: tuple[Any, ...] = (TwoOffices, _ONE, _OTHER, is_first)
    chosen: Select[Any] = select(*columns)
    return (
        chosen.join(_ONE, _ONE.id == TwoOffices.service_point_id)
        .join(_OTHER, _OTHER.id == TwoOffices.other_id)
        .join(_ONE_AGENCY, _ONE_AGENCY.id == _ONE.agency_id)
        .join(_OTHER_AGENCY, _OTHER_AGENCY.id == _OTHER.agency_id)
        .order_by(TwoOffices.said_at.desc(), TwoOffices.service_point_id, TwoOffices.other_id)
    )


def _said(session: Session, statement: Select[Any]) -> list[SaidTwo]:
    said = []
    for pair, one, other, is_first in session.execute(statement):
        asked, twin = (one, other) if is_first else (other, one)
        said.append(
            SaidTwo(
                code=asked.code,
                name=Name(asked.name_th, asked.name_en),
                other_code=twin.code,
                other_name=Name(twin.name_th, twin.name_en),
                reason=pair.reason,
                at=pair.said_at,
                by=pair.said_by,
            )
        )
    return said


def _both(session: Session, code: str, other: str) -> Sequence[ServicePoint]:
    """Raises: UnknownRecord for `code`, InvalidQuery for `other`."""
    # in one order, or two who answer from both sides could block each other
    chosen = select(ServicePoint.id).where(ServicePoint.code.in_((code, other)))
    session.execute(chosen.order_by(ServicePoint.id).with_for_update(key_share=True))
    point = load_point(session, code, to_change=True)
    try:
        if other == code:
            raise UnknownRecord()
        return point, load_point(session, other, to_change=True)
    except UnknownRecord as error:
        raise InvalidQuery(N_("There is no other service point with this code."), field="other") from error


def _recheck(session: Session, code: str, other: str) -> None:
    for each in sorted((code, other)):
        recheck_point(session, each)


def _named(point: ServicePoint) -> str:
    return f"{point.name_th} ({point.code})"
