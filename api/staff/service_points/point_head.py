"""What stands above every staff page about one service point: its name, whose it is, and the way to its other pages."""

from dataclasses import dataclass

from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn
from api.staff.navigation import MenuEntry
from geo.models import ServicePoint
from geo.staff.service_point_edit import place_of
from geo.words import N_, translate

_SECTIONS = (
    ("", N_("Details"), "service_point.see"),
    ("/hours", N_("Opening hours"), "service_point.see"),
    ("/offerings", N_("Offerings"), "offering.see"),
    ("/photos", N_("Photos"), "service_point.see"),
    ("/pin", N_("Pin"), "service_point.see"),
)
"""Path below the service point, name, and what one must be allowed to do there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointHead:
    """`citizen_href` None: hidden from citizens. One section alone needs no way to it: `sections` is empty then."""

    code: str
    name: Phrase
    agency: Phrase
    agency_href: str
    shown: bool
    citizen_href: str | None
    sections: tuple[MenuEntry, ...]


def point_head(point: ServicePoint, who: SignedIn, language: str, here: str = "") -> PointHead:
    """`here` is the path of the section that is open, such as '/hours'."""
    base = f"{prefix_of(language)}/staff/service-points/{point.code}"
    sections = tuple(
        MenuEntry(base + path, translate(name, language), path == here)
        for path, name, action in _SECTIONS
        if who.actor.may(action, place_of(point))
    )
    return PointHead(
        code=point.code,
        name=phrase(language, point.name_th, point.name_en),
        agency=phrase(language, point.agency.name_th, point.agency.name_en),
        agency_href=f"{prefix_of(language)}/staff/agencies/{point.agency.code}",
        shown=point.shown,
        citizen_href=f"{prefix_of(language)}/service-points/{point.code}" if point.shown else None,
        sections=sections if len(sections) > 1 else (),
    )
