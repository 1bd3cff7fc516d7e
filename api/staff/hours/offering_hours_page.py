"""The own hours of one thing that a service point offers: set where they differ from the office's, or cleared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.form_text import sent_form, version_in
from api.staff.hours.draft import add_faults, drafted_preview, is_partial, render_part
from api.staff.hours.editor import WEEK_WAYS, HoursEditor, editor_of, warnings_in
from api.staff.hours.pasted_text import check_answered, read_into
from api.staff.hours.preview import Preview
from api.staff.hours.stored_hours import expression_in, form_of_expression
from api.staff.hours.week_buttons import pressed
from api.staff.hours.week_form import form_of_week
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_page import CONFLICT, place_of_point_named
from api.v1.parameters import PlainText
from geo.calendar import find_calendar
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK, Hours
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.field_checks import collected
from geo.staff.offering_hours import OfferingHours, find_one_offering_hours, set_offering_hours
from geo.staff.service_point_edit import load_point
from geo.staff.temporary_hours import find_temporary
from geo.weekly_hours.edited_week import EditedWeek
from geo.words import N_, translate

router = APIRouter()

Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]
Sent = Annotated[Mapping[str, str], Depends(sent_form)]

WAYS = {"office": N_("As the office"), **WEEK_WAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingHoursPage:
    title: str
    shows_demo_data: bool
    head: PointHead
    offering: Phrase
    action: str
    back_href: str
    version: int
    editor: HoursEditor
    preview: Preview
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@router.get("/service-points/{code}/offerings/{procedure}/hours")
def show_offering_hours(
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, procedure: PlainText
) -> Response:
    point = load_point(session, code)
    offering = find_one_offering_hours(session, point, procedure)
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, who, point, offering, _form_of(point, offering), errors)


@router.post("/service-points/{code}/offerings/{procedure}/hours")
def post_offering_hours(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, procedure: PlainText, sent: Sent
) -> Response:
    do = sent.get("do", "save")
    errors = FormErrors(language_of(request.url.path))
    point = load_point(session, code)
    offering = find_one_offering_hours(session, point, procedure)
    if do == "save":
        return _save(request, session, who, point, offering, sent, errors)
    form = read_into(sent) if do == "read" else pressed(sent, do)
    if is_partial(request):
        preview = _preview(session, point, offering, form, errors)
        editor = None if do == "preview" else _editor(form, errors, offering)
        return render_part(request, preview, editor)
    return _page(request, session, who, point, offering, form, errors, version=version_in(sent))


def _save(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    point: ServicePoint,
    offering: OfferingHours,
    sent: Mapping[str, str],
    errors: FormErrors,
) -> Response:
    code, version = point.code, version_in(sent)
    faults: list[InvalidQuery] = []
    expression: str | None = None
    conflict: SavedByAnother | None = None
    with collected(faults):
        check_answered(sent)
    with collected(faults):
        expression = _expression_in(sent, offering)
    add_faults(errors, FieldsRefused(faults))
    if not faults:
        try:
            set_offering_hours(session, who.doer, code, version, offering.procedure_code, expression)
            session.commit()
            return see_other(request, f"/staff/service-points/{code}/hours#offerings")
        except SavedByAnother as error:
            conflict = error
    session.rollback()
    point = load_point(session, code)
    return _page(
        request, session, who, point, offering, sent, errors, version=None if conflict else version, conflict=conflict
    )


def _editor(form: Mapping[str, str], errors: FormErrors, offering: OfferingHours) -> HoursEditor:
    return editor_of(form, errors, WAYS, stored=offering.expression, has_note=False)


def _expression_in(form: Mapping[str, str], offering: OfferingHours) -> str | None:
    if form.get("by") not in WEEK_WAYS:
        return None
    return expression_in(form, offering.expression)


def _form_of(point: ServicePoint, offering: OfferingHours) -> dict[str, str]:
    """Without own hours, those of the office to begin with, not yet chosen."""
    if offering.expression:
        return form_of_expression(offering.expression)
    usual = point.schedule.expression if point.schedule else None
    return (form_of_expression(usual) if usual else form_of_week(EditedWeek())) | {"by": "office"}


def _preview(
    session: Session, point: ServicePoint, offering: OfferingHours, form: Mapping[str, str], errors: FormErrors
) -> Preview:
    temporary = tuple(one.spell for one in find_temporary(session, point))
    usual = point.schedule.expression if point.schedule else None

    def hours() -> Hours:
        return Hours(_expression_in(form, offering) or usual, temporary)

    warnings = warnings_in(form, errors.language) if form.get("by") == "week" else ()
    return drafted_preview(hours, find_calendar(session), datetime.now(BANGKOK), errors, warnings)


def _page(  # noqa: PLR0913, PLR0917 - what a page depends on
    request: Request,
    session: Session,
    who: SignedIn,
    point: ServicePoint,
    offering: OfferingHours,
    form: Mapping[str, str],
    errors: FormErrors,
    *,
    version: int | None = None,
    conflict: SavedByAnother | None = None,
) -> Response:
    language = errors.language
    refused = bool(errors)
    preview = _preview(session, point, offering, form, errors)
    base = f"{prefix_of(language)}/staff/service-points/{point.code}"
    meanwhile = history_of(session, "service_point", point.code, language) if conflict else ()
    title = phrase(language, offering.title.th, offering.title.en)
    page = OfferingHoursPage(
        title=f"{translate(N_('Opening hours'), language)}: {title}",
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, "/hours"),
        offering=title,
        action=f"{base}/offerings/{offering.procedure_code}/hours",
        back_href=f"{base}/hours",
        version=point.version if version is None else version,
        editor=_editor(form, errors, offering),
        preview=preview,
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=meanwhile[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if refused else 200
    return render_staff(request, "staff/hours/offering.html", page, who, status=status)
