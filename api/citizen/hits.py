"""A hit of the nearest search, ready for the list and the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.citizen.addresses import AreaChains, address_in_thai, areas_in_words
from api.citizen.competence_words import codes_named, reason_in_words
from api.citizen.demo_data import DEMO
from api.citizen.directions import Direction, directions_to
from api.citizen.distances import distance_in_words
from api.citizen.languages import prefix_of
from api.citizen.opening_badge import OpeningBadge, hours_in_words, opening_badge
from api.citizen.phones import Phone, parse_phones
from api.citizen.phrase import Phrase, optional_phrase, phrase
from api.citizen.qualities import Quality, qualities
from geo.coordinates import LonLat
from geo.government_holidays import GovernmentCalendar
from geo.nearest.search import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """`number` stands on the pin too. `area` says in the page's language where an address in Thai is.

    `competent` is None where nobody asked or where that depends; `reason` says why an office may not serve her.
    """

    number: int
    href: str
    name: Phrase
    agency: Phrase
    distance: str
    badge: OpeningBadge
    hours: tuple[str, ...]
    hours_note: Phrase | None
    address: Phrase
    area: str
    phones: tuple[Phone, ...]
    directions: tuple[Direction, ...]
    position: LonLat
    is_demo: bool
    qualities: tuple[Quality, ...]
    competent: bool | None
    reason: str | None


def find_chains(session: Session, hits: Sequence[Hit], level: str | None) -> AreaChains:
    """The areas that the views of these hits name."""
    chains = AreaChains(session)
    chains.find([hit.subdistrict_code for hit in hits])
    if level is not None:
        chains.find([code for hit in hits for code in codes_named(hit, level)])
    return chains


def hit_view(  # noqa: PLR0913 - what a view depends on
    hit: Hit,
    number: int,
    *,
    now: datetime,
    calendar: GovernmentCalendar,
    chains: AreaChains,
    language: str,
    is_now: bool = True,
    level: str | None = None,
) -> HitView:
    """`is_now` False: `now` is another time that was asked about. `level` is the procedure's where a home was given."""
    areas = chains.of(hit.subdistrict_code)
    return HitView(
        number=number,
        href=f"{prefix_of(language)}/service-points/{hit.code}",
        name=phrase(language, hit.name_th, hit.name_en),
        agency=phrase(language, hit.agency_name_th, hit.agency_name_en),
        distance=distance_in_words(hit.distance_m, language),
        badge=opening_badge(hit.hours, now, language, calendar, is_now=is_now),
        hours=tuple(hours_in_words(hit.hours, now, language, calendar)),
        hours_note=optional_phrase(language, hit.hours_note),
        address=phrase(language, address_in_thai(hit.address_th, areas, hit.postcode)),
        area="" if language == "th" else areas_in_words(areas, language),
        phones=tuple(parse_phones(hit.phone)),
        directions=tuple(directions_to(hit.position, hit.name(language))),
        position=hit.position,
        is_demo=hit.pin_method == DEMO,
        qualities=qualities(hit, language),
        competent=hit.competent,
        reason=reason_in_words(hit, level, chains, language),
    )
