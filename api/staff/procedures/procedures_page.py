"""The procedures that somebody looks after: a table with where each manual stands, and the counts of agencies."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.record_words import PROCEDURE_KIND_NAMES
from api.staff.choices import Choice, agency_options, word_choices
from api.staff.manuals.addresses import procedure_href, revision_href
from api.staff.manuals.revision_page import STANDING_TAGS
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.table_form import SHOWN_NAMES, YES_OR_NO, table_href
from api.v1.parameters import PlainText
from geo.manual_revisions.read import STANDING_NAMES
from geo.opening_hours import BANGKOK
from geo.staff.agency_tree import find_agency_code
from geo.staff.procedure_table import (
    ProcedureRow,
    ProcedureTableQuery,
    count_procedure_rows,
    find_agency_counts,
    find_procedure_rows,
)
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("procedure.see")]

ON_A_PAGE = 50

STATUS_NAMES = {
    "none": N_("no manual"),
    "published": N_("published"),
    "draft": N_("draft"),
    "returned": N_("returned"),
    "review": N_("waiting for the agency's reviewer"),
    "approval": N_("waiting for OPDC"),
}
AGE_NAMES = {
    "half_year": N_("older than half a year"),
    "year": N_("older than a year"),
    "three_years": N_("older than three years"),
    "never_reviewed": N_("never reviewed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresForm:
    """What was asked, as it was typed."""

    q: PlainText = ""
    agency: PlainText = ""
    kind: PlainText = ""
    status: PlainText = ""
    age: PlainText = ""
    reviewer: PlainText = ""
    shown: PlainText = ""
    waiting: PlainText = ""
    after: PlainText = ""


Asked = Annotated[ProceduresForm, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLine:
    """`work` is what is being written or waits; `work_href` leads to it."""

    code: str
    name: Phrase
    href: str
    agency: Phrase
    kind: str
    hidden: str
    published: str
    work: str
    work_tag: str
    work_href: str
    work_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    name: Phrase
    href: str
    procedures: int
    published: int
    draft: int
    waiting: int
    never_reviewed: int
    old: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresPage:
    """`has_more`: filters beyond the first three are in use. `next_href` None: this is the last page."""

    title: str
    shows_demo_data: bool
    form: ProceduresForm
    has_more: bool
    agencies: tuple[str, ...]
    kinds: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    ages: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    rows: tuple[ProcedureLine, ...]
    total: str
    first_href: str | None
    next_href: str | None
    counts: tuple[CountLine, ...]
    may_add: bool
    may_import: bool
    may_keep_tags: bool
    errors: FormErrors


@router.get("/procedures")
def show_procedures(request: Request, session: DatabaseSession, who: Sees, form: Asked) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    rows: list[ProcedureRow] = []
    total = 0
    with errors.collect():
        query = _query(session, form)
        rows, total = find_procedure_rows(session, who.actor, query), count_procedure_rows(session, who.actor, query)
    page = ProceduresPage(
        title=translate(N_("Procedures"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        has_more=any([form.kind, form.age, form.reviewer, form.shown]),
        agencies=agency_options(session, who.actor, "procedure.see"),
        kinds=word_choices(PROCEDURE_KIND_NAMES, language),
        statuses=word_choices(STATUS_NAMES, language),
        ages=word_choices(AGE_NAMES, language),
        shown=word_choices(SHOWN_NAMES, language),
        rows=tuple(_line(row, language) for row in rows[:ON_A_PAGE]),
        total=f"{total:,}",
        first_href=table_href("procedures", form, language) if form.after else None,
        next_href=(
            table_href("procedures", form, language, after=rows[ON_A_PAGE - 1].cursor)
            if len(rows) > ON_A_PAGE
            else None
        ),
        counts=_counts(session, who, form, language),
        may_add=who.actor.may("procedure.edit"),
        may_import=who.actor.may("manual.write"),
        may_keep_tags=who.actor.may("tag.keep"),
        errors=errors,
    )
    return render_staff(request, "staff/procedures/procedures.html", page, who, status=UNPROCESSABLE if errors else 200)


def _query(session: Session, form: ProceduresForm) -> ProcedureTableQuery:
    """Raises: InvalidQuery."""
    return ProcedureTableQuery(
        text=form.q,
        agency=find_agency_code(session, form.agency),
        kind=form.kind,
        status=form.status,
        age=form.age,
        reviewer=form.reviewer,
        shown=YES_OR_NO.get(form.shown),
        waiting=form.waiting == "me",
        after=form.after,
        limit=ON_A_PAGE + 1,
    )


def _counts(session: Session, who: SignedIn, form: ProceduresForm, language: str) -> tuple[CountLine, ...]:
    code = find_agency_code(session, form.agency)
    return tuple(
        CountLine(
            name=phrase(language, one.name_th, one.name_en),
            href=f"{prefix_of(language)}/staff/procedures?" + urlencode({"agency": f"{one.code} {one.name_th}"}),
            procedures=one.procedures,
            published=one.published,
            draft=one.draft,
            waiting=one.waiting,
            never_reviewed=one.never_reviewed,
            old=one.old,
        )
        for one in find_agency_counts(session, who.actor, code)
    )


def _line(row: ProcedureRow, language: str) -> ProcedureLine:
    hidden = N_("merged") if row.merged else N_("hidden")
    published = ""
    if row.published_at is not None:
        day = date_in_words(row.published_at.astimezone(BANGKOK).date(), language)
        published = translate(N_("revision {number}, {day}"), language, number=row.published_number, day=day)
    state = row.open_state or ""
    return ProcedureLine(
        code=row.code,
        name=phrase(language, row.title_th, row.title_en),
        href=procedure_href(language, row.code),
        agency=phrase(language, row.agency_th, row.agency_en),
        kind=translate(PROCEDURE_KIND_NAMES[row.kind], language),
        hidden="" if row.shown else translate(hidden, language),
        published=published,
        work=translate(STANDING_NAMES[state], language) if state else "",  # type: ignore[index]
        work_tag=STANDING_TAGS.get(state, ""),
        work_href=revision_href(language, row.code, row.open_number) if row.open_number else "",
        work_by=row.open_by or "",
    )
