"""What is said of any pin: how it was set, when and by whom, and what became of one that was insisted on."""

from collections.abc import Mapping
from datetime import datetime

from api.pages.dates import clock_time, date_in_words
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.words import N_, translate

METHOD_NAMES: Mapping[str, str] = {
    "typed": N_("coordinate typed in"),
    "map": N_("put on the map"),
    "gps": N_("position of a phone"),
    "import": N_("from a file"),
    "demo": N_("made up for the demo"),
}

STATE_NAMES: Mapping[str, str] = {
    "waiting": N_("waits for the central officer"),
    "accepted": N_("accepted"),
    "returned": N_("sent back"),
}


def confirmed_in_words(point: ServicePoint, language: str) -> str:
    """'21 พฤศจิกายน 2569 20:15 · สมหญิง ใจดี'; empty where nobody has confirmed the pin."""
    if point.pin_verified_at is None:
        return ""
    return f"{when_in_words(point.pin_verified_at, language)} · {by_in_words(point.pin_verified_by, language)}"


def when_in_words(at: datetime, language: str) -> str:
    at = at.astimezone(BANGKOK)
    return f"{date_in_words(at.date(), language)} {clock_time(at)}"


def by_in_words(name: str | None, language: str) -> str:
    return name or translate(N_("a file that was loaded"), language)
