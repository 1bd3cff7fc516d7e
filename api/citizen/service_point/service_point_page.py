"""A service point's own page: where it is, when it is open, what it offers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from sqlalchemy.orm import Session

from api.citizen.answer.qualities import Quality, qualities
from api.citizen.browse.area_crumbs import area_crumbs
from api.citizen.service_point.addresses import address_in_thai, areas_in_words
from api.citizen.service_point.coming_days import HolidayRow, Notice, coming_holidays, notices
from api.citizen.service_point.directions import Direction, directions_to
from api.citizen.service_point.offers import Offers, find_offers
from api.citizen.service_point.office_data import office_data
from api.citizen.service_point.opening_badge import OpeningBadge, opening_badge
from api.citizen.service_point.phones import Phone, parse_phones
from api.citizen.service_point.shown_photos import PhotoView, photo_view
from api.database_session import AppSettings, DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.dates import date_in_words, day_and_month, weekday
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, optional_phrase, phrase
from api.pages.rendering import render_page, site_url
from api.v1.parameters import PlainText
from geo.agency_tree import find_agency_chain
from geo.calendar import find_calendar
from geo.coordinates import LonLat
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import Day, days_ahead
from geo.hours_in_words.spells import spell_in_words
from geo.models import ServicePointType
from geo.opening_hours import BANGKOK
from geo.photos.find_photos import find_shown_photos
from geo.service_points import ServicePointDetail, find_service_point
from geo.words import N_, translate

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
class AgencyLink:
    name: Phrase
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFacts:
    """When the place was put on the map, and when somebody confirmed it; `updated` is about all of the page."""

    pinned: str | None
    verified: str | None
    updated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePointPage:
    """`week` is empty when the hours are not known; `position` None when nobody has pinned the place yet.

    `agencies` go from the ministry down to the one that looks after the place.
    """

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    code: str
    name: Phrase
    agencies: tuple[AgencyLink, ...]
    type: Phrase | None
    badge: OpeningBadge
    notices: tuple[Notice, ...]
    week: tuple[DayRow, ...]
    holidays: tuple[HolidayRow, ...]
    hours_note: Phrase | None
    qualities: tuple[Quality, ...]
    address: Phrase
    area: str
    phones: tuple[Phone, ...]
    email: str | None
    position: LonLat | None
    directions: tuple[Direction, ...]
    offers: Offers
    photos: tuple[PhotoView, ...]
    pin: PinFacts
    data: Markup
    prefix: str


@router.get("/service-points/{code}")
def show_service_point(  # noqa: PLR0913, PLR0917 - the parameters of the page
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    code: PlainText,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    category: PlainText = "",
) -> HTMLResponse:
    language = language_of(request.url.path)
    point = find_service_point(session, code)
    base = site_url(request, settings) + prefix_of(language)
    page = _page(session, point, datetime.now(BANGKOK), base, q.strip(), category, language)
    return render_page(request, "citizen/service_point.html", page, about=())


def _page(  # noqa: PLR0913, PLR0917 - what a page depends on
    session: Session, point: ServicePointDetail, now: datetime, base: str, text: str, category: str, language: str
) -> ServicePointPage:
    calendar = find_calendar(session)
    prefix = prefix_of(language)
    name = phrase(language, point.name_th, point.name_en)
    area = areas_in_words(point.areas, language)
    agencies = find_agency_chain(session, point.agency_code)
    url, agency_url = f"{base}/service-points/{point.code}", f"{base}/agencies/{point.agency_code}"
    return ServicePointPage(
        title=f"{name}, {area}" if area else str(name),
        shows_demo_data=point.pin_method == DEMO,
        crumbs=(*area_crumbs(point.areas, language), Crumb(name)),
        code=point.code,
        name=name,
        agencies=tuple(
            AgencyLink(name=phrase(language, one.name_th, one.name_en), href=f"{prefix}/agencies/{one.code}")
            for one in agencies
        ),
        type=_type(session, point.type, language),
        badge=opening_badge(point.hours, now, language, calendar),
        notices=notices(point.hours, now, language),
        week=tuple(_row(day, now.date(), calendar, language) for day in days_ahead(point.hours, now, calendar)),
        holidays=coming_holidays(point.hours, now, calendar, language),
        hours_note=optional_phrase(language, point.hours_note),
        qualities=qualities(point, language),
        address=phrase(language, address_in_thai(point.address_th, point.areas, point.postcode)),
        area="" if language == "th" else area,
        phones=tuple(parse_phones(point.phone)),
        email=point.email,
        position=point.position,
        directions=tuple(directions_to(point.position, point.name(language))) if point.position else (),
        offers=find_offers(session, point.procedures, text, category, language),
        photos=_photos(session, point.code, name, language),
        pin=PinFacts(
            pinned=_day(point.pinned_at, language),
            verified=_day(point.pin_verified_at, language),
            updated=_day(point.updated_at, language) or "",
        ),
        data=office_data(point, url, agency_url, now, calendar, language),
        prefix=prefix,
    )


def _photos(session: Session, code: str, name: Phrase, language: str) -> tuple[PhotoView, ...]:
    otherwise = translate(N_("Photo of {name}"), language, name=name)
    return tuple(photo_view(photo, otherwise, language) for photo in find_shown_photos(session, code))


def _type(session: Session, name_th: str | None, language: str) -> Phrase | None:
    found = session.get(ServicePointType, name_th) if name_th else None
    return optional_phrase(language, name_th, found.name_en if found else None)


def _day(at: datetime | None, language: str) -> str | None:
    return date_in_words(at.astimezone(BANGKOK).date(), language) if at else None


def _row(day: Day, today: date, calendar: GovernmentCalendar, language: str) -> DayRow:
    return DayRow(
        day=weekday(day.date, language),
        date=day_and_month(day.date, language),
        hours=", ".join(spell_in_words(spell, language) for spell in day.spells),
        holiday=calendar.name(day.date, language),
        notes=tuple(note for one in day.exceptions if (note := one.note(language))),
        is_today=day.date == today,
    )
