"""What a service point lacks before citizens find it and know when to come, each with the way to where it is set."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.pages.languages import prefix_of
from api.staff.access import SignedIn
from geo.models import Offering, ServicePoint
from geo.staff.service_point_edit import place_of
from geo.words import N_, translate

_NOT_PINNED = N_("This service point has no pin yet: no search finds it.")


@dataclass(frozen=True, slots=True)
class Missing:
    what: str
    href: str
    href_name: str


def find_missing(session: Session, who: SignedIn, point: ServicePoint, language: str) -> tuple[Missing, ...]:
    """Only what she may set herself; the most needed first."""
    lacks = (
        ("pin.set", "/pin", point.location is None, _NOT_PINNED, N_("Set the pin")),
        ("service_point.edit", "/hours", point.schedule_id is None, N_("Opening hours missing"), N_("State the hours")),
        ("offering.edit", "/offerings", not _offers(session, point), N_("Offers nothing"), N_("Link the manuals")),
    )
    base = f"{prefix_of(language)}/staff/service-points/{point.code}"
    return tuple(
        Missing(translate(what, language), base + path, translate(name, language))
        for action, path, is_missing, what, name in lacks
        if is_missing and who.actor.may(action, place_of(point))
    )


def _offers(session: Session, point: ServicePoint) -> bool:
    return bool(session.scalar(select(exists().where(Offering.service_point_id == point.id))))
