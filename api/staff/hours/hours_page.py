"""The hours of a service point: the usual week and its preview, what holds for a time, what offerings have."""

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
from api.staff.audit_log.history import HistoryLine, history_line, history_of
from api.staff.audit_log.hours_words import expression_in_words
from api.staff.form_text import sent_form, version_in
from api.staff.hours.draft import add_faults, drafted_preview, is_partial, render_part
from api.staff.hours.editor import WEEK_WAYS, HoursEditor, editor_of, warnings_in
from api.staff.hours.pasted_text import check_answered, note_with_rest, read_into
from api.staff.hours.preview import Preview
from api.staff.hours.stored_hours import expression_in, form_of_expression
from api.staff.hours.temporary_list import TemporaryLists, temporary_lists
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
from geo.staff.hours_undo import find_last_change, undo_last_change
from geo.staff.offering_hours import find_offering_hours
from geo.staff.service_point_edit import change_point, load_point, place_of
from geo.staff.temporary_hours import find_temporary
from geo.weekly_hours.edited_week import EditedWeek
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]
Sent = Annotated[Mapping[str, str], Depends(sent_form)]

WAYS = {**WEEK_WAYS, "unknown": N_("Nobody knows them")}


@dataclass(frozen=True, slots=True)
class OfferingLink:
    """`hours` empty: as the office."""

    title: Phrase
    href: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHoursChange:
    line: HistoryLine
    can_be_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPage:
    """`editor` None: whoever looks may not change them. `conflict` tells who saved meanwhile."""

    title: str
    shows_demo_data: bool
    head: PointHead
    action: str
    version: int
    editor: HoursEditor | None
    hours_note: str
    preview: Preview
    temporary: TemporaryLists
    own: tuple[OfferingLink, ...]
    others: tuple[OfferingLink, ...]
    last: LastHoursChange | None
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@router.get("/service-points/{code}/hours")
def show_hours(request: Request, session: DatabaseSession, who: Sees, code: PlainText) -> Response:
    point = load_point(session, code)
    return _page(request, session, who, point, form_of_point(point), FormErrors(language_of(request.url.path)))


@router.post("/service-points/{code}/hours")
def post_hours(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    """`do` is the button: to save, to look, or to change the form."""
    do = sent.get("do", "save")
    errors = FormErrors(language_of(request.url.path))
    if do == "save":
        return _save(request, session, who, code, sent, errors)
    form = read_into(sent) if do == "read" else pressed(sent, do)
    point = load_point(session, code)
    if is_partial(request):
        preview = _preview(session, point, form, errors)
        editor = None if do == "preview" else editor_of(form, errors, WAYS, stored=_expression(point))
        return render_part(request, preview, editor)
    return _page(request, session, who, point, form, errors, version=version_in(sent))


@router.post("/service-points/{code}/hours/undo")
def post_undo(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    try:
        undo_last_change(session, who.doer, code, version_in(sent))
        session.commit()
        return see_other(request, f"/staff/service-points/{code}/hours")
    except SavedByAnother as error:
        conflict = error
        session.rollback()
        point = load_point(session, code)
        return _page(request, session, who, point, form_of_point(point), errors, conflict=conflict)
    except InvalidQuery as error:
        add_faults(errors, error)
    session.rollback()
    point = load_point(session, code)
    return _page(request, session, who, point, form_of_point(point), errors)


def form_of_point(point: ServicePoint) -> dict[str, str]:
    """What is stored, as the form has it. Unknown hours begin with the week of an office, not yet chosen."""
    stored = _expression(point)
    form = form_of_expression(stored) if stored else {"by": "unknown"} | form_of_week(EditedWeek())
    return form | {"hours_note": point.hours_note or ""}


def _expression(point: ServicePoint) -> str | None:
    return point.schedule.expression if point.schedule else None


def _save(  # noqa: PLR0913, PLR0917
    request: Request, session: Session, who: SignedIn, code: str, sent: Mapping[str, str], errors: FormErrors
) -> Response:
    point = load_point(session, code)
    version = version_in(sent)
    faults: list[InvalidQuery] = []
    given: dict[str, object] = {}
    with collected(faults):
        check_answered(sent)
        given["hours_note"] = note_with_rest(sent, "hours_note")
    with collected(faults):
        stored = _expression(point)
        given["opening_hours"] = None if sent.get("by") == "unknown" else expression_in(sent, stored)
    try:
        if faults:
            raise FieldsRefused(faults)
        change_point(session, who.doer, code, version, given)
        session.commit()
        return see_other(request, f"/staff/service-points/{code}/hours")
    except FieldsRefused as error:
        add_faults(errors, error)
        session.rollback()
        return _page(request, session, who, load_point(session, code), sent, errors, version=version)
    except SavedByAnother as error:
        session.rollback()
        return _page(request, session, who, load_point(session, code), sent, errors, conflict=error)


def _preview(session: Session, point: ServicePoint, form: Mapping[str, str], errors: FormErrors) -> Preview:
    """Of the form, as far as it can be read; what cannot is noted in `errors`."""
    temporary = tuple(one.spell for one in find_temporary(session, point))

    def hours() -> Hours:
        expression = None if form.get("by") == "unknown" else expression_in(form, _expression(point))
        return Hours(expression, temporary)

    return drafted_preview(
        hours,
        find_calendar(session),
        datetime.now(BANGKOK),
        errors,
        warnings_in(form, errors.language) if form.get("by") == "week" else (),
    )


def _page(  # noqa: PLR0913, PLR0917 - what a page depends on
    request: Request,
    session: Session,
    who: SignedIn,
    point: ServicePoint,
    form: Mapping[str, str],
    errors: FormErrors,
    *,
    version: int | None = None,
    conflict: SavedByAnother | None = None,
) -> Response:
    language = errors.language
    refused = bool(errors)
    may_edit = who.actor.may("service_point.edit", place_of(point))
    preview = _preview(session, point, form, errors)
    offerings = find_offering_hours(session, point)
    base = f"{prefix_of(language)}/staff/service-points/{point.code}"
    links = [
        OfferingLink(
            title=phrase(language, one.title.th, one.title.en),
            href=f"{base}/offerings/{one.procedure_code}/hours",
            hours=expression_in_words(one.expression, language) if one.expression else "",
        )
        for one in offerings
    ]
    meanwhile = history_of(session, "service_point", point.code, language) if conflict else ()
    page = HoursPage(
        title=f"{translate(N_('Opening hours'), language)}: {phrase(language, point.name_th, point.name_en)}",
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, "/hours"),
        action=f"{base}/hours",
        version=point.version if version is None else version,
        editor=editor_of(form, errors, WAYS, stored=_expression(point)) if may_edit else None,
        hours_note=form.get("hours_note", ""),
        preview=preview,
        temporary=temporary_lists(session, point, f"{base}/temporary-hours", language),
        own=tuple(link for link in links if link.hours),
        others=tuple(link for link in links if not link.hours),
        last=_last(session, point, language),
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=meanwhile[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if refused else 200
    return render_staff(request, "staff/hours/hours.html", page, who, status=status)


def _last(session: Session, point: ServicePoint, language: str) -> LastHoursChange | None:
    last = find_last_change(session, point)
    if last is None:
        return None
    return LastHoursChange(line=history_line(last.line, language), can_be_undone=last.can_be_undone)
