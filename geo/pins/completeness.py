"""What a stored service point lacks: a pin, somebody who confirmed it lately, hours that can be read, an offering."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from geo.dates_in_words import date_in_words
from geo.opening_hours import BANGKOK
from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy
from geo.pins.unreadable_hours import unreadable_schedules
from geo.words import N_, Name, Sentence


def incomplete(session: Session, pins: Pins, timeout_ms: int, *, confirmed_since: datetime) -> Iterator[Found]:
    unreadable = list(unreadable_schedules(session, pins, timeout_ms))
    for row in pins.rows(session, __file__, timeout_ms, since=confirmed_since, unreadable=unreadable):
        for finding in _findings(row):
            yield row.id, finding


def _findings(row: Row[*tuple[Any, ...]]) -> Iterator[PinFinding]:
    if row.not_pinned:
        yield PinFinding(
            kind="not_pinned",
            sentence=Sentence(N_("The service point has no pin: no search finds it.")),
            remedy=Remedy(Sentence(N_("Pin this office where citizens find it."))),
        )
    if row.stale_since is not None:
        message = (
            N_("Nobody has confirmed the pin since {day}.")
            if row.verified
            else N_("Nobody has confirmed the pin since it was set on {day}.")
        )
        yield PinFinding(
            kind="stale",
            sentence=Sentence(message, {"day": _day(row.stale_since)}),
            remedy=Remedy(Sentence(N_("Confirm that the pin is still right, or move it."))),
        )
    if row.hours_missing:
        yield PinFinding(
            kind="hours_missing",
            sentence=Sentence(N_("Nobody has said when the office is open.")),
            remedy=Remedy(Sentence(N_("State its opening hours."))),
        )
    if row.hours_unreadable:
        yield PinFinding(
            kind="hours_unreadable",
            sentence=Sentence(N_("The opening hours cannot be read: citizens are told that they are unknown.")),
            remedy=Remedy(Sentence(N_("State its opening hours."))),
        )
    if row.no_offering:
        yield PinFinding(
            kind="no_offering",
            sentence=Sentence(N_("The service point offers no procedure: no search finds it.")),
            remedy=Remedy(Sentence(N_("Link the manuals of what it offers, or hide it."))),
        )


def _day(at: datetime) -> Name:
    day = at.astimezone(BANGKOK).date()
    return Name(date_in_words(day, "th"), date_in_words(day, "en"))
