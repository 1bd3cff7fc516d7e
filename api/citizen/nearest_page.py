"""The answer: the nearest service points that offer a procedure, as a list beside a map."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.citizen.addresses import AreaChains
from api.citizen.hits import HitView, hit_view
from api.citizen.jurisdiction import jurisdiction_in_words
from api.citizen.languages import language_of, prefix_of
from api.citizen.manual_words import ManualSummary, manual_summary
from api.citizen.origin import Origin, find_origin_at, find_origin_in, parse_position
from api.citizen.phrase import Phrase, phrase
from api.citizen.procedure_choices import find_choices
from api.citizen.rendering import render_page
from api.database_session import AppSettings, DatabaseSession
from api.v1.parameters import PlainText
from geo.nearest import Answer, NearestQuery, find_nearest
from geo.opening_hours import BANGKOK
from geo.procedures import ProcedureDetail, find_procedure
from geo.words import N_, translate

router = APIRouter()

HITS_A_PAGE = 10


class NearestForm(BaseModel):
    """What the home page's form sends. `area` or `lat` and `lon` say where; the lists' own fields become `area`."""

    model_config = ConfigDict(frozen=True)
    procedure: PlainText = ""
    lat: PlainText = ""
    lon: PlainText = ""
    area: PlainText = ""
    cursor: PlainText = ""
    start: PlainText = ""
    q: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    subdistrict: PlainText = ""

    @property
    def chosen_area(self) -> str:
        return self.subdistrict or self.district or self.province or self.area

    def where(self) -> dict[str, str]:
        """The part of an address that says where she is; a position is more exact than a list's choice."""
        if self.lat or self.lon:
            return {"lat": self.lat, "lon": self.lon}
        return {"area": self.chosen_area} if self.chosen_area else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHead:
    """What the answer says about the procedure before it lists offices."""

    title: Phrase
    common_names: tuple[str, ...]
    manual_href: str
    jurisdiction: str
    is_bound_to_area: bool
    summary: ManualSummary | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestPage:
    """`hits` is empty when nobody offers the procedure, or when `origin.position` is not known.

    `first_href` leads back to the first page, None on it; `more_href` to the next, None on the last.
    """

    title: str
    shows_demo_data: bool
    procedure: ProcedureHead
    origin: Origin
    hits: tuple[HitView, ...]
    change_where_href: str
    change_procedure_href: str
    first_href: str | None
    more_href: str | None


@router.get("/nearest")
def show_nearest(
    request: Request, session: DatabaseSession, settings: AppSettings, form: Annotated[NearestForm, Query()]
) -> Response:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    if better := _better_address(session, form, language):
        return RedirectResponse(prefix + better, status_code=303)
    procedure = find_procedure(session, form.procedure)
    origin = _find_origin(session, form, language)
    answer = _find_answer(session, form, origin, procedure.name.id, settings.search_timeout_ms)
    start = _start(form)
    chains = AreaChains(session)
    now = datetime.now(BANGKOK)
    hits = tuple(
        hit_view(hit, number, now=now, chains=chains, language=language)
        for number, hit in enumerate(answer.hits, start)
    )
    query = {"procedure": form.procedure, **form.where()}
    more = {**query, "cursor": answer.next, "start": start + len(hits)} if answer.next else None
    head = _head(procedure, prefix, language)
    page = NearestPage(
        title=translate(N_("Nearest for {procedure} from {place}"), language, procedure=head.title, place=origin.name),
        shows_demo_data=any(hit.is_demo for hit in hits),
        procedure=head,
        origin=origin,
        hits=hits,
        change_where_href=f"{prefix}/?{urlencode(query)}#where",
        change_procedure_href=f"{prefix}/?{urlencode(form.where())}#what",
        first_href=f"{prefix}/nearest?{urlencode(query)}" if form.cursor else None,
        more_href=f"{prefix}/nearest?{urlencode(more)}" if more else None,
    )
    return render_page(request, "nearest.html", page)


def _better_address(session: Session, form: NearestForm, language: str) -> str | None:
    """Where to send a form that does not say all, or says it in other fields than an address to be shared has."""
    procedure = form.procedure or _only_match(session, form.q, language)
    where = form.where()
    if not procedure or not where:
        asked = {"procedure": procedure, "q": form.q, **where, "ask": "where" if procedure else "procedure"}
        return f"/?{urlencode({name: value for name, value in asked.items() if value})}"
    if procedure == form.procedure and not (form.q or form.province or form.district or form.subdistrict):
        return None
    return f"/nearest?{urlencode({'procedure': procedure, **where})}"


def _only_match(session: Session, text: str, language: str) -> str:
    return (find_choices(session, text, language).chosen or "") if text.strip() else ""


def _find_origin(session: Session, form: NearestForm, language: str) -> Origin:
    where = form.where()
    if "area" in where:
        return find_origin_in(session, where["area"], language)
    return find_origin_at(session, parse_position(form.lat, form.lon), language)


def _find_answer(session: Session, form: NearestForm, origin: Origin, procedure_id: int, timeout_ms: int) -> Answer:
    if origin.position is None:
        return Answer(hits=[], next=None)
    query = NearestQuery(origin=origin.position, procedure_id=procedure_id, limit=HITS_A_PAGE)
    if form.cursor:
        query = replace(query, after=query.place(form.cursor))
    return find_nearest(session, query, timeout_ms=timeout_ms)


def _start(form: NearestForm) -> int:
    """The number of the first hit; a cursor tells where a page begins, but not how many hits came before it."""
    return int(form.start) if form.cursor and form.start.isdecimal() and len(form.start) < 7 else 1


def _head(procedure: ProcedureDetail, prefix: str, language: str) -> ProcedureHead:
    name = procedure.name
    return ProcedureHead(
        title=phrase(language, name.title_th, name.title_en),
        common_names=tuple(name.common_names_th if language == "th" else name.common_names_en),
        manual_href=f"{prefix}/procedures/{name.code}",
        jurisdiction=jurisdiction_in_words(procedure.jurisdiction, procedure.jurisdiction_of, language),
        is_bound_to_area=procedure.jurisdiction != "anywhere",
        summary=manual_summary(procedure.manual, language) if procedure.manual else None,
    )
