"""The first page: one box for what you need and where you are; lists for whoever would rather choose."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.citizen.ask.area_lists import Where, find_area_lists
from api.citizen.ask.ask_form import AskForm
from api.citizen.ask.box import Box
from api.citizen.ask.procedure_choices import ChoiceGroup, find_groups
from api.citizen.procedure.label_links import label_href, life_event_phrase
from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase
from api.pages.rendering import render_fragment, render_page
from api.v1.parameters import PlainText
from geo.tags import find_life_events
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Event:
    """A time of a life, with what there is to do then."""

    name: Phrase
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """`groups` is empty where there are too many procedures for a list."""

    title: str
    shows_demo_data: bool
    prefix: str
    box: Box
    groups: tuple[ChoiceGroup, ...]
    where: Where
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreasFragment:
    prefix: str
    where: Where


@router.get("/")
def show_home(request: Request, session: DatabaseSession, form: Annotated[AskForm, Query()]) -> HTMLResponse:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    page = HomePage(
        title=translate(N_("Find the nearest government office that does what you need"), language),
        shows_demo_data=find_demo_data(session),
        prefix=prefix,
        box=Box(name="q", text=form.q, known=(), hidden=tuple(form.carried().items())),
        groups=find_groups(session, language),
        where=Where(areas=find_area_lists(session, "", "", "", language)),
        events=tuple(
            Event(life_event_phrase(name, language), label_href("user_group", name, prefix))
            for name in find_life_events(session)
        ),
    )
    return render_page(request, "citizen/home.html", page)


@router.get("/area-lists")
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
    fragment = AreasFragment(prefix=prefix_of(language), where=Where(areas=areas))
    return render_fragment(request, "citizen/_areas.html", fragment)
