"""Which manuals wait for somebody: to be reviewed, to be approved, or to be put right because they were returned."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.manual_revisions.record import WRITING
from geo.models import Agency, Procedure
from geo.staff.actor import Actor

WaitingFor = Literal["review", "approval", "returned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingManuals:
    """How many revisions; none of them is waiting for her where she had a hand in it."""

    review: int
    approval: int
    returned: int

    @property
    def total(self) -> int:
        return self.review + self.approval + self.returned


def count_waiting_manuals(session: Session, actor: Actor) -> WaitingManuals:
    counts = {kind: _count(session, actor, kind) for kind in ("review", "approval", "returned")}
    return WaitingManuals(review=counts["review"], approval=counts["approval"], returned=counts["returned"])


def waits_for(actor: Actor, kinds: tuple[WaitingFor, ...] = ("review", "approval", "returned")) -> ColumnElement[bool]:
    """A clause for rows of `manual_revision` joined to their procedure's agency."""
    clauses = {
        "review": and_(
            ManualRevision.state == "review",
            actor.reach("manual.review").of_agencies(Agency.path),
            ~_did(actor, WRITING),
        ),
        "approval": and_(
            ManualRevision.state == "approval",
            actor.reach("manual.approve").of_agencies(Agency.path),
            ~_did(actor, WRITING),
            ~_did(actor, ("approve_1",), of_this_content=True),
        ),
        "returned": and_(
            ManualRevision.state == "returned",
            actor.reach("manual.write").of_agencies(Agency.path),
            _did(actor, WRITING),
        ),
    }
    return or_(*(clauses[kind] for kind in kinds))


def _did(actor: Actor, actions: tuple[str, ...], *, of_this_content: bool = False) -> ColumnElement[bool]:
    clauses = [
        ManualAction.revision_id == ManualRevision.id,
        ManualAction.account_id == actor.account_id,
        ManualAction.action.in_(actions),
    ]
    if of_this_content:
        clauses.append(ManualAction.content_version == ManualRevision.content_version)
    return exists().where(*clauses)


def _count(session: Session, actor: Actor, kind: WaitingFor) -> int:
    statement = (
        select(func.count())
        .select_from(ManualRevision)
        .join(Procedure, Procedure.id == ManualRevision.procedure_id)
        .join(Agency, Agency.id == Procedure.agency_id)
        .where(waits_for(actor, (kind,)))
    )
    return session.scalar(statement) or 0
