"""A revision as those who change it hold it: locked, with where it lies, and with a line for whatever is done to it."""

from collections.abc import Mapping

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from geo.manual_revisions.errors import AlreadyBegun
from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.manual_revisions.read import STANDING_NAMES, Standing, UnknownRevision
from geo.manual_revisions.states import OPEN
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import SavedByAnother
from geo.staff.procedures import load_procedure, place_of_procedure

WRITING = ("begin", "edit", "send")
"""Whoever did one of these has a hand in the revision."""


def load_revision(session: Session, code: str, number: int) -> ManualRevision:
    """Nobody else changes it until the end of the transaction. Raises: UnknownRecord, UnknownRevision."""
    procedure = load_procedure(session, code)
    statement = (
        select(ManualRevision)
        .where(ManualRevision.procedure_id == procedure.id, ManualRevision.number == number)
        .with_for_update(of=ManualRevision)
        .execution_options(populate_existing=True)
    )
    revision = session.scalar(statement)
    if revision is None:
        raise UnknownRevision(number)
    return revision


def must_be_the_only_one(session: Session, procedure_id: int) -> None:
    """None of this procedure is being worked on. Raises: AlreadyBegun."""
    statement = select(ManualRevision.number, ManualRevision.author_name).where(
        ManualRevision.procedure_id == procedure_id, ManualRevision.state.in_(OPEN)
    )
    found = session.execute(statement).one_or_none()
    if found is not None:
        raise AlreadyBegun(found.number, found.author_name)


def must_be_current(revision: ManualRevision, version: int) -> None:
    """Raises: SavedByAnother."""
    if revision.version != version:
        raise SavedByAnother(version=revision.version, since=revision.version - version, by=revision.updated_by)


def standing_name(state: str) -> str:
    """Of a revision that is locked, whose published state is only 'published' here."""
    names: dict[str, Standing] = {"published": "in_force"}
    standing: Standing = names.get(state, state)  # type: ignore[arg-type]
    return STANDING_NAMES[standing]


def has_a_hand_in(session: Session, revision: ManualRevision, account_id: int) -> bool:
    """Whether she wrote or sent any of it."""
    statement = select(
        exists().where(
            ManualAction.revision_id == revision.id,
            ManualAction.account_id == account_id,
            ManualAction.action.in_(WRITING),
        )
    )
    return bool(session.scalar(statement))


def has_approved(session: Session, revision: ManualRevision, account_id: int) -> bool:
    """Whether she gave the first approval to what it says now."""
    statement = select(
        exists().where(
            ManualAction.revision_id == revision.id,
            ManualAction.account_id == account_id,
            ManualAction.action == "approve_1",
            ManualAction.content_version == revision.content_version,
        )
    )
    return bool(session.scalar(statement))


def note(  # noqa: PLR0913 - a line has so many parts
    session: Session,
    doer: Doer,
    revision: ManualRevision,
    done: str,
    *,
    part: str | None = None,
    comment: str | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Two lines: of the revision's own story, and of the audit log. The revision is as it is after it was done."""
    actor = acting(doer)
    session.add(
        ManualAction(
            revision_id=revision.id,
            account_id=actor.account_id,
            account_name=actor.name,
            program=actor.program,
            action=done,
            part=part,
            content_version=revision.content_version,
            comment=comment,
        )
    )
    said = {"comment": comment} if comment else {}
    procedure = revision.procedure
    subject = Subject(
        "manual", f"{procedure.code}/{revision.number}", procedure.title_th, place_of_procedure(procedure)
    )
    record(session, doer, f"manual.{done}", subject, before=before, after={**(after or {}), **said})


def save(session: Session, doer: Doer, revision: ManualRevision) -> None:
    """The database counts the versions."""
    revision.updated_by = acting(doer).name
    revision.updated_at = func.clock_timestamp()
    session.flush()
    session.refresh(revision)
