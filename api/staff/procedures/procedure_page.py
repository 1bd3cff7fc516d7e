"""A procedure as staff see it: what it is, the revisions of its manual, its history; the forms to change and add."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.database_session import DatabaseSession
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.audit_log.record_words import PROCEDURE_KIND_NAMES
from api.staff.manuals.addresses import procedure_path, revision_href
from api.staff.manuals.revision_page import STANDING_TAGS
from api.staff.procedures.procedure_form import (
    Form,
    ProcedureChoices,
    form_of,
    given_in,
    procedure_choices,
    sent_fields,
)
from api.staff.procedures.procedure_head import ProcedureHead, place_of_procedure_named, procedure_head
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import CONFLICT
from api.v1.parameters import PlainText
from geo.manual_revisions.read import STANDING_NAMES, RevisionHead, find_revisions
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import load_agency
from geo.staff.agency_tree import find_agency_code
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.staff.next_code import find_next_procedure_code
from geo.staff.procedure_edit import add_procedure, change_procedure
from geo.staff.procedure_fields import FIELDS, procedure_state
from geo.staff.procedures import load_procedure, place_of_procedure
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("procedure.see", of=place_of_procedure_named)]
Edits = Annotated[SignedIn, allowed("procedure.edit", of=place_of_procedure_named)]
Adds = Annotated[SignedIn, allowed("procedure.edit")]


async def sent_procedure(request: Request) -> Form:
    return sent_fields(await request.form())


Sent = Annotated[Form, Depends(sent_procedure)]


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    value: str
    thai: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    number: int
    href: str
    standing: str
    tag: str
    when: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProcedurePage:
    """`begin`: whether a revision may be begun here; else there is one that is being worked on."""

    title: str
    shows_demo_data: bool
    head: ProcedureHead
    rows: tuple[FieldRow, ...]
    changed: str
    may_edit: bool
    may_begin: bool
    revisions: tuple[RevisionLine, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFormPage:
    """`code` empty: a new one, whose code is a field. `conflict`, `meanwhile`: who saved what in the meantime."""

    title: str
    shows_demo_data: bool
    code: str
    action: str
    back_href: str
    version: int
    form: Form
    choices: ProcedureChoices
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@router.get("/procedures/add")
def show_add(request: Request, session: DatabaseSession, who: Adds, agency: PlainText = "") -> Response:
    form: dict[str, str | list[str]] = dict.fromkeys(FIELDS, "")
    form |= {"category": [], "user_group": [], "shown": "yes", "jurisdiction": "anywhere", "kind": "other", "code": ""}
    reach = who.actor.reach("procedure.edit")
    options = procedure_choices(session, who.actor, form, "th").agencies
    if not agency and not reach.everywhere and len(reach.agency_ids) == 1 and options:
        agency = options[0]
    if agency:
        form |= {"agency": agency, "code": _suggested(session, find_agency_code(session, agency))}
    return _form(request, session, who, "", form, 0, FormErrors(language_of(request.url.path)))


@router.post("/procedures/add")
def post_add(request: Request, session: DatabaseSession, who: Adds, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    given, faults = given_in(session, sent, None)
    code = str(sent.get("code", "")).strip() or _suggested(session, str(given.get("agency") or ""))
    try:
        procedure = add_procedure(session, who.doer, code, given)
        if not faults:
            session.commit()
            return see_other(request, procedure_path(procedure.code))
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    session.rollback()
    for fault in faults:
        errors.add(fault)
    return _form(request, session, who, "", sent, 0, errors)


@router.get("/procedures/{code}")
def show_procedure(request: Request, session: DatabaseSession, who: Sees, code: PlainText) -> Response:
    language = language_of(request.url.path)
    procedure = load_procedure(session, code)
    place = place_of_procedure(procedure)
    revisions = find_revisions(session, code)
    at = procedure.updated_at.astimezone(BANGKOK)
    by = procedure.updated_by or translate(N_("a file that was loaded"), language)
    head = procedure_head(procedure, language)
    page = StaffProcedurePage(
        title=str(head.name),
        shows_demo_data=find_demo_data(session),
        head=head,
        rows=_rows(session, code, language),
        changed=f"{date_in_words(at.date(), language)} {clock_time(at)} · {by}",
        may_edit=who.actor.may("procedure.edit", place),
        may_begin=who.actor.may("manual.write", place) and not any(one.is_open for one in revisions),
        revisions=tuple(_revision(one, code, language) for one in revisions),
        history=history_of(session, "procedure", code, language),
    )
    return render_staff(request, "staff/procedures/procedure.html", page, who)


@router.get("/procedures/{code}/edit")
def show_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText) -> Response:
    procedure = load_procedure(session, code)
    form = form_of(session, procedure_state(session, procedure), procedure)
    errors = FormErrors(language_of(request.url.path))
    return _form(request, session, who, code, form, procedure.version, errors)


@router.post("/procedures/{code}/edit")
def post_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    procedure = load_procedure(session, code)
    text = str(sent.get("version", ""))
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    opened = form_of(session, procedure_state(session, procedure), procedure)
    given, faults = given_in(session, sent, opened)
    try:
        change_procedure(session, who.doer, code, version, given)
        if not faults:
            session.commit()
            return see_other(request, procedure_path(code))
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    except SavedByAnother as error:
        session.rollback()
        return _form(request, session, who, code, sent, error.version, errors, conflict=error)
    session.rollback()
    for fault in faults:
        errors.add(fault)
    return _form(request, session, who, code, sent, version, errors)


def _form(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    form: Form,
    version: int,
    errors: FormErrors,
    conflict: SavedByAnother | None = None,
) -> Response:
    language = errors.language
    prefix = f"{prefix_of(language)}/staff/procedures"
    meanwhile = history_of(session, "procedure", code, language) if conflict else ()
    heading = N_("Change a procedure") if code else N_("A new procedure")
    page = ProcedureFormPage(
        title=translate(heading, language),
        shows_demo_data=find_demo_data(session),
        code=code,
        action=f"{prefix}/{code}/edit" if code else f"{prefix}/add",
        back_href=f"{prefix}/{code}" if code else prefix,
        version=version,
        form=form,
        choices=procedure_choices(session, who.actor, form, language),
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=meanwhile[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/procedures/procedure_edit.html", page, who, status=status)


def _rows(session: Session, code: str, language: str) -> tuple[FieldRow, ...]:
    """The fields that hold something."""
    procedure = load_procedure(session, code)
    state = procedure_state(session, procedure)
    form = form_of(session, state, procedure)
    rule = jurisdiction_in_words(state.jurisdiction, state.jurisdiction_of, language, limited=bool(state.areas))
    said = (
        (N_("Kind"), translate(PROCEDURE_KIND_NAMES[state.kind], language), False),
        (N_("Title in English"), state.title_en or "", False),
        (N_("What people call it"), ", ".join(state.common_names_th), True),
        (N_("What people call it in English"), ", ".join(state.common_names_en), False),
        (N_("Service categories"), ", ".join(state.category), True),
        (N_("User groups"), ", ".join(state.user_group), True),
        (N_("Free tags"), ", ".join(state.free), True),
        (N_("Where one must go"), rule, False),
        (N_("Only in these areas"), str(form["areas"]), True),
        (N_("Online"), state.online_url or "", False),
    )
    return tuple(FieldRow(translate(name, language), value, thai) for name, value, thai in said if value)


def _revision(one: RevisionHead, code: str, language: str) -> RevisionLine:
    at = (one.published_at or one.updated_at).astimezone(BANGKOK)
    return RevisionLine(
        number=one.number,
        href=revision_href(language, code, one.number),
        standing=translate(STANDING_NAMES[one.standing], language),
        tag=STANDING_TAGS.get(one.standing, ""),
        when=f"{date_in_words(at.date(), language)} {clock_time(at)}",
        by=one.updated_by or translate(N_("a file that was loaded"), language),
    )


def _suggested(session: Session, agency_code: str) -> str:
    """Empty where the agency is not known: what is wrong with it is said elsewhere."""
    try:
        return find_next_procedure_code(session, load_agency(session, agency_code))
    except UnknownRecord:
        return ""
