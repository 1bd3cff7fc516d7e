"""The tree of agencies, opened branch by branch by links; searched and filtered it is a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.agencies.agency_filters import (
    AgencyChoices,
    AgencyFilters,
    Asked,
    Chip,
    agencies_href,
    filter_chips,
    find_agency_filter_choices,
    tree_query,
)
from api.staff.audit_log.record_words import LEVEL_NAMES, value_in_words
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from geo.opening_hours import BANGKOK
from geo.staff.agency_tree import TreeAgency, TreeQuery, count_agency_rows, find_agency_rows, find_branches
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("agency.see")]

ON_A_PAGE = 100
_DEEPEST = 4
_MOST_OPEN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """`toggle_href` opens or closes its branch; None where it has none, or in a table. `within` stands in tables."""

    id: int
    code: str
    name: Phrase
    href: str
    level: str
    type: str
    subtype: str
    category: str
    within: Phrase | None
    depth: int
    points: str
    shown: bool
    changed: str
    changed_by: str
    is_open: bool
    toggle_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesPage:
    """`is_tree` False: `rows` are a page of the `total` that a search found. `next_href` None: this is the last."""

    title: str
    shows_demo_data: bool
    filters: AgencyFilters
    choices: AgencyChoices
    chips: tuple[Chip, ...]
    has_more: bool
    rows: tuple[AgencyRow, ...]
    is_tree: bool
    is_opened: bool
    total: str
    first_href: str | None
    next_href: str | None
    clear_href: str
    csv_href: str
    xlsx_href: str
    may_add: bool
    errors: FormErrors


@router.get("/agencies")
def show_agencies(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Sees,
    filters: Asked,
    after: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    open: Annotated[list[int], Query()] = [],  # noqa: B006 - read only
) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    query = TreeQuery()
    with errors.collect():
        query = tree_query(filters, after=after, limit=ON_A_PAGE + 1)
    is_tree = query.asks_for_all
    rows = find_branches(session, who.actor, open) if is_tree else find_agency_rows(session, who.actor, query)
    has_next = not is_tree and len(rows) > ON_A_PAGE
    rows = rows if is_tree else rows[:ON_A_PAGE]
    least = min((row.depth for row in rows), default=0)
    choices = find_agency_filter_choices(session, who.actor, filters, language)
    page = AgenciesPage(
        title=translate(N_("Agencies"), language),
        shows_demo_data=find_demo_data(session),
        filters=filters,
        choices=choices,
        chips=filter_chips(filters, choices, language),
        has_more=any([filters.level, filters.type, filters.subtype, filters.category, filters.shown]),
        rows=tuple(_row(row, open, least, language, is_tree=is_tree) for row in rows),
        is_tree=is_tree,
        is_opened=bool(open),
        total=f"{count_agency_rows(session, who.actor, query):,}",
        first_href=agencies_href(filters, language) if after else None,
        next_href=agencies_href(filters, language, after=rows[-1].id) if has_next else None,
        clear_href=agencies_href(AgencyFilters(), language),
        csv_href=agencies_href(filters, language, ".csv"),
        xlsx_href=agencies_href(filters, language, ".xlsx"),
        may_add=who.actor.may("agency.edit"),
        errors=errors,
    )
    return render_staff(request, "staff/agencies.html", page, who, status=UNPROCESSABLE if errors else 200)


def _row(row: TreeAgency, opened: list[int], least: int, language: str, *, is_tree: bool) -> AgencyRow:
    is_open = row.id in opened
    others = [one for one in opened if one != row.id] if is_open else [*opened, row.id][-_MOST_OPEN:]
    return AgencyRow(
        id=row.id,
        code=row.code,
        name=phrase(language, row.name_th, row.name_en),
        href=f"{prefix_of(language)}/staff/agencies/{row.code}",
        level=translate(LEVEL_NAMES[row.level], language),
        type=value_in_words("type", row.type, language),
        subtype=value_in_words("subtype", row.subtype, language),
        category=value_in_words("category", row.category, language),
        within=phrase(language, row.parent_th, row.parent_en) if row.parent_th and not is_tree else None,
        depth=min(row.depth - least, _DEEPEST) if is_tree else 0,
        points=f"{row.points:,}" if row.points else "",
        shown=row.shown,
        changed=date_in_words(row.updated_at.astimezone(BANGKOK).date(), language),
        changed_by=row.updated_by or "",
        is_open=is_open,
        toggle_href=_toggle(others, row.id, language) if is_tree and row.children else None,
    )


def _toggle(opened: Iterable[int], own: int, language: str) -> str:
    query = urlencode([("open", one) for one in opened])
    return f"{prefix_of(language)}/staff/agencies" + (f"?{query}" if query else "") + f"#agency-{own}"
