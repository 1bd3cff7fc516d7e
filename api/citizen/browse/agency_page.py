"""The state for those who look through it: ministries, what is below them, and each agency's own page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.citizen.ask.procedure_choices import Choice, choice
from api.citizen.browse.point_groups import PointGroup, groups_by_district
from api.database_session import DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.agency_tree import MOST_LISTED, AgencyName, ListedAgency, find_agencies_below, find_agency_chain
from geo.listed_points import find_points_of
from geo.procedure_list import MAXIMUM_LIMIT, ProcedureQuery, find_procedures
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLink:
    name: Phrase
    href: str
    points: int
    procedures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """`below` are the agencies directly below it. Lists that are too long go on at `more_...`."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    prefix: str
    name: Phrase
    below: tuple[AgencyLink, ...]
    more_below_href: str | None
    procedures: tuple[Choice, ...]
    points: tuple[PointGroup, ...]
    more_points_href: str | None
    first_href: str | None


@router.get("/agencies")
def show_agencies(request: Request, session: DatabaseSession) -> HTMLResponse:
    language = language_of(request.url.path)
    name = translate(N_("Agencies of the state"), language)
    page = AgencyPage(
        title=name,
        shows_demo_data=find_demo_data(session),
        crumbs=(Crumb(_all_agencies(language)),),
        prefix=prefix_of(language),
        name=Phrase(name, language, language),
        below=tuple(_link(one, language) for one in find_agencies_below(session, None)),
        more_below_href=None,
        procedures=(),
        points=(),
        more_points_href=None,
        first_href=None,
    )
    return render_page(request, "citizen/agency.html", page, about=())


@router.get("/agencies/{code}")
def show_agency(
    request: Request, session: DatabaseSession, code: PlainText, after: PlainText = "", after_agency: PlainText = ""
) -> HTMLResponse:
    """`after` is the last service point of the page before, `after_agency` the last agency."""
    language = language_of(request.url.path)
    chain = find_agency_chain(session, code)
    page = _page(session, chain, after, after_agency, language)
    return render_page(request, "citizen/agency.html", page, about=("after", "after_agency"))


def _page(session: Session, chain: list[AgencyName], after: str, after_agency: str, language: str) -> AgencyPage:
    agency = chain[-1]
    prefix = prefix_of(language)
    here = f"{prefix}/agencies/{agency.code}"
    name = phrase(language, agency.name_th, agency.name_en)
    below = find_agencies_below(session, agency, after_agency)
    listed = below[:MOST_LISTED]
    found = find_points_of(session, agency.id, after)
    return AgencyPage(
        title=str(name),
        shows_demo_data=find_demo_data(session),
        crumbs=(
            Crumb(_all_agencies(language), f"{prefix}/agencies"),
            *(Crumb(phrase(language, one.name_th, one.name_en), f"{prefix}/agencies/{one.code}") for one in chain[:-1]),
            Crumb(name),
        ),
        prefix=prefix,
        name=name,
        below=tuple(_link(one, language) for one in listed),
        more_below_href=f"{here}?{urlencode({'after_agency': listed[-1].code})}" if below[MOST_LISTED:] else None,
        procedures=() if after or after_agency else _procedures(session, agency, language),
        points=() if after_agency else groups_by_district(session, found.points, language),
        more_points_href=f"{here}?{urlencode({'after': found.next})}" if found.next and not after_agency else None,
        first_href=here if after or after_agency else None,
    )


def _procedures(session: Session, agency: AgencyName, language: str) -> tuple[Choice, ...]:
    """What the agency, or one below it, answers for."""
    query = ProcedureQuery(agency=agency.code, limit=MAXIMUM_LIMIT)
    return tuple(choice(name, language) for name in find_procedures(session, query))


def _all_agencies(language: str) -> str:
    return translate(N_("By agency"), language)


def _link(agency: ListedAgency, language: str) -> AgencyLink:
    return AgencyLink(
        name=phrase(language, agency.name_th, agency.name_en),
        href=f"{prefix_of(language)}/agencies/{agency.code}",
        points=agency.points,
        procedures=agency.procedures,
    )
