"""Changes of offerings: the last at a service point, the latest of a procedure, and undoing one as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, exists, func, select
from sqlalchemy.orm import Session, aliased

from geo.models import Agency, Procedure, ServicePoint
from geo.pins.kept_findings import recheck_point
from geo.staff.actor import Actor
from geo.staff.audit import Doer, acting
from geo.staff.errors import NotAllowed, UnknownRecord
from geo.staff.models import OfferingChange, OfferingChangeSet, OfferingLastChange
from geo.staff.offerings.log_change import log_at_point, log_in_bulk
from geo.staff.offerings.write_change import Written, write_undoing

_UNDO = "offering.undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundChange:
    """`linked` and `taken` count offerings. `at_point`: code of the service point it was made at, else in bulk."""

    number: int
    at: datetime
    by: str
    at_point: str | None
    procedures: int
    linked: int
    taken: int
    undoes: int | None
    is_undone: bool


def find_last_change(session: Session, point_id: int) -> FoundChange | None:
    """The last at this service point, in bulk or not, counted whole; None where files alone said what it offers."""
    last = select(OfferingLastChange.change_id).where(OfferingLastChange.service_point_id == point_id)
    return next(iter(_changes(session, OfferingChange.id == last.scalar_subquery())), None)


def find_procedure_changes(session: Session, procedure_id: int, limit: int = 5) -> list[FoundChange]:
    """The latest first; each is counted whole, with what it did to other procedures."""
    numbers = (
        select(OfferingChangeSet.change_id)
        .distinct()
        .where(OfferingChangeSet.procedure_id == procedure_id)
        .order_by(OfferingChangeSet.change_id.desc())
        .limit(limit)
    )
    return _changes(session, OfferingChange.id.in_(numbers))


def find_change(session: Session, number: int) -> FoundChange:
    """Raises: UnknownRecord."""
    found = _changes(session, OfferingChange.id == number)
    if not found:
        raise UnknownRecord()
    return found[0]


def undoable(session: Session, actor: Actor, numbers: Sequence[int]) -> frozenset[int]:
    """Those that are not undone yet, and whose every service point the actor may change."""
    reach = actor.reach("offering.edit")
    if not numbers or reach.is_nowhere:
        return frozenset()
    undoing = aliased(OfferingChange)
    touched = (
        select(func.unnest(OfferingChangeSet.service_point_ids))
        .where(OfferingChangeSet.change_id == OfferingChange.id)
        .correlate(OfferingChange)
    )
    outside = (
        select(ServicePoint.id)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(ServicePoint.id.in_(touched), ~reach.of_points(Agency.path, ServicePoint.id))
    )
    statement = select(OfferingChange.id).where(
        OfferingChange.id.in_(numbers),
        ~exists().where(undoing.undoes == OfferingChange.id),
        *([] if reach.everywhere else [~outside.exists()]),
    )
    return frozenset(session.scalars(statement))


def undo_change(session: Session, doer: Doer, number: int) -> Written:
    """As a whole: only by somebody who may change every service point of it.

    Raises: UnknownRecord, NotAllowed, InvalidQuery when it has been undone already.
    """
    found = find_change(session, number)
    if not found.is_undone and number not in undoable(session, acting(doer), [number]):
        raise NotAllowed()
    point = session.scalar(select(ServicePoint).where(ServicePoint.code == found.at_point)) if found.at_point else None
    written = write_undoing(session, doer, number, point.id if point else None)
    if written.number is not None:
        if point is not None:
            log_at_point(session, doer, _UNDO, point, written)
            recheck_point(session, point.code)
        else:
            log_in_bulk(session, doer, _UNDO, written)
    return written


def find_procedure_code(session: Session, number: int) -> str | None:
    """Of the procedure a change is about; None where it is about several."""
    codes = session.scalars(
        select(Procedure.code)
        .distinct()
        .join(OfferingChangeSet, OfferingChangeSet.procedure_id == Procedure.id)
        .where(OfferingChangeSet.change_id == number)
        .limit(2)
    ).all()
    return codes[0] if len(codes) == 1 else None


def _changes(session: Session, clause: ColumnElement[bool]) -> list[FoundChange]:
    return [FoundChange(**row) for row in session.execute(_statement().where(clause)).mappings()]


def _statement() -> Select[Any]:
    undoing = aliased(OfferingChange)
    own = OfferingChangeSet.change_id == OfferingChange.id
    size = func.coalesce(func.sum(func.cardinality(OfferingChangeSet.service_point_ids)), 0)
    point = select(ServicePoint.code).where(ServicePoint.id == OfferingChange.service_point_id).scalar_subquery()
    return select(
        OfferingChange.id.label("number"),
        OfferingChange.at,
        OfferingChange.account_name.label("by"),
        point.label("at_point"),
        select(func.count(distinct(OfferingChangeSet.procedure_id))).where(own).scalar_subquery().label("procedures"),
        select(size).where(and_(own, OfferingChangeSet.linked)).scalar_subquery().label("linked"),
        select(size).where(and_(own, ~OfferingChangeSet.linked)).scalar_subquery().label("taken"),
        OfferingChange.undoes,
        exists().where(undoing.undoes == OfferingChange.id).label("is_undone"),
    ).order_by(OfferingChange.id.desc())
