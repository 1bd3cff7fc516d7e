"""Pins that officers insisted on: the central officer's queue, and what was sent back to officers."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.rendering import render_staff
from geo.opening_hours import BANGKOK
from geo.staff.pins.decisions import InsistedPin, Undecided, find_insisted_pins
from geo.words import N_, translate

router = APIRouter()

Sets = Annotated[SignedIn, allowed("pin.set")]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsistedRow:
    name: Phrase
    code: str
    agency: Phrase
    href: str
    when: str
    by: str
    kept: tuple[str, ...]
    because: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InsistedPage:
    """`waiting` None: she decides nothing."""

    title: str
    shows_demo_data: bool
    waiting: tuple[InsistedRow, ...] | None
    returned: tuple[InsistedRow, ...]


@router.get("/insisted-pins")
def show_insisted(request: Request, session: DatabaseSession, who: Sets) -> Response:
    language = language_of(request.url.path)
    decides = who.actor.may("pin.decide")
    page = InsistedPage(
        title=translate(N_("Pins that officers insist on"), language),
        shows_demo_data=find_demo_data(session),
        waiting=_rows(session, who, "pin.decide", "waiting", language) if decides else None,
        returned=_rows(session, who, "pin.set", "returned", language),
    )
    return render_staff(request, "staff/pins/insisted.html", page, who)


def _rows(session: Session, who: SignedIn, action: str, state: Undecided, language: str) -> tuple[InsistedRow, ...]:
    return tuple(_row(one, language) for one in find_insisted_pins(session, who.actor, action, state))


def _row(one: InsistedPin, language: str) -> InsistedRow:
    at = one.at.astimezone(BANGKOK)
    return InsistedRow(
        name=phrase(language, one.name.th, one.name.en),
        code=one.code,
        agency=phrase(language, one.agency.th, one.agency.en),
        href=f"{prefix_of(language)}/staff/service-points/{one.code}/pin",
        when=f"{date_in_words(at.date(), language)} {clock_time(at)}",
        by=one.by or "",
        kept=tuple(sentence.render(language) for sentence in one.kept),
        because=one.because or "",
        comment=one.comment or "",
    )
