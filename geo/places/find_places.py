"""Where is that? Areas, service points, postcodes and positions, from whatever a person types."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from geo.areas import AreaName
from geo.coordinate_forms.parse_position import LONGEST_TEXT, parse_position
from geo.coordinate_forms.parsed_position import NotAPosition
from geo.coordinate_forms.plus_codes import PLUS_CODE
from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownPlace
from geo.limits import check_limit
from geo.places.area_hits import area_hits, distance_m, known_position, nearness_m
from geo.places.area_index import AreaIndex
from geo.places.find_area_index import find_area_index
from geo.places.place_at import find_place_at
from geo.places.place_hit import Match, PlaceHit
from geo.places.service_point_names import (
    By,
    NamedServicePoint,
    OfficeNameQuery,
    find_service_point_by_code,
    find_service_points_by_name,
)
from geo.places.split_off_areas import split_off_areas
from geo.words import N_

MAXIMUM_LIMIT = 100

_LONGEST_NAME = 200
"""Names of places are not longer; what is, is a link or no question."""

_SURE, _GOOD_ENOUGH = 0.98, 0.9

_MATCHES: dict[By, Match] = {
    "code": "code",
    "whole": "exact",
    "beginning": "beginning",
    "part": "part",
    "similar": "similar",
}
_OFFICE_SCORES: dict[By, tuple[float, float]] = {
    "code": (1.0, 0.0),
    "whole": (0.995, 0.0),
    "beginning": (0.6, 0.28),
    "part": (0.5, 0.3),
    "similar": (0.0, 0.8),
}
"""What the score is at least, and what all of the name adds: beside an area of the same name the area comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuery:
    """What a citizen types into the box for places. `near`: where she is, which orders what has the same name.

    Raises: InvalidQuery.
    """

    text: str
    near: LonLat | None = None
    limit: int = 10

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidQuery(N_("Give the name of a place, or a position."), field="q")
        if len(self.text) > LONGEST_TEXT:
            message = N_("This text is longer than {maximum} characters: no place has such a name.")
            raise InvalidQuery(message, field="q", maximum=LONGEST_TEXT)
        check_limit(self.limit, MAXIMUM_LIMIT)


def find_places(session: Session, query: PlaceQuery, *, timeout_ms: int = 2_000) -> list[PlaceHit]:
    """At most `query.limit` hits: those whose name is the text before those that begin with it or resemble it; of the
    same name the nearest first where `near` is known, else the largest. Empty where nothing resembles the text.

    Raises: InvalidQuery for a coordinate that cannot be one, SearchTimedOut.
    """
    index = find_area_index(session)
    if (position := _position_hit(session, query, index)) is not None:
        return [position]
    text = query.text[:_LONGEST_NAME]
    hits = area_hits(text, index, near=query.near, limit=query.limit)
    if not _is_answered(hits, query.limit):
        names = OfficeNameQuery(
            text=text, near=query.near, limit=query.limit, similar=not hits or hits[0].score < _GOOD_ENOUGH
        )
        hits += _find_service_points(session, names, index, timeout_ms)
    # a stable sort: areas before service points, and each in the order it was found in
    hits.sort(key=lambda hit: (-round(hit.score, 2), nearness_m(hit)))
    return hits[: query.limit]


def _is_answered(hits: list[PlaceHit], limit: int) -> bool:
    """As many areas of the very name as were asked for leave no room for a service point."""
    return len(hits) >= limit and hits[limit - 1].score >= _SURE


def find_position(session: Session, query: PlaceQuery) -> PlaceHit | None:
    """The position that a text is, in any form; None where it is none. Raises: InvalidQuery for one that cannot be."""
    return _position_hit(session, query, find_area_index(session))


def _position_hit(session: Session, query: PlaceQuery, index: AreaIndex) -> PlaceHit | None:
    """A text that is a coordinate. Raises: InvalidQuery for one that cannot be."""
    text, near = beside_plus_code(query, index)
    try:
        parsed = parse_position(text, near=near, field="q")
    except NotAPosition:
        return None
    numbers = f"{parsed.position.lat:.6f}, {parsed.position.lon:.6f}"
    return PlaceHit(
        kind="position",
        code=None,
        name_th=numbers,
        name_en=numbers,
        areas=_find_areas_at(session, parsed.position),
        position=parsed.position,
        match="coordinate",
        score=1.0,
        distance_m=distance_m(query.near, parsed.position),
    )


def _find_areas_at(session: Session, position: LonLat) -> tuple[AreaName, ...]:
    """Empty outside Thailand, and where nothing is known of where areas lie."""
    try:
        return find_place_at(session, position).areas
    except UnknownPlace:
        return ()


def beside_plus_code(query: PlaceQuery, index: AreaIndex) -> tuple[str, LonLat | None]:
    """'4RX5+MC เกาะสีชัง': the place beside a Plus Code completes it. The text to read, and near where it is."""
    code = PLUS_CODE.search(query.text)
    rest = "" if code is None else f"{query.text[: code.start()]} {query.text[code.end() :]}".strip()
    if code is None or not rest:
        return query.text, query.near
    named = area_hits(rest, index, near=query.near, limit=1)
    position = known_position(index, named[0].code) if named and named[0].code else None
    return code[0], position or query.near


def _find_service_points(session: Session, names: OfficeNameQuery, index: AreaIndex, timeout_ms: int) -> list[PlaceHit]:
    found = find_service_point_by_code(session, names.text, timeout_ms)
    if not found:
        found = list(_find_offices(session, names, index, timeout_ms))
    return [_office_hit(point, index, names.near) for point in found]


def _find_offices(
    session: Session, names: OfficeNameQuery, index: AreaIndex, timeout_ms: int
) -> Iterator[NamedServicePoint]:
    """By the whole text; then by the text without the area at its end or beginning, in that area."""
    splits = split_off_areas(names.text, index)[:1]
    found = find_service_points_by_name(session, replace(names, similar=names.similar and not splits), timeout_ms)
    yield from found
    if len(found) >= names.limit or any(point.by == "whole" for point in found):
        return
    known = {point.code for point in found}
    for split in splits:
        codes = {code for match in split.matches for code in index.subdistricts_of(match.record.code)}
        inside = replace(names, text=split.rest, subdistrict_codes=tuple(sorted(codes)))
        for point in find_service_points_by_name(session, inside, timeout_ms):
            if point.code not in known:
                yield replace(point, by="part" if point.by != "similar" else "similar")


def _office_hit(point: NamedServicePoint, index: AreaIndex, near: LonLat | None) -> PlaceHit:
    least, more = _OFFICE_SCORES[point.by]
    chain = index.chain(point.subdistrict_code) if point.subdistrict_code else []
    position = point.position or (known_position(index, point.subdistrict_code) if point.subdistrict_code else None)
    return PlaceHit(
        kind="service_point",
        code=point.code,
        name_th=point.name_th,
        name_en=point.name_en,
        areas=tuple(area.as_name() for area in chain),
        position=point.position,
        match=_MATCHES[point.by],
        score=least + more * point.coverage,
        distance_m=distance_m(near, position),
    )
