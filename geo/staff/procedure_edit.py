"""Procedures are added, changed, hidden and merged here, each with its line in the audit log."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import TAG_KINDS, Agency, CommonName, Offering, Procedure, ProcedureTag, Tag
from geo.staff import field_checks as check
from geo.staff.actor import Place
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.procedure_fields import NAME_FIELDS, as_stated, check_procedure, procedure_state
from geo.staff.procedures import load_procedure, place_of_procedure
from geo.words import N_

_PLAIN = ("title_th", "title_en", "kind", "jurisdiction", "jurisdiction_of", "areas", "online_url", "shown")


def add_procedure(session: Session, doer: Doer, code: str, given: Mapping[str, object]) -> Procedure:
    """Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    with check.collected(faults):
        code = check.code(code, "code")
        if session.scalar(select(Procedure.id).where(Procedure.code == code)) is not None:
            raise _taken(code)
    with check.collected(faults):
        clean = check_procedure(session, {"title_th": "", "agency": "", **given})
        _must_be_hers(doer, clean)
        _must_fit(clean, None)
    if faults:
        raise FieldsRefused(faults)
    procedure = Procedure(code=code)
    _fill(procedure, clean)
    procedure.updated_by = acting(doer).name
    try:
        with session.begin_nested():
            session.add(procedure)
            session.flush()
    except IntegrityError as error:  # somebody was quicker by a moment
        raise FieldsRefused([_taken(code)]) from error
    _tie(session, procedure, clean)
    session.refresh(procedure)
    state = procedure_state(session, procedure).as_dict()
    after = {name: value for name, value in state.items() if value not in (None, [])}
    record(session, doer, "procedure.add", _subject(procedure), before=None, after=after)
    return procedure


def change_procedure(session: Session, doer: Doer, code: str, version: int, given: Mapping[str, object]) -> Procedure:
    """Changes what is given and differs; what stays as it is needs not be right.

    Raises: UnknownRecord, SavedByAnother, FieldsRefused.
    """
    procedure = load_procedure(session, code, to_change=True)
    if procedure.version != version:
        raise SavedByAnother(version=procedure.version, since=procedure.version - version, by=procedure.updated_by)
    acting(doer).must("procedure.edit", place_of_procedure(procedure))
    before = procedure_state(session, procedure).as_dict()
    worn = [str(name) for kind in TAG_KINDS for name in _listed(before[kind])]
    changes = {name: value for name, value in given.items() if name not in before or value != before[name]}
    clean = check_procedure(session, changes, worn)
    clean = {name: value for name, value in clean.items() if as_stated(value) != before[name]}
    _must_be_hers(doer, clean)
    _must_fit(clean, procedure)
    if not clean:
        return procedure
    _fill(procedure, clean)
    procedure.updated_by = acting(doer).name
    # not now(), which stays the same for the whole transaction: each change counts as one
    procedure.updated_at = func.clock_timestamp()
    session.flush()
    _tie(session, procedure, clean)
    moved = _hand_over(session, procedure) if clean.get("merged_into") else 0
    session.refresh(procedure)
    after = procedure_state(session, procedure).as_dict() | ({"service_points": moved} if moved else {})
    record(session, doer, "procedure.edit", _subject(procedure), before=before, after=after)
    return procedure


def _fill(procedure: Procedure, clean: Mapping[str, object]) -> None:
    for name in _PLAIN:
        if name in clean:
            setattr(procedure, name, clean[name])
    agency = clean.get("agency")
    if isinstance(agency, Agency):
        procedure.agency = agency
    if "merged_into" in clean:
        into = clean["merged_into"]
        procedure.merged_into = into if isinstance(into, Procedure) else None
        procedure.shown = into is None and bool(clean.get("shown", True))
    elif clean.get("shown"):
        procedure.merged_into = None


def _tie(session: Session, procedure: Procedure, clean: Mapping[str, object]) -> None:
    """Common names and tags, in their order."""
    for field, language in NAME_FIELDS.items():
        if field in clean:
            own = (CommonName.procedure_id == procedure.id, CommonName.language == language)
            session.execute(delete(CommonName).where(*own))
            for position, name in enumerate(_listed(clean[field])):
                session.add(CommonName(procedure_id=procedure.id, language=language, name=str(name), position=position))
    for kind in TAG_KINDS:
        if kind in clean:
            of_kind = select(Tag.id).where(Tag.kind == kind)
            own_tags = (ProcedureTag.procedure_id == procedure.id, ProcedureTag.tag_id.in_(of_kind))
            session.execute(delete(ProcedureTag).where(*own_tags))
            tags = [tag for tag in _listed(clean[kind]) if isinstance(tag, Tag)]
            session.add_all(tags)
            session.flush()
            for position, tag in enumerate(tags):
                session.add(ProcedureTag(procedure_id=procedure.id, tag_id=tag.id, position=position))
    session.flush()


def _hand_over(session: Session, procedure: Procedure) -> int:
    """Whoever offers what was merged offers what it became part of: citizens find the same offices."""
    into = procedure.merged_into_id
    has_it = select(Offering.id).where(Offering.procedure_id == into).with_only_columns(Offering.service_point_id)
    rows = select(
        literal(into), Offering.service_point_id, Offering.own_schedule_id, Offering.note_th, Offering.agency_id
    ).where(Offering.procedure_id == procedure.id, Offering.service_point_id.not_in(has_it))
    columns = ["procedure_id", "service_point_id", "own_schedule_id", "note_th", "agency_id"]
    result: Any = session.execute(insert(Offering).from_select(columns, rows))
    return int(result.rowcount)


def _must_be_hers(doer: Doer, clean: Mapping[str, object]) -> None:
    agency = clean.get("agency")
    if isinstance(agency, Agency) and not acting(doer).may("procedure.edit", Place(tuple(agency.path))):
        raise FieldsRefused([InvalidQuery(N_("You do not look after this agency."), field="agency")])


def _must_fit(clean: Mapping[str, object], procedure: Procedure | None) -> None:
    into = clean.get("merged_into")
    if isinstance(into, Procedure) and procedure is not None and into.id == procedure.id:
        raise FieldsRefused([InvalidQuery(N_("A procedure cannot become part of itself."), field="merged_into")])


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _taken(code: str) -> InvalidQuery:
    return InvalidQuery(N_("There is already a procedure with the code '{code}'."), field="code", code=code)


def _subject(procedure: Procedure) -> Subject:
    return Subject("procedure", procedure.code, procedure.title_th, place_of_procedure(procedure))
