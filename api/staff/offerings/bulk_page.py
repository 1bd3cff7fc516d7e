"""Linking and unlinking in bulk: first what would happen, counted, then one press of a button, then one to undo it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.form_text import Ticked
from api.staff.offerings.bulk_form import AskedInBulk, BulkChoices, BulkForm, bulk_choices, bulk_query
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import Sent
from geo.errors import InvalidQuery, UnknownProcedure
from geo.staff.offerings.bulk import Preview, ProcedurePreview, change_in_bulk, find_preview
from geo.staff.offerings.table import find_titles
from geo.words import N_, Name, translate

router = APIRouter()

Bulk = Annotated[SignedIn, allowed("offering.bulk")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """`changed`: at how many service points it would be linked or unlinked; `same`: where it is so already."""

    title: Phrase
    code: str
    changed: str
    same: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPreview:
    """`notes` are whole sentences. `expected` is sent back, so that nothing else happens than what was looked at."""

    links: bool
    count: str
    is_empty: bool
    expected: int
    points: str
    rows: tuple[PreviewRow, ...]
    notes: tuple[str, ...]
    sample: tuple[Phrase, ...]
    table_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPage:
    """`procedures`: the titles of those that were chosen. `preview` None: nothing was asked yet."""

    title: str
    shows_demo_data: bool
    form: BulkForm
    choices: BulkChoices
    procedures: tuple[Phrase, ...]
    preview: BulkPreview | None
    back_href: str
    errors: FormErrors


@router.get("/offerings/bulk")
def show_bulk(request: Request, session: DatabaseSession, who: Bulk, form: AskedInBulk) -> Response:
    return _page(request, session, who, form, FormErrors(language_of(request.url.path)))


@router.post("/offerings/bulk")
def post_bulk(request: Request, session: DatabaseSession, who: Bulk, sent: Sent, ticked: Ticked) -> Response:
    errors = FormErrors(language_of(request.url.path))
    names = ("act", "type", "province", "district", "agency")
    form = BulkForm(procedures=ticked, **{name: sent.get(name, "") for name in names})
    try:
        written = change_in_bulk(session, who.doer, bulk_query(session, form), _number(sent, "expected"))
        session.commit()
    except InvalidQuery as error:
        session.rollback()
        errors.add(error)
        return _page(request, session, who, form, errors)
    done = "" if written.number is None else f"?done={written.number}"
    one = f"/{form.procedures[0]}" if len(form.procedures) == 1 else ""
    return see_other(request, f"/staff/offerings{one}{done}")


def _page(request: Request, session: Session, who: SignedIn, form: BulkForm, errors: FormErrors) -> Response:
    language = errors.language
    preview: Preview | None = None
    if form.act:
        with errors.collect():
            preview = _found(session, who, form)
    base = f"{prefix_of(language)}/staff/offerings"
    page = BulkPage(
        title=translate(N_("Link in bulk"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        choices=bulk_choices(session, who, form, language),
        procedures=_titles(session, form, language),
        preview=_in_words(preview, form, language) if preview else None,
        back_href=f"{base}/{form.procedures[0]}" if len(form.procedures) == 1 else base,
        errors=errors,
    )
    status = UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/offerings/bulk.html", page, who, status=status)


def _found(session: Session, who: SignedIn, form: BulkForm) -> Preview:
    """Raises: InvalidQuery."""
    try:
        return find_preview(session, who.actor, bulk_query(session, form))
    except UnknownProcedure as error:
        raise InvalidQuery(error.sentence.message, field="procedure", code=error.sentence.values["code"]) from error


def _in_words(preview: Preview, form: BulkForm, language: str) -> BulkPreview:
    links = preview.query.act == "link"
    counted = (
        (N_("{count} of these service points are hidden from citizens; they are included."), preview.hidden),
        (N_("{count} more match, but you do not look after them: they stay as they are."), preview.outside),
    )
    table = {"type": form.type, "province": form.province, "district": form.district, "agency": form.agency}
    query = urlencode({name: value for name, value in table.items() if value})
    return BulkPreview(
        links=links,
        count=f"{preview.to_change:,}",
        is_empty=preview.to_change == 0,
        expected=preview.to_change,
        points=f"{len(preview.point_ids):,}",
        rows=tuple(_row(one, len(preview.point_ids), links, language) for one in preview.procedures),
        notes=tuple(translate(message, language, count=f"{count:,}") for message, count in counted if count),
        sample=tuple(phrase(language, one.name_th, one.name_en) for one in preview.sample),
        table_href=f"{prefix_of(language)}/staff/service-points?{query}",
    )


def _row(one: ProcedurePreview, points: int, links: bool, language: str) -> PreviewRow:
    missing = points - one.there
    return PreviewRow(
        title=phrase(language, one.title_th, one.title_en),
        code=one.code,
        changed=f"{missing if links else one.there:,}",
        same=f"{one.there if links else missing:,}",
    )


def _titles(session: Session, form: BulkForm, language: str) -> tuple[Phrase, ...]:
    titles: Mapping[str, Name] = find_titles(session, form.procedures)
    return tuple(phrase(language, titles[code].th, titles[code].en) for code in form.procedures if code in titles)


def _number(sent: Mapping[str, str], name: str) -> int:
    """-1, which nothing counts to, where it is missing."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
