"""The answer: the nearest service points that offer a procedure, as a list beside a map."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.citizen.answer.asked import Asked, find_asked
from api.citizen.answer.filter_panel import ALL_FILTERS, FilterPanel, chips_of, filter_panel
from api.citizen.answer.found import Found, find_found
from api.citizen.answer.origin import Origin
from api.citizen.ask.area_lists import AreaLists
from api.citizen.ask.box import Known
from api.citizen.ask.home_question import HOME_FIELDS, HomeQuestion, find_home_lists, home_question
from api.citizen.ask.known_parts import known_place, known_procedure
from api.citizen.ask.nearest_form import NearestForm
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.procedure.manual_words import ManualSummary, manual_summary
from api.citizen.procedure.online_channel import OnlineChannel, online_channel
from api.citizen.procedure.only_in import OnlyIn, find_only_in
from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_fragment, render_page
from api.v1.parameters import PlainText
from geo.models import AREA_LEVELS
from geo.opening_hours import BANGKOK
from geo.procedures import ProcedureDetail
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCard:
    """What the answer says about the procedure before it lists offices."""

    title: Phrase
    common_names: tuple[str, ...]
    manual_href: str
    jurisdiction: str
    is_bound_to_area: bool
    only_in: OnlyIn | None
    summary: ManualSummary | None


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A sentence about a field of the page; `href` leads to it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestPage:
    """`found` has no hits when nobody (left) offers the procedure, or when `origin.position` is not known.

    `home` is None where any office may serve anybody, `filters` where there is nothing to filter, `online` where it is
    not done online, or not for her. `known` is what was understood, each part with a way to change it. `first_href`
    leads back to the first page, None on it; `more_href` to the next, None on the last; `now_href` from another time to
    now; `closed_too_href` to those that are closed then.
    """

    title: str
    shows_demo_data: bool
    prefix: str
    procedure: ProcedureCard
    origin: Origin
    faults: tuple[FieldFault, ...]
    online: OnlineChannel | None
    home: HomeQuestion | None
    filters: FilterPanel | None
    found: Found
    known: tuple[Known, ...]
    ask_place_href: str
    first_href: str | None
    more_href: str | None
    now_href: str | None
    closed_too_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLists:
    """The lists that ask for a home, which a script puts into the page when a choice in one fills the next."""

    areas: AreaLists


@router.get("/nearest")
def show_nearest(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    form: Annotated[NearestForm, Query()],
) -> Response:
    language = language_of(request.url.path)
    if better := _better_address(request, form):
        return RedirectResponse(prefix_of(language) + better, status_code=303)
    asked = find_asked(session, form, datetime.now(BANGKOK), language)
    start = _start(form)
    found = find_found(session, asked, start=start, timeout_ms=settings.search_timeout_ms, language=language)
    page = _page(session, form, asked, found, start, language)
    return render_page(request, "citizen/nearest.html", page, status=422 if asked.is_wrong else 200)


@router.get("/home-areas")
def show_home_areas(  # noqa: PLR0913, PLR0917 - a form's fields are its arguments
    request: Request,
    session: DatabaseSession,
    level: PlainText = "subdistrict",
    home_province: PlainText = "",
    home_district: PlainText = "",
    home_subdistrict: PlainText = "",
) -> HTMLResponse:
    language = language_of(request.url.path)
    codes = (home_province, home_district, home_subdistrict)
    needed = level if level in AREA_LEVELS else "subdistrict"
    lists = find_home_lists(session, codes, needed, language)
    return render_fragment(request, "citizen/_home_areas.html", HomeLists(areas=lists))


def _page(  # noqa: PLR0913, PLR0917 - it gathers what they are
    session: Session, form: NearestForm, asked: Asked, found: Found, start: int, language: str
) -> NearestPage:
    prefix = prefix_of(language)
    head = asked.procedure.head
    card = _card(asked.procedure, find_only_in(session, head, language), prefix, language)
    home = home_question(session, head, form, asked.given, asked.origin, language)
    procedure = known_procedure(asked.procedure.name, _parts_of_another_procedure(form), language)
    place = known_place(asked.origin.name, form.where(), _parts_of_another_place(form), language)
    first = form.path_without()
    following = form.path_without(cursor=found.next or "", start=str(start + len(found.hits)))
    return NearestPage(
        title=translate(
            N_("Nearest for {procedure} from {place}"), language, procedure=card.title, place=asked.origin.name
        ),
        shows_demo_data=any(hit.is_demo for hit in found.hits),
        prefix=prefix,
        procedure=card,
        origin=asked.origin,
        faults=tuple(_faults(asked, language)),
        online=None if asked.given.is_outside else online_channel(head.online_url),
        home=home,
        filters=_panel(session, form, asked, language),
        found=found,
        known=(procedure, place),
        ask_place_href=place.change_href,
        first_href=prefix + first if form.cursor else None,
        more_href=prefix + following if found.next else None,
        closed_too_href=_closed_too(form, asked, prefix),
        now_href=prefix + form.path_without("at") if form.at else None,
    )


def _panel(session: Session, form: NearestForm, asked: Asked, language: str) -> FilterPanel | None:
    if asked.query is None:
        return None
    return filter_panel(
        session,
        form,
        asked.narrowing,
        chips=chips_of(asked.query, form, language),
        procedure_id=asked.procedure.name.id,
        areas=asked.areas,
        language=language,
    )


def _closed_too(form: NearestForm, asked: Asked, prefix: str) -> str | None:
    at = asked.narrowing.at
    if at is None or not form.asks_for_a_time:
        return None
    return prefix + form.path_without("day", "time", at=f"{at:%Y-%m-%dT%H:%M}")


def _faults(asked: Asked, language: str) -> Iterator[FieldFault]:
    if asked.given.error:
        yield FieldFault(asked.given.error.render(language), "#postcode")
    for name, sentence in asked.narrowing.errors.items():
        yield FieldFault(sentence.render(language), f"#{name}" if name in ALL_FILTERS else "#filters")


def _better_address(request: Request, form: NearestForm) -> str | None:
    """Where to send a form that does not say all, or says it in other fields than an address to be shared has."""
    if not form.procedure or not form.where():
        missing = "where" if form.procedure else "procedure"
        asked = {**form.parts(), "what": form.q, "missing": "" if form.q else missing}
        return f"/ask?{urlencode({name: value for name, value in asked.items() if value})}"
    has_empty_fields = not all(request.query_params.values())
    return None if form.is_ready and not has_empty_fields else form.path_without()


def _parts_of_another_procedure(form: NearestForm) -> dict[str, str]:
    """Its home may be about something else, and its offices of another kind."""
    return {name: value for name, value in form.parts().items() if name not in {"procedure", *HOME_FIELDS, "type"}}


def _parts_of_another_place(form: NearestForm) -> dict[str, str]:
    return {name: value for name, value in form.parts().items() if name not in form.where()}


def _start(form: NearestForm) -> int:
    """The number of the first hit; a cursor tells where a page begins, but not how many hits came before it."""
    return int(form.start) if form.cursor and form.start.isdecimal() and len(form.start) < 7 else 1


def _card(procedure: ProcedureDetail, only_in: OnlyIn | None, prefix: str, language: str) -> ProcedureCard:
    name, head = procedure.name, procedure.head
    return ProcedureCard(
        title=phrase(language, name.title_th, name.title_en),
        common_names=tuple(name.common_names_th if language == "th" else name.common_names_en),
        manual_href=f"{prefix}/procedures/{name.code}",
        jurisdiction=jurisdiction_in_words(
            head.jurisdiction, head.jurisdiction_of, language, limited=only_in is not None
        ),
        is_bound_to_area=head.asks_for_home,
        only_in=only_in,
        summary=manual_summary(procedure.manual, language) if procedure.manual else None,
    )
