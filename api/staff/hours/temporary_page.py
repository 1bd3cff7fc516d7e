"""A closure, or other hours for a time: added, changed, ended now, removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import phrase
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.audit_log.hours_words import days_in_words
from api.staff.form_text import sent_form, version_in
from api.staff.hours.draft import add_faults, drafted_preview, is_partial, render_part
from api.staff.hours.editor import HoursEditor, editor_of, warnings_in
from api.staff.hours.pasted_text import check_answered, note_with_rest, read_into
from api.staff.hours.preview import Preview, start_of
from api.staff.hours.temporary_form import WAYS, form_of_spell, new_form, spell_in
from api.staff.hours.week_buttons import pressed
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_page import CONFLICT, place_of_point_named
from api.v1.parameters import PlainText
from geo.calendar import find_calendar
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK, Hours, TemporarySpell
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.staff.field_checks import collected
from geo.staff.service_point_edit import load_point
from geo.staff.temporary_hours import (
    add_temporary,
    change_temporary,
    end_temporary,
    find_one_temporary,
    find_temporary,
    remove_temporary,
)
from geo.words import N_, translate

router = APIRouter()

Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]
Sent = Annotated[Mapping[str, str], Depends(sent_form)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryPage:
    """`number` None: it is new. `days` tells in words which days were typed."""

    title: str
    shows_demo_data: bool
    head: PointHead
    action: str
    back_href: str
    version: int
    number: int | None
    form: Mapping[str, str]
    editor: HoursEditor
    preview: Preview
    days: str
    conflict: str
    meanwhile: tuple[HistoryLine, ...]
    errors: FormErrors


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every answer about one of these pages is made of."""

    request: Request
    session: Session
    who: SignedIn
    code: str
    number: int | None
    errors: FormErrors


@router.get("/service-points/{code}/temporary-hours/add")
def show_add(request: Request, session: DatabaseSession, who: Edits, code: PlainText) -> Response:
    asked = _asked(request, session, who, code)
    form = new_form(_usual(load_point(session, code)), datetime.now(BANGKOK).date(), asked.errors.language)
    return _page(asked, form)


@router.post("/service-points/{code}/temporary-hours/add")
def post_add(request: Request, session: DatabaseSession, who: Edits, code: PlainText, sent: Sent) -> Response:
    asked = _asked(request, session, who, code)
    return _posted(asked, sent, lambda spell: add_temporary(session, who.doer, code, version_in(sent), spell))


@router.get("/service-points/{code}/temporary-hours/{number}")
def show_temporary(
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, number: PlainText
) -> Response:
    asked = _asked(request, session, who, code, number)
    return _page(asked, _stored_form(asked))


@router.post("/service-points/{code}/temporary-hours/{number}")
def post_temporary(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, number: PlainText, sent: Sent
) -> Response:
    asked = _asked(request, session, who, code, number)
    row, version = number_in(number), version_in(sent)
    return _posted(asked, sent, lambda spell: change_temporary(session, who.doer, code, version, row, spell))


@router.post("/service-points/{code}/temporary-hours/{number}/end")
def post_end(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, number: PlainText, sent: Sent
) -> Response:
    asked = _asked(request, session, who, code, number)
    row, version = number_in(number), version_in(sent)
    return _done(asked, lambda: end_temporary(session, who.doer, code, version, row, datetime.now(BANGKOK)))


@router.post("/service-points/{code}/temporary-hours/{number}/remove")
def post_remove(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, number: PlainText, sent: Sent
) -> Response:
    asked = _asked(request, session, who, code, number)
    row, version = number_in(number), version_in(sent)
    return _done(asked, lambda: remove_temporary(session, who.doer, code, version, row))


def number_in(text: str) -> int:
    """Raises: UnknownRecord."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UnknownRecord()
    return int(text)


def _asked(request: Request, session: Session, who: SignedIn, code: str, number: str | None = None) -> _Asked:
    errors = FormErrors(language_of(request.url.path))
    return _Asked(request, session, who, code, None if number is None else number_in(number), errors)


def _posted(asked: _Asked, sent: Mapping[str, str], save: Callable[[TemporarySpell], object]) -> Response:
    do = sent.get("do", "save")
    usual = _usual(load_point(asked.session, asked.code))
    if do == "save":
        faults: list[InvalidQuery] = []
        spell: TemporarySpell | None = None
        with collected(faults):
            check_answered(sent)
        with collected(faults):
            spell = spell_in({**sent, "note_th": note_with_rest(sent, "note_th")}, usual)

        def saved() -> object:
            if faults or spell is None:
                raise FieldsRefused(faults)
            return save(spell)

        return _done(asked, saved, sent)
    form = read_into(sent) if do == "read" else pressed(sent, do)
    if is_partial(asked.request):
        point = load_point(asked.session, asked.code)
        preview, _days = _preview(asked, point, form)
        return render_part(asked.request, preview, None if do == "preview" else editor_of(form, asked.errors, WAYS))
    return _page(asked, form, version=version_in(sent))


def _done(asked: _Asked, change: Callable[[], object], sent: Mapping[str, str] | None = None) -> Response:
    """To the list of hours; or the form again, with what was wrong or who was quicker."""
    conflict: SavedByAnother | None = None
    try:
        change()
        asked.session.commit()
        return see_other(asked.request, f"/staff/service-points/{asked.code}/hours#temporary")
    except FieldsRefused as error:
        add_faults(asked.errors, error)
    except InvalidQuery as error:
        # the form names its days otherwise than programs do
        names = {"since": "first", "until": "last"}
        asked.errors.by_field[names.get(error.field or "", error.field or "")] = error.sentence.render(
            asked.errors.language
        )
    except SavedByAnother as error:
        conflict = error
    asked.session.rollback()
    form = _stored_form(asked) if sent is None else sent
    version = None if conflict or sent is None else version_in(sent)
    return _page(asked, form, version=version, conflict=conflict)


def _stored_form(asked: _Asked) -> dict[str, str]:
    point = load_point(asked.session, asked.code)
    assert asked.number is not None  # noqa: S101 - there is one in the address
    spell = find_one_temporary(asked.session, point, asked.number).spell
    return form_of_spell(spell, _usual(point), asked.errors.language)


def _usual(point: ServicePoint) -> str | None:
    return point.schedule.expression if point.schedule else None


def _preview(asked: _Asked, point: ServicePoint, form: Mapping[str, str]) -> tuple[Preview, str]:
    """From the first of its days on, with the other spells around it; and the days in words, as they were read."""
    usual, language = _usual(point), asked.errors.language
    others = tuple(one.spell for one in find_temporary(asked.session, point) if one.number != asked.number)
    draft: TemporarySpell | None = None
    try:
        draft = spell_in(form, usual)
    except InvalidQuery as error:
        add_faults(asked.errors, error)

    def hours() -> Hours:
        if draft is None:
            raise FieldsRefused([])
        spells = [draft, *(one for one in others if not _overlap(one, draft))]
        return Hours(usual, tuple(sorted(spells, key=lambda spell: spell.since)))

    preview = drafted_preview(
        hours,
        find_calendar(asked.session),
        start_of(draft.since if draft else None),
        asked.errors,
        warnings_in(form, language) if form.get("by") == "week" else (),
    )
    return replace(preview, words=(), expression=draft.expression if draft else None), (
        days_in_words(draft, language) if draft else ""
    )


def _overlap(one: TemporarySpell, other: TemporarySpell) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _page(
    asked: _Asked, form: Mapping[str, str], *, version: int | None = None, conflict: SavedByAnother | None = None
) -> Response:
    errors, language = asked.errors, asked.errors.language
    refused = bool(errors)
    point = load_point(asked.session, asked.code)
    preview, days = _preview(asked, point, form)
    base = f"{prefix_of(language)}/staff/service-points/{point.code}"
    meanwhile = history_of(asked.session, "service_point", point.code, language) if conflict else ()
    new = N_("Close for a time, or other hours")
    title = translate(new if asked.number is None else N_("Change what holds for a time"), language)
    page = TemporaryPage(
        title=f"{title}: {phrase(language, point.name_th, point.name_en)}",
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, asked.who, language, "/hours"),
        action=f"{base}/temporary-hours/{'add' if asked.number is None else asked.number}",
        back_href=f"{base}/hours",
        version=point.version if version is None else version,
        number=asked.number,
        form=form,
        editor=editor_of(form, errors, WAYS),
        preview=preview,
        days=days,
        conflict=conflict.sentence.render(language) if conflict else "",
        meanwhile=meanwhile[: max(1, conflict.since)] if conflict else (),
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if refused else 200
    return render_staff(asked.request, "staff/hours/temporary.html", page, asked.who, status=status)
