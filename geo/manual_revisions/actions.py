"""What was done to a revision, in its order: who wrote, sent, returned and approved it, with their comments."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.models import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`action` is one of `states.DONE_NAMES`; `parts` are those that were edited."""

    at: datetime
    by: str
    action: str
    parts: tuple[str, ...]
    comment: str | None


def find_actions(session: Session, code: str, number: int) -> list[Done]:
    """The first one first; a person's edits that follow one another are one."""
    statement = (
        select(ManualAction)
        .join(ManualRevision, ManualRevision.id == ManualAction.revision_id)
        .join(Procedure, Procedure.id == ManualRevision.procedure_id)
        .where(Procedure.code == code, ManualRevision.number == number)
        .order_by(ManualAction.id)
    )
    done: list[Done] = []
    for row in session.scalars(statement):
        parts = tuple((row.part or "").split())
        last = done[-1] if done else None
        if last and (last.action, row.action, last.by) == ("edit", "edit", row.account_name):
            parts = tuple(dict.fromkeys((*last.parts, *parts)))
            done.pop()
        done.append(Done(at=row.at, by=row.account_name, action=row.action, parts=parts, comment=row.comment))
    return done


def last_done(done: list[Done], action: str) -> Done | None:
    """By whom, and why, where that was said."""
    return next((one for one in reversed(done) if one.action == action), None)
