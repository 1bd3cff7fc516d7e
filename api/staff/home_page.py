"""The first page of staff: what waits for me, my service points, and a quick way to any record."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.rendering import render_staff
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.pins.unconfirmed import UnconfirmedPin, find_unconfirmed_pins
from geo.staff.quick_search import FoundPoint, FoundProcedure, find_my_points, find_points, find_procedures_named
from geo.staff.roles import ROLE_NAMES, Role
from geo.staff.waiting import find_waiting
from geo.words import N_, Sentence, translate

router = APIRouter()

QUICK = 10
UNCONFIRMED_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """`note` says what is wrong with it or where it belongs."""

    code: str
    name: Phrase
    note: str
    href: str
    citizen_href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnconfirmedLine:
    """A pin that nobody has confirmed for long: one tap says that it is still right."""

    code: str
    name: Phrase
    since: str
    version: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffHomePage:
    """`found_points` and `found_procedures` are None before anything was searched for."""

    title: str
    shows_demo_data: bool
    name: str
    roles: tuple[str, ...]
    waiting: tuple[WaitingLine, ...]
    unconfirmed: tuple[UnconfirmedLine, ...]
    q: str
    found_points: tuple[RecordLine, ...] | None
    found_procedures: tuple[RecordLine, ...] | None
    my_points: tuple[RecordLine, ...]


@router.get("")
def show_staff_home(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    who: Annotated[SignedIn, allowed("home.see")],
    q: PlainText = "",
) -> Response:
    language = language_of(request.url.path)
    points, procedures = None, None
    if q.strip():
        points = tuple(_point(one, language) for one in find_points(session, who.actor, q, QUICK))
        procedures = tuple(_procedure(one, language) for one in find_procedures_named(session, who.actor, q, QUICK))
    page = StaffHomePage(
        title=translate(N_("Staff home"), language),
        shows_demo_data=find_demo_data(session),
        name=who.actor.name,
        roles=tuple(translate(ROLE_NAMES[role], language) for role in Role if role in who.actor.roles),
        waiting=tuple(
            WaitingLine(text=Sentence(one.message, {"count": one.count}).render(language), href=_in(language, one.path))
            for one in find_waiting(session, who.actor)
        ),
        unconfirmed=tuple(
            _unconfirmed(one, language)
            for one in find_unconfirmed_pins(
                session, who.actor, timedelta(days=settings.pin_confirm_days), UNCONFIRMED_SHOWN
            )
        ),
        q=q,
        found_points=points,
        found_procedures=procedures,
        my_points=tuple(_point(one, language) for one in find_my_points(session, who.actor, QUICK)),
    )
    return render_staff(request, "staff/home.html", page, who)


def _point(point: FoundPoint, language: str) -> RecordLine:
    notes = (
        *(() if point.shown else (N_("hidden"),)),
        *(() if point.is_pinned else (N_("not pinned"),)),
    )
    citizens = _in(language, f"/service-points/{point.code}")
    return RecordLine(
        code=point.code,
        name=phrase(language, point.name_th, point.name_en),
        note=", ".join(translate(note, language) for note in notes),
        href=_in(language, f"/staff/service-points/{point.code}"),
        citizen_href=citizens if point.shown else None,
    )


def _unconfirmed(pin: UnconfirmedPin, language: str) -> UnconfirmedLine:
    return UnconfirmedLine(
        code=pin.code,
        name=phrase(language, pin.name.th, pin.name.en),
        since=date_in_words(pin.since.astimezone(BANGKOK).date(), language),
        version=pin.version,
        href=_in(language, f"/staff/service-points/{pin.code}/pin"),
    )


def _procedure(procedure: FoundProcedure, language: str) -> RecordLine:
    citizens = _in(language, f"/procedures/{procedure.code}")
    href = _in(language, f"/staff/procedures/{procedure.code}") if procedure.is_hers else citizens
    return RecordLine(
        code=procedure.code,
        name=phrase(language, procedure.title_th, procedure.title_en),
        note="" if procedure.shown else translate(N_("hidden"), language),
        href=href,
        citizen_href=citizens if procedure.shown else None,
    )


def _in(language: str, path: str) -> str:
    return prefix_of(language) + path
