"""A hit of the nearest search, ready for the list and the map."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.answer.competence_words import codes_named, reason_in_words
from api.citizen.answer.distances import distance_in_words
from api.citizen.answer.qualities import Quality, qualities
from api.citizen.service_point.addresses import AreaChains, address_in_thai, areas_in_words
from api.citizen.service_point.directions import Direction, directions_to
from api.citizen.service_point.opening_badge import OpeningBadge, opening_badge
from api.citizen.service_point.phones import Phone, parse_phones
from api.pages.demo_data import DEMO
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, optional_phrase, phrase
from geo.coordinates import LonLat
from geo.hours_in_words.describe import describe_hours
from geo.nearest.question import NearestQuery
from geo.nearest.search import Answer, Hit
from geo.procedure_head import ProcedureHead


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


def find_hit_views(  # noqa: PLR0913 - what views depend on
    session: Session, query: NearestQuery, answer: Answer, head: ProcedureHead, *, start: int = 1, language: str
) -> list[HitView]:
    """The answer's hits in their order, numbered from `start`."""
    # An office says whom it serves only to those who have said where their home is, and whom somebody may serve.
    level = head.level if query.home and query.home.served else None
    chains = AreaChains(session)
    chains.find([hit.subdistrict_code for hit in answer.hits])
    if level is not None:
        chains.find([code for hit in answer.hits for code in codes_named(hit, level)])
    is_now = query.at is None
    return [
        _hit_view(hit, number, answer, chains, is_now=is_now, level=level, language=language)
        for number, hit in enumerate(answer.hits, start)
    ]


def _hit_view(  # noqa: PLR0913 - what a view depends on
    hit: Hit, number: int, answer: Answer, chains: AreaChains, *, is_now: bool, level: str | None, language: str
) -> HitView:
    areas = chains.of(hit.subdistrict_code)
    return HitView(
        number=number,
        href=f"{prefix_of(language)}/service-points/{hit.code}",
        name=phrase(language, hit.name_th, hit.name_en),
        agency=phrase(language, hit.agency_name_th, hit.agency_name_en),
        distance=distance_in_words(hit.distance_m, language),
        badge=opening_badge(hit.hours, answer.at, language, answer.calendar, is_now=is_now),
        hours=tuple(describe_hours(hit.hours.expression, language, answer.at, answer.calendar)),
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
