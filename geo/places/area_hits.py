"""Areas that match a text as hits: abolished ones by their successors, near ones first where names are the same."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geo.coordinates import LonLat
from geo.places.area_index import SHORT, AreaIndex, AreaRecord
from geo.places.folding import fold_loosely
from geo.places.match_areas import AreaMatch, NamesTaken, match_areas
from geo.places.pieces import cut
from geo.places.place_hit import Abolished, Match, PlaceHit
from geo.places.segments import MOST_WORDS

_ABOLISHED = 0.97
"""What is in force comes before what a successor stands in for, where both have the name."""

_HEAD_START_M = {"district": 10_000, "subdistrict": 30_000}
"""How much nearer than a province or an office one must be that has the same name."""

_EARTH_RADIUS_M = 6_371_008.8


def area_hits(
    text: str,
    index: AreaIndex,
    *,
    near: LonLat | None = None,
    limit: int = 100,
    names: NamesTaken = "similar",
) -> list[PlaceHit]:
    """At most `limit`, best first; of the same fit the nearest, else the largest."""
    found: dict[str, _Candidate] = {}
    for match in match_areas(text, index, names=names):
        for candidate in _candidates(match, index, near):
            known = found.get(candidate.record.code)
            if known is None or candidate.score > known.score:
                found[candidate.record.code] = candidate
    # a stable sort: what is alike by these keeps the order of the matches
    ranked = sorted(found.values(), key=lambda one: (-round(one.score, 2), _nearness_m(one.record.level, one.far_m)))
    words = _Words(text, index)
    return [_hit(candidate, words, index) for candidate in ranked[:limit]]


def nearness_m(hit: PlaceHit) -> float:
    """What orders places of the same name: the distance, with a head start for the larger ones that many mean."""
    return _nearness_m(hit.kind, hit.distance_m)


def _nearness_m(kind: str, far_m: float | None) -> float:
    return math.inf if far_m is None else far_m + _HEAD_START_M.get(kind, 0)


def known_position(index: AreaIndex, code: str) -> LonLat | None:
    """That of the area, else of the smallest area around it that has one."""
    return next((one.position for one in reversed(index.chain(code)) if one.position is not None), None)


def distance_m(one: LonLat | None, other: LonLat | None) -> float | None:
    """On a sphere: good for an order, and for a number that is rounded."""
    if one is None or other is None:
        return None
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    north, east = other_lat - lat, math.radians(other.lon - one.lon)
    chord = math.sin(north / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(math.sqrt(min(chord, 1.0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """An area in force, and the match that led to it: its own, or that of one whose place it took."""

    record: AreaRecord
    match: AreaMatch
    score: float
    far_m: float | None


class _Words:
    """The words of the text as they are compared with a name, to tell why it was found."""

    def __init__(self, text: str, index: AreaIndex) -> None:
        pieces = [piece.text for piece in cut(text, index.names_with_markers)]
        words = [piece for piece in pieces if piece not in index.by_postcode]
        runs = {
            (end, "".join(words[start:end]))
            for start in range(len(words))
            for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1)
        }
        self._runs = {run for _, run in runs}
        self._last = tuple(run for end, run in runs if end == len(words))

    def reason(self, match: AreaMatch, index: AreaIndex) -> Match:
        names = index.names_of(match.record.code)
        if not self._runs:
            return "postcode"
        if not self._runs.isdisjoint(names) or match.fit >= SHORT:
            return "exact"
        if not {fold_loosely(run) for run in self._runs}.isdisjoint(map(fold_loosely, names)):
            return "spelling"
        return "beginning" if any(name.startswith(self._last) for name in names) else "similar"


def _candidates(match: AreaMatch, index: AreaIndex, near: LonLat | None) -> Iterator[_Candidate]:
    old = match.record if match.record.abolished_on is not None else None
    for record in index.successors(match.record.code):
        yield _Candidate(
            record=record,
            match=match,
            score=match.score * (1 if old is None else _ABOLISHED),
            far_m=None if near is None else distance_m(near, known_position(index, record.code)),
        )


def _hit(candidate: _Candidate, words: _Words, index: AreaIndex) -> PlaceHit:
    record, named = candidate.record, candidate.match.record
    return PlaceHit(
        kind=record.level,
        code=record.code,
        name_th=record.name_th,
        name_en=record.name_en,
        areas=tuple(above.as_name() for above in index.chain(record.code)[:-1]),
        position=record.position,
        match=words.reason(candidate.match, index),
        score=candidate.score,
        abolished=None if named is record else _abolished(named),
        distance_m=candidate.far_m,
    )


def _abolished(old: AreaRecord) -> Abolished:
    return Abolished(
        code=old.code, level=old.level, name_th=old.name_th, name_en=old.name_en, on=old.abolished_on or ""
    )
