"""Agencies are added, changed, hidden and shown again here, each with its line in the audit log."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.agency_kinds import agency_kinds, go_together, subtypes_of, usual_subtype
from geo.errors import InvalidQuery
from geo.models import AGENCY_LEVELS, Agency, ServicePoint
from geo.staff import field_checks as check
from geo.staff.actor import WHOLE_STATE, Place
from geo.staff.area_list import check_area_list
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.words import N_

_LEVEL_ABOVE = {"ministry": (None,), "department": ("ministry",), "agency": ("ministry", "department", "agency")}

_CHECKS: Mapping[str, check.Check] = {
    "name_th": check.text(300, required=True),
    "name_en": check.text(300),
    "level": check.choice(AGENCY_LEVELS),
    "parent": check.text(40),
    "type": check.choice(tuple(agency_kinds("type"))),
    "subtype": check.choice(tuple(agency_kinds("subtype"))),
    "category": check.choice(tuple(agency_kinds("category"))),
    "shown": check.yes_or_no(empty=True),
}
FIELDS = ("name_th", "name_en", "level", "parent", "type", "subtype", "category", "areas_served", "shown")
_PLAIN = tuple(name for name in FIELDS if name != "parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyState:
    """An agency as the audit log, forms and programs see it; `parent` is a code, `areas_served` are some."""

    name_th: str
    name_en: str | None
    level: str
    parent: str | None
    type: str | None
    subtype: str | None
    category: str | None
    areas_served: list[str]
    shown: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def agency_state(agency: Agency) -> AgencyState:
    return AgencyState(
        name_th=agency.name_th,
        name_en=agency.name_en,
        level=agency.level,
        parent=agency.parent.code if agency.parent else None,
        type=agency.type,
        subtype=agency.subtype,
        category=agency.category,
        areas_served=sorted(agency.areas_served),
        shown=agency.shown,
    )


def load_agency(session: Session, code: str, *, to_change: bool = False) -> Agency:
    """Raises: UnknownRecord."""
    statement = select(Agency).where(Agency.code == code)
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    agency = session.scalar(statement)
    if agency is None:
        raise UnknownRecord()
    return agency


def add_agency(session: Session, doer: Doer, code: str, given: Mapping[str, object]) -> Agency:
    """Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    parent = None
    with check.collected(faults):
        code = check.code(code, "code")
        if session.scalar(select(Agency.id).where(Agency.code == code)) is not None:
            raise _taken(code)
    with check.collected(faults):
        clean = _checked(session, {"name_th": "", "parent": "", **given})
        clean |= _sorted(clean, None, None)
    with check.collected(faults):
        parent = _parent(session, doer, given.get("parent"))
        _must_fit(str(clean.get("level") or "agency"), parent)
    if faults:
        raise FieldsRefused(faults)
    agency = Agency(
        code=code,
        parent=parent,
        level=str(clean.get("level") or "agency"),
        name_th=str(clean["name_th"]),
        name_en=clean.get("name_en"),
        type=clean.get("type"),
        subtype=clean.get("subtype"),
        category=clean.get("category"),
        areas_served=clean.get("areas_served", ()),
        shown=bool(clean.get("shown", True)),
        updated_by=acting(doer).name,
    )
    session.add(agency)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as error:  # somebody was quicker by a moment
        raise FieldsRefused([_taken(code)]) from error
    session.refresh(agency)
    record(session, doer, "agency.add", _subject(agency), before=None, after=agency_state(agency).as_dict())
    return agency


def change_agency(session: Session, doer: Doer, code: str, version: int, given: Mapping[str, object]) -> Agency:
    """Raises: UnknownRecord, SavedByAnother, FieldsRefused."""
    agency = load_agency(session, code, to_change=True)
    if agency.version != version:
        raise SavedByAnother(version=agency.version, since=agency.version - version, by=agency.updated_by)
    before = agency_state(agency).as_dict()
    clean = _checked(session, {name: value for name, value in given.items() if value != before.get(name)})
    changed = {name: value for name, value in clean.items() if value != before[name]}
    changed |= _sorted(changed, agency.type, agency.subtype)
    if not changed:
        return agency
    _place(session, doer, agency, changed)
    if changed.get("shown") is False:
        _must_be_empty(session, agency)
    for name in _PLAIN:
        if name in changed:
            setattr(agency, name, changed[name])
    agency.updated_by = acting(doer).name
    agency.updated_at = func.clock_timestamp()
    session.flush()
    session.refresh(agency)
    record(session, doer, "agency.edit", _subject(agency), before=before, after=agency_state(agency).as_dict())
    return agency


def _checked(session: Session, given: Mapping[str, object]) -> dict[str, object]:
    """Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    with check.collected(faults):
        clean = check.check_fields(given, _CHECKS)
    with check.collected(faults):
        if "areas_served" in given:
            clean["areas_served"] = sorted(check_area_list(session, given["areas_served"], "areas_served"))
    if faults:
        raise FieldsRefused(faults)
    return clean


def _place(session: Session, doer: Doer, agency: Agency, changed: Mapping[str, object]) -> None:
    """Below which other it is to be. Raises: FieldsRefused."""
    if not {"parent", "level"} & set(changed):
        return
    faults: list[InvalidQuery] = []
    with check.collected(faults):
        parent = _parent(session, doer, changed["parent"]) if "parent" in changed else agency.parent
        if parent is not None and agency.id in parent.path:
            raise InvalidQuery(N_("An agency cannot stand below itself."), field="parent")
        _must_fit(str(changed.get("level") or agency.level), parent)
        agency.parent = parent
    if faults:
        raise FieldsRefused(faults)


def _sorted(changed: Mapping[str, object], type_now: str | None, subtype_now: str | None) -> dict[str, object]:
    """The subtype that a type usually has, where none is said. Raises: InvalidQuery for two that do not go together."""
    if not {"type", "subtype"} & set(changed):
        return {}
    new_type, subtype = changed.get("type", type_now), changed.get("subtype", subtype_now)
    if not isinstance(new_type, str):
        return {}
    if not isinstance(subtype, str):
        return {"subtype": usual_subtype(new_type)}
    if not go_together(new_type, subtype):
        message = N_("With this type of agency goes: {subtypes}.")
        raise FieldsRefused([InvalidQuery(message, field="subtype", subtypes=subtypes_of(new_type))])
    return {}


def _parent(session: Session, doer: Doer, code: object) -> Agency | None:
    parent = None
    if code:
        parent = session.scalar(select(Agency).where(Agency.code == str(code).strip()))
        if parent is None:
            raise InvalidQuery(N_("No agency has the code '{code}'."), field="parent", code=code)
    place = Place(tuple(parent.path)) if parent else WHOLE_STATE
    if not acting(doer).may("agency.edit", place):
        raise InvalidQuery(N_("You do not look after this agency."), field="parent")
    return parent


def _must_fit(level: str, parent: Agency | None) -> None:
    if (parent.level if parent else None) not in _LEVEL_ABOVE.get(level, ()):
        raise InvalidQuery(
            N_("A ministry stands at the top, a department below a ministry, an agency below any of them."),
            field="level",
        )


def _must_be_empty(session: Session, agency: Agency) -> None:
    """A hidden agency has nothing that citizens still find."""
    below = select(Agency.id).where(literal(agency.id) == func.any(Agency.path))
    points = session.scalar(select(func.count()).where(ServicePoint.agency_id.in_(below), ServicePoint.shown))
    if points:
        message = N_("{count} service points of this agency or below it are still shown: hide or move them first.")
        raise FieldsRefused([InvalidQuery(message, field="shown", count=points)])


def _taken(code: str) -> InvalidQuery:
    return InvalidQuery(N_("There is already an agency with the code '{code}'."), field="code", code=code)


def _subject(agency: Agency) -> Subject:
    return Subject("agency", agency.code, agency.name_th, Place(tuple(agency.path)))
