"""The procedures with how many service points offer them: a table to filter, export, and link in bulk from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response, StreamingResponse

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.choices import Choice, word_choices
from api.staff.exported_table import AskedEnding, exported_table
from api.staff.offerings.change_words import ChangeLine, change_lines
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.table_form import table_href
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.agency_tree import find_agency_code
from geo.staff.errors import UnknownRecord
from geo.staff.offerings.find_changes import find_change
from geo.staff.offerings.owners import find_owner_options
from geo.staff.offerings.table import (
    OfferingsQuery,
    OfferingsRow,
    Sort,
    count_offerings_rows,
    find_offerings_rows,
)
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("offering.see")]

ON_A_PAGE = 50
SORT_NAMES: Mapping[Sort, str] = {"title": N_("name"), "code": N_("code"), "changed": N_("last change")}
OFFERED_NAMES = {
    "somewhere": N_("somewhere"),
    "nowhere": N_("nowhere"),
    "mine": N_("at my service points"),
    "not_mine": N_("at none of my service points"),
}

COLUMNS = (
    *("code", "title_th", "title_en", "agency_code", "agency_name_th", "shown"),
    *("service_points", "my_service_points", "changed_at", "changed_by"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsForm:
    """What was asked, as it was typed. `done`: number of the change that was just made."""

    q: PlainText = ""
    agency: PlainText = ""
    offered: PlainText = ""
    sort: PlainText = ""
    after: PlainText = ""
    done: PlainText = ""


Asked = Annotated[OfferingsForm, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRow:
    code: str
    title: Phrase
    href: str
    agency: Phrase
    shown: bool
    points: str
    mine: str
    changed: str
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsPage:
    """`last`: what was just done in bulk to several procedures. `next_href` None: this is the last page."""

    title: str
    shows_demo_data: bool
    form: OfferingsForm
    agencies: tuple[str, ...]
    offered: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    rows: tuple[ProcedureRow, ...]
    total: str
    first_href: str | None
    next_href: str | None
    csv_href: str
    xlsx_href: str
    may_bulk: bool
    last: ChangeLine | None
    errors: FormErrors


@router.get("/offerings")
def show_offerings(request: Request, session: DatabaseSession, who: Sees, form: Asked) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    rows: list[OfferingsRow] = []
    total = 0
    with errors.collect():
        query = _query(session, form, ON_A_PAGE + 1)
        rows, total = find_offerings_rows(session, who.actor, query), count_offerings_rows(session, who.actor, query)
    page = OfferingsPage(
        title=translate(N_("Offerings"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        agencies=find_owner_options(session),
        offered=word_choices(OFFERED_NAMES, language),
        sorts=word_choices(cast("Mapping[str, str]", SORT_NAMES), language),
        rows=tuple(_row(row, language) for row in rows[:ON_A_PAGE]),
        total=f"{total:,}",
        first_href=table_href("offerings", form, language, done="") if form.after else None,
        next_href=(
            table_href("offerings", form, language, done="", after=rows[ON_A_PAGE - 1].cursor)
            if len(rows) > ON_A_PAGE
            else None
        ),
        csv_href=table_href("offerings", form, language, ".csv", done=""),
        xlsx_href=table_href("offerings", form, language, ".xlsx", done=""),
        may_bulk=who.actor.may("offering.bulk"),
        last=_last(session, who, form.done, language),
        errors=errors,
    )
    status = UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/offerings/offerings.html", page, who, status=status)


@router.get("/offerings.csv")
@router.get("/offerings.xlsx")
def export_offerings(session: DatabaseSession, who: Sees, form: Asked, ending: AskedEnding) -> StreamingResponse:
    rows = find_offerings_rows(session, who.actor, _query(session, form, None))
    return exported_table("offerings", ending, COLUMNS, map(_record, rows))


def _record(row: OfferingsRow) -> tuple[object, ...]:
    return (
        *(row.code, row.title_th, row.title_en, row.agency_code, row.agency_th, row.shown),
        *(row.points, row.mine, row.changed_at, row.changed_by),
    )


def _query(session: Session, form: OfferingsForm, limit: int | None) -> OfferingsQuery:
    """Raises: InvalidQuery."""
    return OfferingsQuery(
        text=form.q,
        agency=find_agency_code(session, form.agency),
        offered=form.offered,
        sort=cast("Sort", form.sort or "title"),
        after=form.after if limit is not None else "",
        limit=limit,
    )


def _last(session: Session, who: SignedIn, done: str, language: str) -> ChangeLine | None:
    if not (done.isascii() and done.isdigit() and len(done) < 18):
        return None
    try:
        change = find_change(session, int(done))
    except UnknownRecord:
        return None
    [line] = change_lines(session, who, [change], language, done)
    return line if change.by == who.actor.name else None  # somebody else's is not told to whoever guesses numbers


def _row(row: OfferingsRow, language: str) -> ProcedureRow:
    at = row.changed_at
    return ProcedureRow(
        code=row.code,
        title=phrase(language, row.title_th, row.title_en),
        href=f"{prefix_of(language)}/staff/offerings/{row.code}",
        agency=phrase(language, row.agency_th, row.agency_en),
        shown=row.shown,
        points=f"{row.points:,}",
        mine=f"{row.mine:,}",
        changed=date_in_words(at.astimezone(BANGKOK).date(), language) if at else "",
        changed_by=row.changed_by or "",
    )
