"""The country for those who look through it: provinces, their districts, and the service points of a district."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.citizen.browse.area_counts import find_area_counts
from api.citizen.browse.area_crumbs import area_crumbs
from api.citizen.browse.point_groups import PointGroup, groups_in_district
from api.citizen.service_point.addresses import areas_in_words, thai_area_name
from api.database_session import DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.areas import AreaName, find_area_chain, find_areas
from geo.listed_points import find_points_in
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AreaLink:
    """`count`: service points in it."""

    name: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """`areas` are those inside, or of a district `groups` of service points; `ask_href` searches from here."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    heading: str
    count: int
    areas: tuple[AreaLink, ...]
    groups: tuple[PointGroup, ...]
    ask_href: str
    first_href: str | None
    more_href: str | None


@router.get("/areas")
def show_country(request: Request, session: DatabaseSession) -> HTMLResponse:
    language = language_of(request.url.path)
    heading = translate(N_("Service points by area"), language)
    links = _links(session, find_areas(session), "province", language)
    (all_areas,) = area_crumbs((), language)
    page = AreaPage(
        title=heading,
        shows_demo_data=find_demo_data(session),
        crumbs=(Crumb(all_areas.name),),
        heading=heading,
        count=sum(link.count for link in links),
        areas=links,
        groups=(),
        ask_href=prefix_of(language) + "/",
        first_href=None,
        more_href=None,
    )
    return render_page(request, "citizen/area.html", page, about=())


@router.get("/areas/{code}")
def show_area(request: Request, session: DatabaseSession, code: PlainText, after: PlainText = "") -> Response:
    language = language_of(request.url.path)
    chain = find_area_chain(session, code)
    if len(chain) == 3:  # a subdistrict is a part of its district's page
        return RedirectResponse(f"{prefix_of(language)}/areas/{chain[1].code}", status_code=301)
    page = _province(session, chain, language) if len(chain) == 1 else _district(session, chain, after, language)
    return render_page(request, "citizen/area.html", page, about=("after",))


def _province(session: Session, chain: list[AreaName], language: str) -> AreaPage:
    links = _links(session, find_areas(session, chain[-1].code), "district", language)
    return _page(session, chain, links=links, count=sum(link.count for link in links), language=language)


def _district(session: Session, chain: list[AreaName], after: str, language: str) -> AreaPage:
    code = chain[-1].code
    found = find_points_in(session, code, after)
    here = f"{prefix_of(language)}/areas/{code}"
    return _page(
        session,
        chain,
        groups=groups_in_district(session, found.points, language),
        count=find_area_counts(session, "district").get(code, 0),
        first_href=here if after else None,
        more_href=f"{here}?{urlencode({'after': found.next})}" if found.next else None,
        language=language,
    )


def _page(  # noqa: PLR0913 - what a page depends on
    session: Session,
    chain: list[AreaName],
    *,
    count: int,
    language: str,
    links: tuple[AreaLink, ...] = (),
    groups: tuple[PointGroup, ...] = (),
    first_href: str | None = None,
    more_href: str | None = None,
) -> AreaPage:
    place = areas_in_words(chain, language)
    *above, here = area_crumbs(chain, language)
    return AreaPage(
        title=translate(N_("Service points in {area}"), language, area=place),
        shows_demo_data=find_demo_data(session),
        crumbs=(*above, Crumb(here.name)),
        heading=place,
        count=count,
        areas=links,
        groups=groups,
        ask_href=f"{prefix_of(language)}/?{urlencode({'area': chain[-1].code})}",
        first_href=first_href,
        more_href=more_href,
    )


def _links(session: Session, areas: list[AreaName], level: str, language: str) -> tuple[AreaLink, ...]:
    counts = find_area_counts(session, level)
    named = [(thai_area_name(area) if language == "th" else area.name_en, area) for area in areas]
    if language != "th":
        named.sort(key=lambda pair: pair[0])
    prefix = prefix_of(language)
    return tuple(AreaLink(name, f"{prefix}/areas/{area.code}", counts.get(area.code, 0)) for name, area in named)
