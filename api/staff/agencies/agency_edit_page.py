"""The forms to change an agency and to add another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import phrase
from api.staff.access import SignedIn, allowed
from api.staff.area_lines import area_codes_in, area_lines
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.audit_log.record_words import LEVEL_NAMES
from api.staff.choices import Choice, agency_options, kind_choices, word_choices
from api.staff.form_text import version_in
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_form import merged
from api.staff.service_points.service_point_page import CONFLICT, Sent
from api.staff.table_form import SHOWN_NAMES
from api.v1.parameters import PlainText
from geo.agency_kinds import KIND_LISTS
from geo.errors import InvalidQuery
from geo.models import AGENCY_LEVELS, Agency
from geo.staff.actor import Place
from geo.staff.agency_edit import FIELDS, add_agency, agency_state, change_agency, load_agency
from geo.staff.agency_tree import find_agency_code
from geo.staff.audit_search import find_history
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.field_checks import collected
from geo.staff.next_code import find_next_agency_code
from geo.words import N_, translate

router = APIRouter()


def place_of_agency_to_edit(session: DatabaseSession, code: PlainText) -> Place:
    return Place(tuple(load_agency(session, code).path))


Edits = Annotated[SignedIn, allowed("agency.edit", of=place_of_agency_to_edit)]
Adds = Annotated[SignedIn, allowed("agency.edit")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyForm:
    """`code` empty: a new one, whose code is a field. `conflict`, `meanwhile`: who saved what in the meantime."""

    title: str
    shows_demo_data: bool
    code: str
    action: str
    back_href: str
    version: int
    form: Mapping[str, str]
    agencies: tuple[str, ...]
    levels: tuple[Choice, ...]
    types: tuple[Choice, ...]
    subtypes: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    shown_choices: tuple[Choice, ...]
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@router.get("/agencies/add")
def show_add(request: Request, session: DatabaseSession, who: Adds, parent: PlainText = "") -> Response:
    errors = FormErrors(language_of(request.url.path))
    form = dict.fromkeys(("code", *FIELDS), "") | {"parent": parent, "level": "agency", "shown": "yes"}
    code = find_agency_code(session, parent)
    if code:
        above = load_agency(session, code)
        level = "department" if above.level == "ministry" else "agency"
        form |= {"code": find_next_agency_code(session, above), "parent": f"{code} {above.name_th}", "level": level}
    return _form(request, session, who, "", form, 0, errors)


@router.post("/agencies/add")
def post_add(request: Request, session: DatabaseSession, who: Adds, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    given, faults = _given(session, sent)
    try:
        agency = add_agency(session, who.doer, sent.get("code", ""), given)
        if not faults:
            session.commit()
            return see_other(request, f"/staff/agencies/{agency.code}")
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    session.rollback()
    for fault in faults:
        errors.add(fault)
    return _form(request, session, who, "", sent, 0, errors)


@router.get("/agencies/{code}/edit")
def show_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText) -> Response:
    agency = load_agency(session, code)
    errors = FormErrors(language_of(request.url.path))
    return _form(request, session, who, code, _form_of(session, agency), agency.version, errors)


@router.post("/agencies/{code}/edit")
def post_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    given, faults = _given(session, sent)
    try:
        change_agency(session, who.doer, code, version_in(sent), given)
        if not faults:
            session.commit()
            return see_other(request, f"/staff/agencies/{code}")
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    except SavedByAnother as error:
        session.rollback()
        agency = load_agency(session, code)
        lines = find_history(session, "agency", code, limit=max(1, error.since))
        form = merged(sent, _form_of(session, agency), lines)
        return _form(request, session, who, code, form, agency.version, errors, conflict=error)
    session.rollback()
    for fault in faults:
        errors.add(fault)
    return _form(request, session, who, code, sent, version_in(sent), errors)


def _given(session: Session, sent: Mapping[str, str]) -> tuple[dict[str, object], list[InvalidQuery]]:
    """What the form says, ready to be checked, and what could not be looked up."""
    given: dict[str, object] = {name: sent[name] for name in FIELDS if name in sent and name != "areas_served"}
    faults: list[InvalidQuery] = []
    if "parent" in given:
        given["parent"] = find_agency_code(session, sent["parent"])
    if "areas_served" in sent:
        with collected(faults):
            given["areas_served"] = area_codes_in(session, sent["areas_served"], "areas_served")
    return given, faults


def _form_of(session: Session, agency: Agency) -> dict[str, str]:
    state = agency_state(agency)
    return {
        "name_th": state.name_th,
        "name_en": state.name_en or "",
        "level": state.level,
        **{name: getattr(state, name) or "" for name in KIND_LISTS},
        "parent": f"{agency.parent.code} {agency.parent.name_th}" if agency.parent else "",
        "areas_served": area_lines(session, state.areas_served),
        "shown": "yes" if state.shown else "no",
    }


def _form(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    form: Mapping[str, str],
    version: int,
    errors: FormErrors,
    conflict: SavedByAnother | None = None,
) -> Response:
    language = errors.language
    prefix = f"{prefix_of(language)}/staff/agencies"
    title = translate(N_("Add an agency"), language)
    if code:
        agency = load_agency(session, code)
        title = translate(N_("Change {name}"), language, name=phrase(language, agency.name_th, agency.name_en))
    page = AgencyForm(
        title=title,
        shows_demo_data=find_demo_data(session),
        code=code,
        action=f"{prefix}/{code}/edit" if code else f"{prefix}/add",
        back_href=f"{prefix}/{code}" if code else prefix,
        version=version,
        form=form,
        agencies=agency_options(session, who.actor, "agency.edit"),
        levels=word_choices({one: LEVEL_NAMES[one] for one in AGENCY_LEVELS}, language),
        types=kind_choices("type", language),
        subtypes=kind_choices("subtype", language),
        categories=kind_choices("category", language),
        shown_choices=word_choices(SHOWN_NAMES, language),
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=history_of(session, "agency", code, language)[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/agency_edit.html", page, who, status=status)
