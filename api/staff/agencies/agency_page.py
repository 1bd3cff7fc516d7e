"""An agency as staff see it: what it is, what is below it, its history."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, Whoever, allowed
from api.staff.area_lines import areas_in_a_row
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.audit_log.record_words import LEVEL_NAMES, RECORD_FIELD_NAMES, value_in_words
from api.staff.rendering import render_staff
from api.staff.service_points.service_point_page import FieldRow
from api.v1.parameters import PlainText
from geo.agency_kinds import KIND_LISTS
from geo.opening_hours import BANGKOK
from geo.staff.actor import Place
from geo.staff.agency_tree import TreeAgency, find_agency_row, find_children, find_line, place_for
from geo.words import N_, translate

router = APIRouter()


def place_of_agency_named(session: DatabaseSession, who: Whoever, code: PlainText) -> Place:
    return place_for(session, who.actor, code, "agency.see")


Sees = Annotated[SignedIn, allowed("agency.see", of=place_of_agency_named)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLink:
    name: Phrase
    href: str
    code: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """`line` leads from the ministry down to the one above it."""

    title: str
    shows_demo_data: bool
    code: str
    name: Phrase
    other_name: str
    level: str
    shown: bool
    details: tuple[FieldRow, ...]
    line: tuple[AgencyLink, ...]
    children: tuple[AgencyLink, ...]
    points: str
    points_href: str
    changed: str
    may_edit: bool
    add_href: str
    history: tuple[HistoryLine, ...]


@router.get("/agencies/{code}")
def show_agency(request: Request, session: DatabaseSession, who: Sees, code: PlainText) -> Response:
    language = language_of(request.url.path)
    agency = find_agency_row(session, code)
    prefix = f"{prefix_of(language)}/staff"
    at = agency.updated_at.astimezone(BANGKOK)
    by = agency.updated_by or translate(N_("a file that was loaded"), language)
    page = AgencyPage(
        title=str(phrase(language, agency.name_th, agency.name_en)),
        shows_demo_data=find_demo_data(session),
        code=code,
        name=phrase(language, agency.name_th, agency.name_en),
        other_name=(agency.name_en or "") if language == "th" else agency.name_th,
        level=translate(LEVEL_NAMES[agency.level], language),
        shown=agency.shown,
        details=(*_kinds(agency, language), *_areas_served(session, agency, language)),
        line=tuple(
            AgencyLink(name=phrase(language, th, en), href=f"{prefix}/agencies/{above}", code=above, note="")
            for above, th, en in find_line(session, agency)
        ),
        children=tuple(_child(one, prefix, language) for one in find_children(session, who.actor, agency.id)),
        points=f"{agency.points:,}",
        points_href=f"{prefix}/service-points?" + urlencode({"agency": f"{code} {agency.name_th}"}),
        changed=f"{date_in_words(at.date(), language)} {clock_time(at)} · {by}",
        may_edit=who.actor.may("agency.edit", agency.place),
        add_href=f"{prefix}/agencies/add?" + urlencode({"parent": code}),
        history=history_of(session, "agency", code, language),
    )
    return render_staff(request, "staff/agency.html", page, who)


def _kinds(agency: TreeAgency, language: str) -> tuple[FieldRow, ...]:
    """Those that are said."""
    named = {name: value_in_words(name, getattr(agency, name), language) for name in KIND_LISTS}
    return tuple(
        FieldRow(translate(RECORD_FIELD_NAMES[name], language), phrase(language, text, text))
        for name, text in named.items()
        if text
    )


def _areas_served(session: Session, agency: TreeAgency, language: str) -> tuple[FieldRow, ...]:
    if not agency.areas_served:
        return ()
    text = areas_in_a_row(session, agency.areas_served, language)
    return (FieldRow(translate(RECORD_FIELD_NAMES["areas_served"], language), phrase(language, text, text)),)


def _child(one: TreeAgency, prefix: str, language: str) -> AgencyLink:
    notes = [translate(N_("{count} service points"), language, count=f"{one.points:,}")] if one.points else []
    notes += [] if one.shown else [translate(N_("hidden"), language)]
    name = phrase(language, one.name_th, one.name_en)
    return AgencyLink(name=name, href=f"{prefix}/agencies/{one.code}", code=one.code, note=" · ".join(notes))
