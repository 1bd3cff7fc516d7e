"""Revisions of a manual: one by its number, all of a procedure, the one that is being worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import NotFound
from geo.manual import ManualContent
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.states import EDITABLE, OPEN
from geo.models import Procedure
from geo.opening_hours import BANGKOK
from geo.words import N_

Standing = Literal["draft", "returned", "review", "approval", "to_come", "in_force", "superseded", "discarded"]
"""A state, or of what is published: whether its day has come, and whether another one stands in its place."""

STANDING_NAMES: dict[Standing, str] = {
    "draft": N_("draft"),
    "returned": N_("returned"),
    "review": N_("waiting for the agency's reviewer"),
    "approval": N_("waiting for OPDC"),
    "to_come": N_("published, not yet in force"),
    "in_force": N_("published"),
    "superseded": N_("superseded"),
    "discarded": N_("discarded"),
}


class UnknownRevision(NotFound):
    def __init__(self, number: int) -> None:
        super().__init__(N_("This procedure has no revision {number}."), field="number", number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHead:
    """`content` None: from then on there was no manual. `effective_until`: the last day, where another one followed.

    `author` and `updated_by` are names; None: a file that was loaded.
    """

    number: int
    standing: Standing
    content: ManualContent | None
    effective_from: date | None
    effective_until: date | None
    based_on: int | None
    author: str | None
    created_at: datetime
    updated_at: datetime
    updated_by: str | None
    sent_at: datetime | None
    published_at: datetime | None
    version: int

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on, or waits for somebody."""
        return self.standing in OPEN

    @property
    def may_be_edited(self) -> bool:
        return self.standing in EDITABLE


def find_revisions(session: Session, code: str, *, published_only: bool = False) -> list[RevisionHead]:
    """Of the procedure with this code, the latest number first; empty where there are none."""
    statement = (
        select(ManualRevision)
        .join(Procedure, Procedure.id == ManualRevision.procedure_id)
        .where(Procedure.code == code)
        .order_by(ManualRevision.number.desc())
    )
    heads = heads_of(session.scalars(statement).all())
    return [one for one in heads if one.is_published] if published_only else heads


def find_revision(session: Session, code: str, number: int, *, published_only: bool = False) -> RevisionHead:
    """Raises: UnknownRevision."""
    for one in find_revisions(session, code, published_only=published_only):
        if one.number == number:
            return one
    raise UnknownRevision(number)


def find_open_revision(session: Session, code: str) -> RevisionHead | None:
    """The one that is being worked on: there is at most one."""
    return next((one for one in find_revisions(session, code) if one.is_open), None)


def find_published_revision(session: Session, code: str) -> RevisionHead | None:
    """The one in force; its content is there. None where there is no manual."""
    revisions = find_revisions(session, code, published_only=True)
    return next((one for one in revisions if one.standing == "in_force" and one.content is not None), None)


def heads_of(revisions: Sequence[ManualRevision]) -> list[RevisionHead]:
    """All revisions of one procedure, in their order, each with its standing today."""
    today = datetime.now(BANGKOK).date()
    return [_head(one, revisions, today) for one in revisions]


def _head(revision: ManualRevision, all_of_them: Sequence[ManualRevision], today: date) -> RevisionHead:
    successions = _successions(revision, all_of_them)
    return RevisionHead(
        number=revision.number,
        standing=_standing(revision, successions, today),
        content=None if revision.content is None else ManualContent.model_validate(revision.content),
        effective_from=revision.effective_from,
        effective_until=_until(revision, successions),
        based_on=revision.based_on,
        author=revision.author_name,
        created_at=revision.created_at,
        updated_at=revision.updated_at,
        updated_by=revision.updated_by,
        sent_at=revision.sent_at,
        published_at=revision.published_at,
        version=revision.version,
    )


def _successions(revision: ManualRevision, all_of_them: Sequence[ManualRevision]) -> list[date]:
    """From when each revision that was published later is in force."""
    return [other.effective_from for other in all_of_them if other.effective_from and _is_later(other, revision)]


def _is_later(one: ManualRevision, other: ManualRevision) -> bool:
    if one.published_at is None or other.published_at is None:
        return False
    return (one.published_at, one.id) > (other.published_at, other.id)


def _until(revision: ManualRevision, successions: Sequence[date]) -> date | None:
    """The day before the first of those begins; of one that was replaced on its first day, that day."""
    if not successions or revision.effective_from is None:
        return None
    return max(min(successions) - timedelta(days=1), revision.effective_from)


def _standing(revision: ManualRevision, successions: Sequence[date], today: date) -> Standing:
    match revision.state:
        case "draft" | "returned" | "review" | "approval" | "discarded" as state:
            return state
    if any(begins <= today for begins in successions):
        return "superseded"
    return "in_force" if revision.effective_from is not None and revision.effective_from <= today else "to_come"
