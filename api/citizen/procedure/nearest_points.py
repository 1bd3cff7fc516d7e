"""The few nearest service points that offer a procedure, for the manual's own page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.citizen.answer.distances import distance_in_words
from api.citizen.answer.origin import Origin, find_origin_at, find_origin_in, parse_fields
from api.citizen.service_point.opening_badge import OpeningBadge, opening_badge
from api.pages.demo_data import DEMO
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPoint:
    name: Phrase
    href: str
    distance: str
    badge: OpeningBadge
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPoints:
    """`points` is empty when nobody offers it, or when nobody knows where `place` lies; `all_href` is the answer."""

    place: str
    is_place_known: bool
    points: tuple[NearPoint, ...]
    all_href: str


def find_near_points(  # noqa: PLR0913 - a question and how to answer it
    session: Session, code: str, procedure_id: int, where: dict[str, str], *, timeout_ms: int, language: str
) -> NearPoints | None:
    """`where` holds `lat` and `lon`, or `area`; None when it holds neither.

    Raises: InvalidQuery, UnknownArea, SearchTimedOut.
    """
    if not where:
        return None
    origin = _origin(session, where, language)
    points: tuple[NearPoint, ...] = ()
    if origin.position is not None:
        query = NearestQuery(origin=origin.position, procedure_id=procedure_id, limit=SHOWN)
        answer = find_nearest(session, query, timeout_ms=timeout_ms)
        points = tuple(
            NearPoint(
                name=phrase(language, hit.name_th, hit.name_en),
                href=f"{prefix_of(language)}/service-points/{hit.code}",
                distance=distance_in_words(hit.distance_m, language),
                badge=opening_badge(hit.hours, answer.at, language, answer.calendar),
                is_demo=hit.pin_method == DEMO,
            )
            for hit in answer.hits
        )
    return NearPoints(
        place=origin.name,
        is_place_known=origin.position is not None,
        points=points,
        all_href=f"{prefix_of(language)}/nearest?{urlencode({'procedure': code, **where})}",
    )


def _origin(session: Session, where: dict[str, str], language: str) -> Origin:
    if "area" in where:
        return find_origin_in(session, where["area"], language)
    return find_origin_at(session, parse_fields(where["lat"], where["lon"]), language)
