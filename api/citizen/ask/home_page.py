"""The first page: what do you need to do, and where are you?"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.citizen.answer.filter_form import FilterForm
from api.citizen.answer.origin import find_origin_at, parse_fields
from api.citizen.ask.area_lists import AreaLists, Where, find_area_lists, find_area_lists_of
from api.citizen.ask.procedure_choices import Choices, choice, find_choices
from api.database_session import AppFinder, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import render_fragment, render_page
from api.v1.parameters import PlainText
from geo.finding.finder import Finder
from geo.procedures import find_procedure
from geo.words import N_, translate

router = APIRouter()

ASKED = {
    "procedure": N_("Choose what you need to do"),
    "where": N_("Say where you are"),
}
"""What `/nearest` sends people back for."""


class HomeForm(FilterForm):
    """What the form has been given so far; every field of it is in the address."""

    q: PlainText = ""
    procedure: PlainText = ""
    lat: PlainText = ""
    lon: PlainText = ""
    area: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    subdistrict: PlainText = ""
    home: PlainText = ""
    ask: PlainText = ""

    def carried(self) -> dict[str, str]:
        """What an answer had besides procedure and place, so that another place keeps it."""
        return {**({"home": self.home} if self.home else {}), **self.filters()}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`error` says what is still missing, `error_in` which part of the form lacks it; `carried` goes along unseen."""

    title: str
    shows_demo_data: bool
    prefix: str
    choices: Choices
    where: Where
    carried: tuple[tuple[str, str], ...]
    error: str | None
    error_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A part of the home page that a script asked for."""

    prefix: str
    choices: Choices | None = None
    where: Where | None = None


@router.get("/")
def show_home(
    request: Request, session: DatabaseSession, finder: AppFinder, form: Annotated[HomeForm, Query()]
) -> HTMLResponse:
    language = language_of(request.url.path)
    error = ASKED.get(form.ask)
    page = HomePage(
        title=translate(N_("Find the nearest government office that does what you need"), language),
        shows_demo_data=find_demo_data(session),
        prefix=prefix_of(language),
        choices=_choices(session, finder, form, language),
        where=Where(
            areas=_areas(session, form, language),
            lat=form.lat,
            lon=form.lon,
            place_name=_place_name(session, form, language),
        ),
        carried=tuple(form.carried().items()),
        error=translate(error, language) if error else None,
        error_in=form.ask,
    )
    return render_page(request, "citizen/home.html", page)


@router.get("/choices")
def show_choices(request: Request, session: DatabaseSession, finder: AppFinder, q: PlainText = "") -> HTMLResponse:
    """The procedures that match, to be put into the page while somebody types."""
    language = language_of(request.url.path)
    fragment = Fragment(prefix=prefix_of(language), choices=find_choices(session, finder, q, language))
    return render_fragment(request, "citizen/_choices.html", fragment)


@router.get("/areas")
def show_areas(
    request: Request,
    session: DatabaseSession,
    province: PlainText = "",
    district: PlainText = "",
    subdistrict: PlainText = "",
) -> HTMLResponse:
    """The three lists, to be put into the page when a choice in one of them fills the next."""
    language = language_of(request.url.path)
    areas = find_area_lists(session, province, district, subdistrict, language)
    return render_fragment(
        request, "citizen/_areas.html", Fragment(prefix=prefix_of(language), where=Where(areas=areas))
    )


def _choices(session: Session, finder: Finder, form: HomeForm, language: str) -> Choices:
    choices = find_choices(session, finder, form.q, language, form.procedure or None)
    if form.procedure and form.procedure not in {match.code for match in choices.matches} and not choices.groups:
        # Chosen elsewhere, from a manual for example: it is not among what the text finds, and stays chosen.
        chosen = choice(find_procedure(session, form.procedure).name, language)
        return Choices(text=choices.text, chosen=chosen.code, matches=(chosen, *choices.matches))
    return choices


def _areas(session: Session, form: HomeForm, language: str) -> AreaLists:
    if form.area and not form.province:
        return find_area_lists_of(session, form.area, language)
    return find_area_lists(session, form.province, form.district, form.subdistrict, language)


def _place_name(session: Session, form: HomeForm, language: str) -> str:
    if not form.lat or not form.lon:
        return ""
    return find_origin_at(session, parse_fields(form.lat, form.lon), language).name
