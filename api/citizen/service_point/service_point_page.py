"""A service point's own page: where it is, when it is open, what it offers."""

from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.citizen.ask.procedure_choices import ChoiceGroup, group_by_agency
from api.citizen.service_point.addresses import address_in_thai, areas_in_words
from api.citizen.service_point.directions import Direction, directions_to
from api.citizen.service_point.opening_badge import OpeningBadge, opening_badge
from api.citizen.service_point.phones import Phone, parse_phones
from api.database_session import DatabaseSession
from api.pages.dates import date_in_words, day_and_month, weekday
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, optional_phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.calendar import find_calendar
from geo.coordinates import LonLat
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import Day, days_ahead
from geo.hours_in_words.spells import spell_in_words
from geo.opening_hours import BANGKOK
from geo.service_points import ServicePointDetail, find_service_point

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """`hours` empty: closed all day. `holiday` is its name on days when offices of the state are closed."""

    day: str
    date: str
    hours: str
    holiday: str | None
    notes: tuple[str, ...]
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePointPage:
    """`week` is empty when the hours are not known; `position` None when nobody has pinned the place yet."""

    title: str
    shows_demo_data: bool
    name: Phrase
    agency: Phrase
    type: Phrase | None
    badge: OpeningBadge
    week: tuple[DayRow, ...]
    hours_note: Phrase | None
    address: Phrase
    area: str
    phones: tuple[Phone, ...]
    email: str | None
    position: LonLat | None
    directions: tuple[Direction, ...]
    offers: tuple[ChoiceGroup, ...]
    verified: str | None
    updated: str
    prefix: str


@router.get("/service-points/{code}")
def show_service_point(request: Request, session: DatabaseSession, code: PlainText) -> HTMLResponse:
    language = language_of(request.url.path)
    point = find_service_point(session, code)
    page = _page(point, datetime.now(BANGKOK), find_calendar(session), language)
    return render_page(request, "citizen/service_point.html", page)


def _page(point: ServicePointDetail, now: datetime, calendar: GovernmentCalendar, language: str) -> ServicePointPage:
    name = phrase(language, point.name_th, point.name_en)
    area = areas_in_words(point.areas, language)
    verified = point.pin_verified_at
    return ServicePointPage(
        title=f"{name}, {area}" if area else str(name),
        shows_demo_data=point.pin_method == DEMO,
        name=name,
        agency=phrase(language, point.agency_name_th, point.agency_name_en),
        type=optional_phrase(language, point.type),
        badge=opening_badge(point.hours, now, language, calendar),
        week=tuple(_row(day, now.date(), calendar, language) for day in days_ahead(point.hours, now, calendar)),
        hours_note=optional_phrase(language, point.hours_note),
        address=phrase(language, address_in_thai(point.address_th, point.areas, point.postcode)),
        area="" if language == "th" else area,
        phones=tuple(parse_phones(point.phone)),
        email=point.email,
        position=point.position,
        directions=tuple(directions_to(point.position, point.name(language))) if point.position else (),
        offers=group_by_agency(point.procedures, language),
        verified=date_in_words(verified.astimezone(BANGKOK).date(), language) if verified else None,
        updated=date_in_words(point.updated_at.astimezone(BANGKOK).date(), language),
        prefix=prefix_of(language),
    )


def _row(day: Day, today: date, calendar: GovernmentCalendar, language: str) -> DayRow:
    return DayRow(
        day=weekday(day.date, language),
        date=day_and_month(day.date, language),
        hours=", ".join(spell_in_words(spell, language) for spell in day.spells),
        holiday=calendar.name(day.date, language),
        notes=tuple(note for one in day.exceptions if (note := one.note(language))),
        is_today=day.date == today,
    )
