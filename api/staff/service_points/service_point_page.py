"""A service point as staff see it: every field, its history, the form to change it, hiding and showing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.service_point.addresses import areas_in_words
from api.database_session import DatabaseSession, settings_of
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.area_lines import areas_in_a_row
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.audit_log.record_words import RECORD_FIELD_NAMES, value_in_words
from api.staff.form_text import sent_form, version_in
from api.staff.pins.pin_words import confirmed_in_words
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.missing import Missing, find_missing
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_form import (
    PointChoices,
    form_of,
    given_in,
    merged,
    point_choices,
)
from api.v1.parameters import PlainText
from geo.areas import find_area_chain
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.staff.actor import Place
from geo.staff.area_list import Stated, who_states_areas
from geo.staff.audit_search import find_history
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.pins.unconfirmed import unconfirmed_since
from geo.staff.service_point_edit import change_point, hide_point, load_point, place_of, show_point
from geo.staff.service_point_fields import FIELDS, state_of
from geo.words import N_, translate

router = APIRouter()

CONFLICT = 409


def place_of_point_named(session: DatabaseSession, code: PlainText) -> Place:
    return place_of(load_point(session, code))


Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]
Hides = Annotated[SignedIn, allowed("service_point.hide", of=place_of_point_named)]
Sent = Annotated[Mapping[str, str], Depends(sent_form)]


@dataclass(frozen=True, slots=True)
class FieldRow:
    name: str
    value: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPointPage:
    """`rows` has the fields that hold something, `empty` the names of the others.

    `pin_unconfirmed`: since when nobody has confirmed the pin, where that is too long.
    """

    title: str
    shows_demo_data: bool
    head: PointHead
    version: int
    rows: tuple[FieldRow, ...]
    empty: tuple[str, ...]
    changed: str
    missing: tuple[Missing, ...]
    pin_confirmed: str
    pin_unconfirmed: str
    may_set_pin: bool
    may_edit: bool
    may_hide: bool
    reason: str
    history: tuple[HistoryLine, ...]
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPointForm:
    """`conflict` tells who saved the record meanwhile, and `meanwhile` what; `version` is then the newer one."""

    title: str
    shows_demo_data: bool
    code: str
    action: str
    back_href: str
    version: int
    form: Mapping[str, str]
    choices: PointChoices
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@router.get("/service-points/{code}")
def show_service_point(request: Request, session: DatabaseSession, who: Sees, code: PlainText) -> Response:
    return _page(request, session, who, code, FormErrors(language_of(request.url.path)))


@router.get("/service-points/{code}/edit")
def show_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText) -> Response:
    point = load_point(session, code)
    form = form_of(session, state_of(point), point.agency.name_th)
    return _form(request, session, who, point, form, point.version, FormErrors(language_of(request.url.path)))


@router.post("/service-points/{code}/edit")
def post_edit(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    point = load_point(session, code)
    version = version_in(sent)
    opened = form_of(session, state_of(point), point.agency.name_th)
    given, faults = given_in(session, sent, opened, state_of(point).as_dict())
    try:
        change_point(session, who.doer, code, version, given)
        if not faults:
            session.commit()
            return see_other(request, f"/staff/service-points/{code}")
    except FieldsRefused as error:
        faults = [*faults, *error.faults]
    except SavedByAnother as error:
        session.rollback()
        point = load_point(session, code)
        now = form_of(session, state_of(point), point.agency.name_th)
        form = merged(sent, now, find_history(session, "service_point", code, limit=max(1, error.since)))
        return _form(request, session, who, point, form, point.version, errors, conflict=error)
    session.rollback()
    for fault in faults:
        errors.add(fault)
    point = load_point(session, code)
    return _form(request, session, who, point, sent, version, errors)


@router.post("/service-points/{code}/hide")
def post_hide(request: Request, session: DatabaseSession, who: Hides, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    with errors.collect():
        hide_point(session, who.doer, code, version_in(sent), reason=sent.get("reason", ""))
    return _after_switch(request, session, who, code, sent, errors)


@router.post("/service-points/{code}/show")
def post_show(request: Request, session: DatabaseSession, who: Hides, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    with errors.collect():
        show_point(session, who.doer, code, version_in(sent), reason=sent.get("reason", ""))
    return _after_switch(request, session, who, code, sent, errors)


def _after_switch(  # noqa: PLR0913, PLR0917
    request: Request, session: Session, who: SignedIn, code: str, sent: Mapping[str, str], errors: FormErrors
) -> Response:
    if errors:
        session.rollback()
        return _page(request, session, who, code, errors, reason=sent.get("reason", ""))
    session.commit()
    return see_other(request, f"/staff/service-points/{code}")


def _page(  # noqa: PLR0913
    request: Request, session: Session, who: SignedIn, code: str, errors: FormErrors, *, reason: str = ""
) -> Response:
    language = errors.language
    point = load_point(session, code)
    rows, empty = _rows(session, point, language)
    confirm_within = timedelta(days=settings_of(request).pin_confirm_days)
    unconfirmed = unconfirmed_since(point.pin_verified_at, point.pinned_at, confirm_within) if point.shown else None
    page = StaffPointPage(
        title=str(phrase(language, point.name_th, point.name_en)),
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language),
        version=point.version,
        rows=rows,
        empty=empty,
        changed=changed_in_words(point, language),
        missing=find_missing(session, who, point, language),
        pin_confirmed=confirmed_in_words(point, language),
        pin_unconfirmed="" if unconfirmed is None else date_in_words(unconfirmed.astimezone(BANGKOK).date(), language),
        may_set_pin=who.actor.may("pin.set", place_of(point)),
        may_edit=who.actor.may("service_point.edit", place_of(point)),
        may_hide=who.actor.may("service_point.hide", place_of(point)),
        reason=reason,
        history=history_of(session, "service_point", code, language),
        errors=errors,
    )
    return render_staff(request, "staff/service_point.html", page, who, status=UNPROCESSABLE if errors else 200)


def _form(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    point: ServicePoint,
    form: Mapping[str, str],
    version: int,
    errors: FormErrors,
    conflict: SavedByAnother | None = None,
) -> Response:
    language = errors.language
    meanwhile = history_of(session, "service_point", point.code, language) if conflict else ()
    page = StaffPointForm(
        title=translate(N_("Change {name}"), language, name=phrase(language, point.name_th, point.name_en)),
        shows_demo_data=point.pin_method == DEMO,
        code=point.code,
        action=f"{prefix_of(language)}/staff/service-points/{point.code}/edit",
        back_href=f"{prefix_of(language)}/staff/service-points/{point.code}",
        version=version,
        form=form,
        choices=point_choices(session, who.actor, "service_point.edit", language),
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=meanwhile[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/service_point_edit.html", page, who, status=status)


def changed_in_words(point: ServicePoint, language: str) -> str:
    """'21 พฤศจิกายน 2569 20:15 · สมหญิง ใจดี'."""
    at = point.updated_at.astimezone(BANGKOK)
    by = point.updated_by or translate(N_("a file that was loaded"), language)
    return f"{date_in_words(at.date(), language)} {clock_time(at)} · {by}"


def _rows(session: Session, point: ServicePoint, language: str) -> tuple[tuple[FieldRow, ...], tuple[str, ...]]:
    state = state_of(point).as_dict()
    rows, empty = [], []
    for name in FIELDS:
        if name in ("agency", "name_th"):
            continue
        label, text = (
            translate(RECORD_FIELD_NAMES.get(name, _EMAIL), language),
            value_in_words(name, state[name], language),
        )
        if name == "subdistrict_code" and text:
            text = f"{areas_in_words(find_area_chain(session, text), language)} ({text})"
        if name == "areas_served":
            text = _areas_served(session, point, language)
        if text:
            rows.append(FieldRow(label, phrase(language, text, text if name not in _THAI else None)))
        else:
            empty.append(label)
    return tuple(rows), tuple(empty)


def _areas_served(session: Session, point: ServicePoint, language: str) -> str:
    """Where nobody states them, what follows from its agency or its type, and from which."""
    stated = who_states_areas(session, point)
    if stated == "nobody":
        return ""
    text = areas_in_a_row(session, point.serves or (), language)
    return text if stated == "own" else translate(_STATED[stated], language, areas=text)


_STATED: Mapping[Stated, str] = {
    "agency": N_("{areas} (as stated for its agency)"),
    "type": N_("{areas} (implied by its type)"),
}
_EMAIL = N_("E-mail address")
_THAI = ("type", "address_th", "hours_note", "notes", "important_kind")
