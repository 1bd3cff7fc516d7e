"""A hit of the nearest search, ready for the list and the map."""

from dataclasses import dataclass
from datetime import datetime

from api.citizen.addresses import AreaChains, address_in_thai, areas_in_words
from api.citizen.demo_data import DEMO
from api.citizen.directions import Direction, directions_to
from api.citizen.distances import distance_in_words
from api.citizen.languages import prefix_of
from api.citizen.opening_badge import OpeningBadge, hours_in_words, opening_badge
from api.citizen.phones import Phone, parse_phones
from api.citizen.phrase import Phrase, optional_phrase, phrase
from geo.coordinates import LonLat
from geo.nearest import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """`number` stands on the pin too. `area` says in the page's language where an address in Thai is."""

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


def hit_view(hit: Hit, number: int, *, now: datetime, chains: AreaChains, language: str) -> HitView:
    areas = chains.of(hit.subdistrict_code)
    return HitView(
        number=number,
        href=f"{prefix_of(language)}/service-points/{hit.code}",
        name=phrase(language, hit.name_th, hit.name_en),
        agency=phrase(language, hit.agency_name_th, hit.agency_name_en),
        distance=distance_in_words(hit.distance_m, language),
        badge=opening_badge(hit.opening_hours, now, language),
        hours=tuple(hours_in_words(hit.opening_hours, now, language)),
        hours_note=optional_phrase(language, hit.hours_note),
        address=phrase(language, address_in_thai(hit.address_th, areas, hit.postcode)),
        area="" if language == "th" else areas_in_words(areas, language),
        phones=tuple(parse_phones(hit.phone)),
        directions=tuple(directions_to(hit.position, hit.name(language))),
        position=hit.position,
        is_demo=hit.pin_method == DEMO,
    )
