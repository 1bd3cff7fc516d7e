"""The service points that somebody looks after: a table to filter, sort and export."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.citizen.ask.area_lists import AreaLists
from api.citizen.service_point.addresses import AreaChains, areas_in_words
from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, optional_phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.agencies.agency_filters import above_choices
from api.staff.audit_log.record_words import LEVEL_NAMES, RECORD_VALUES
from api.staff.choices import Choice, agency_options, areas_to_choose, word_choices
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.table_form import SHOWN_NAMES, YES_OR_NO, table_href
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.agency_tree import find_agency_code
from geo.staff.service_point_table import (
    SORTS,
    Sort,
    TableQuery,
    TableRow,
    count_table_rows,
    find_table_rows,
    find_types,
)
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see")]

ON_A_PAGE = 50
SORT_NAMES: dict[Sort, str] = {"code": N_("code"), "name": N_("name"), "changed": N_("last change")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """What was asked, as it was typed."""

    q: PlainText = ""
    ministry: PlainText = ""
    department: PlainText = ""
    agency: PlainText = ""
    type: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    gecc: PlainText = ""
    shown: PlainText = ""
    pinned: PlainText = ""
    procedure: PlainText = ""
    sort: PlainText = ""
    after: PlainText = ""


Asked = Annotated[TableForm, Depends()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    code: str
    name: Phrase
    href: str
    type: Phrase | None
    agency: Phrase
    level: str
    area: str
    is_pinned: bool
    shown: bool
    changed: str
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePointsPage:
    """`has_more`: filters beyond the first two are in use. `next_href` None: this is the last page."""

    title: str
    shows_demo_data: bool
    form: TableForm
    has_more: bool
    areas: AreaLists
    ministries: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    agencies: tuple[str, ...]
    types: tuple[str, ...]
    gecc: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    pinned: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    rows: tuple[PointRow, ...]
    total: str
    first_href: str | None
    next_href: str | None
    csv_href: str
    xlsx_href: str
    may_add: bool
    errors: FormErrors


@router.get("/service-points")
def show_service_points(request: Request, session: DatabaseSession, who: Sees, form: Asked) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    rows: list[TableRow] = []
    total = 0
    areas = areas_to_choose(session, form.province, form.district, language)
    with errors.collect():
        query = table_query(session, form, limit=ON_A_PAGE + 1)
        rows, total = find_table_rows(session, who.actor, query), count_table_rows(session, who.actor, query)
    chains = AreaChains(session)
    chains.find(row.subdistrict_code for row in rows)
    page = ServicePointsPage(
        title=translate(N_("Service points"), language),
        shows_demo_data=find_demo_data(session),
        form=form,
        has_more=any(
            [
                form.ministry,
                form.department,
                form.type,
                form.province,
                form.gecc,
                form.shown,
                form.pinned,
                form.procedure,
                form.sort,
            ]
        ),
        areas=areas,
        ministries=above_choices(session, who.actor, "ministry", "", language),
        departments=above_choices(session, who.actor, "department", form.ministry, language),
        agencies=agency_options(session, who.actor, "service_point.see"),
        types=tuple(find_types(session)),
        gecc=word_choices(RECORD_VALUES["gecc_level"], language),
        shown=word_choices(SHOWN_NAMES, language),
        pinned=word_choices({"yes": N_("pinned"), "no": N_("not pinned")}, language),
        sorts=word_choices({sort: SORT_NAMES[sort] for sort in SORTS}, language),
        rows=tuple(_row(row, chains, language) for row in rows[:ON_A_PAGE]),
        total=f"{total:,}",
        first_href=table_href("service-points", form, language) if form.after else None,
        next_href=(
            table_href("service-points", form, language, after=rows[ON_A_PAGE - 1].cursor)
            if len(rows) > ON_A_PAGE
            else None
        ),
        csv_href=table_href("service-points", form, language, ".csv"),
        xlsx_href=table_href("service-points", form, language, ".xlsx"),
        may_add=who.actor.may("service_point.add"),
        errors=errors,
    )
    return render_staff(request, "staff/service_points.html", page, who, status=UNPROCESSABLE if errors else 200)


def table_query(session: Session, form: TableForm, *, limit: int = ON_A_PAGE) -> TableQuery:
    """Raises: InvalidQuery."""
    return TableQuery(
        text=form.q,
        ministry=form.ministry,
        department=form.department,
        agency=find_agency_code(session, form.agency),
        type=form.type,
        area=form.district if form.district.startswith(form.province) and form.province else form.province,
        gecc=form.gecc,
        shown=YES_OR_NO.get(form.shown),
        pinned=YES_OR_NO.get(form.pinned),
        procedure=form.procedure.strip(),
        sort=cast("Sort", form.sort or "code"),
        after=form.after,
        limit=limit,
    )


def _row(row: TableRow, chains: AreaChains, language: str) -> PointRow:
    return PointRow(
        code=row.code,
        name=phrase(language, row.name_th, row.name_en),
        href=f"{prefix_of(language)}/staff/service-points/{row.code}",
        type=optional_phrase(language, row.type),
        agency=phrase(language, row.agency_th, row.agency_en),
        level=translate(LEVEL_NAMES[row.level], language) if row.level else "",
        area=areas_in_words(chains.of(row.subdistrict_code)[:2], language),
        is_pinned=row.is_pinned,
        shown=row.shown,
        changed=date_in_words(row.updated_at.astimezone(BANGKOK).date(), language),
        changed_by=row.updated_by or "",
    )
