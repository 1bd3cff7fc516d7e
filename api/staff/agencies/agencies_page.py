"""The tree of agencies: opened branch by branch by links, or searched and filtered as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.record_words import LEVEL_NAMES
from api.staff.choices import Choice, agency_options, word_choices
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.v1.parameters import PlainText
from geo.models import AGENCY_LEVELS
from geo.staff.agency_tree import TreeAgency, TreeQuery, find_agency_code, find_agency_rows, find_branches
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("agency.see")]

_DEEPEST = 4
_MOST_OPEN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """`toggle_href` opens or closes its branch; None where it has none, or in a list. `within` stands in lists."""

    id: int
    code: str
    name: Phrase
    href: str
    level: str
    within: Phrase | None
    depth: int
    children: str
    points: str
    shown: bool
    is_open: bool
    toggle_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesPage:
    """`is_tree` False: `rows` are what a search found."""

    title: str
    shows_demo_data: bool
    q: str
    within: str
    level: str
    shown: str
    agencies: tuple[str, ...]
    levels: tuple[Choice, ...]
    shown_choices: tuple[Choice, ...]
    rows: tuple[AgencyRow, ...]
    is_tree: bool
    is_cut: bool
    may_add: bool
    errors: FormErrors


@router.get("/agencies")
def show_agencies(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Sees,
    q: PlainText = "",
    within: PlainText = "",
    level: PlainText = "",
    shown: PlainText = "",
    open: Annotated[list[int], Query()] = [],  # noqa: B006 - read only
) -> Response:
    language = language_of(request.url.path)
    errors = FormErrors(language)
    rows: list[TreeAgency] = []
    query = TreeQuery()
    with errors.collect():
        said = {"yes": True, "no": False}.get(shown)
        query = TreeQuery(text=q, within=find_agency_code(session, within), level=level, shown=said)
    is_tree = query.asks_for_all
    rows = find_branches(session, who.actor, open) if is_tree else find_agency_rows(session, who.actor, query)
    least = min((row.depth for row in rows), default=0)
    page = AgenciesPage(
        title=translate(N_("Agencies"), language),
        shows_demo_data=find_demo_data(session),
        q=q,
        within=within,
        level=level,
        shown=shown,
        agencies=agency_options(session, who.actor, "agency.see"),
        levels=word_choices({one: LEVEL_NAMES[one] for one in AGENCY_LEVELS}, language),
        shown_choices=word_choices({"yes": N_("shown"), "no": N_("hidden")}, language),
        rows=tuple(_row(row, open, least, language, is_tree=is_tree) for row in rows),
        is_tree=is_tree,
        is_cut=not is_tree and len(rows) >= query.limit,
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
        within=phrase(language, row.parent_th) if row.parent_th and not is_tree else None,
        depth=min(row.depth - least, _DEEPEST) if is_tree else 0,
        children=f"{row.children:,}" if row.children else "",
        points=f"{row.points:,}" if row.points else "",
        shown=row.shown,
        is_open=is_open,
        toggle_href=_toggle(others, row.id, language) if is_tree and row.children else None,
    )


def _toggle(opened: Iterable[int], own: int, language: str) -> str:
    query = urlencode([("open", one) for one in opened])
    return f"{prefix_of(language)}/staff/agencies" + (f"?{query}" if query else "") + f"#agency-{own}"
