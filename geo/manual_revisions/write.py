"""A revision is begun and written here, part by part; two people may write different parts at the same time."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.manual import PARTS, ManualContent
from geo.manual_faults import all_storable, cleaned, faults_of
from geo.manual_revisions.errors import RevisionStandsElsewhere
from geo.manual_revisions.in_force import find_in_force
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.record import (
    load_revision,
    must_be_the_only_one,
    note,
    save,
    standing_name,
)
from geo.manual_revisions.states import EDITABLE
from geo.opening_hours import BANGKOK
from geo.staff.audit import Doer, acting
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.procedures import load_procedure, place_of_procedure
from geo.words import N_

DATES = "dates"
"""The part that is not of the content: from when it is in force."""


def begin_revision(session: Session, doer: Doer, code: str, content: ManualContent | None = None) -> ManualRevision:
    """A draft of `content`, else a copy of what is in force, else an empty one. The caller commits.

    Raises: UnknownRecord, NotAllowed, AlreadyBegun.
    """
    procedure = load_procedure(session, code, to_change=True)
    acting(doer).must("manual.write", place_of_procedure(procedure))
    must_be_the_only_one(session, procedure.id)
    in_force = find_in_force(session, procedure.id)
    newest = select(func.coalesce(func.max(ManualRevision.number), 0)).where(
        ManualRevision.procedure_id == procedure.id
    )
    if content is None:
        content = in_force.content if in_force else ManualContent()
    actor = acting(doer)
    revision = ManualRevision(
        procedure_id=procedure.id,
        number=session.scalars(newest).one() + 1,
        state="draft",
        content=content.as_json(),
        based_on=in_force.number if in_force else None,
        author_id=actor.account_id,
        author_name=actor.name,
        updated_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(revision)
            session.flush()
    except IntegrityError:  # a load was quicker by a moment
        must_be_the_only_one(session, procedure.id)
        raise
    session.refresh(revision)
    note(session, doer, revision, "begin", after={"number": revision.number, "based_on": revision.based_on})
    return revision


def write_revision(  # noqa: PLR0913, PLR0917 - the record, what the writer saw, and what she says
    session: Session,
    doer: Doer,
    code: str,
    number: int,
    version: int,
    fields: Mapping[str, object],
) -> ManualRevision:
    """Put these fields of `ManualContent` in place of what the revision says; `effective_from` is one more.

    `version`: as the writer saw it. Only what she changes has to be unchanged since: others may have saved other parts.
    Raises: UnknownRecord, UnknownRevision, NotAllowed, RevisionStandsElsewhere, SavedByAnother, FieldsRefused.
    """
    revision = load_revision(session, code, number)
    acting(doer).must("manual.write", place_of_procedure(revision.procedure))
    if revision.state not in EDITABLE:
        raise RevisionStandsElsewhere(standing_name(revision.state))
    given = dict(fields)
    begins = _effective_from(given.pop("effective_from")) if "effective_from" in given else revision.effective_from
    before = ManualContent.model_validate(revision.content).as_json()
    after = _checked({**before, **given}).as_json()
    changed = [part for part, names in PARTS.items() if any(before.get(one) != after.get(one) for one in names)]
    if begins != revision.effective_from:
        changed.append(DATES)
    if not changed:
        return revision
    newest = max(int(revision.part_versions.get(part, 1)) for part in changed)
    if newest > version or not 0 < version <= revision.version:
        raise SavedByAnother(version=revision.version, since=revision.version - version, by=revision.updated_by)
    was, now = _said(before, revision.effective_from, changed), _said(after, begins, changed)
    revision.content, revision.effective_from = after, begins
    revision.part_versions = revision.part_versions | dict.fromkeys(changed, revision.version + 1)
    save(session, doer, revision)
    note(session, doer, revision, "edit", part=" ".join(changed), before=was, after=now)
    return revision


def _said(content: Mapping[str, object], begins: date | None, parts: list[str]) -> dict[str, object]:
    """What these parts say, for the log."""
    said = {name: content.get(name) for part in parts if part != DATES for name in PARTS[part]}
    return said | ({"effective_from": begins.isoformat() if begins else None} if DATES in parts else {})


def _checked(content: Mapping[str, object]) -> ManualContent:
    """Raises: FieldsRefused."""
    if not all_storable(content):
        raise FieldsRefused([InvalidQuery(N_("This has characters that are not text."))])
    try:
        return ManualContent.model_validate(cleaned(content))
    except ValidationError as error:
        faults = [
            InvalidQuery(sentence.message, field=path.removeprefix("."), **sentence.values)
            for path, sentence in faults_of(error, "")
        ]
        raise FieldsRefused(faults) from error


def _effective_from(value: object) -> date | None:
    """Raises: FieldsRefused."""
    if value is None or isinstance(value, date):
        day = value
    else:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            message = N_("'{value}' is not a date such as 2026-12-31.")
            raise FieldsRefused([InvalidQuery(message, field="effective_from", value=value)]) from None
    if day is not None and day < datetime.now(BANGKOK).date():
        message = N_("A manual cannot come into force on a day that has passed.")
        raise FieldsRefused([InvalidQuery(message, field="effective_from")])
    return day
