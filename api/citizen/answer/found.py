"""What the search found for a page: the offices in groups, and what must be said beside the list."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from api.citizen.answer.asked import Asked
from api.citizen.answer.distances import distance_in_words
from api.citizen.answer.hit_groups import HitGroup, find_firsts, groups_of, nearest_in_words
from api.citizen.answer.hits import HitView, find_hit_views
from api.pages.dates import day_and_time
from api.pages.phrase import Phrase, phrase
from geo.nearest.question import NearestQuery
from geo.nearest.search import find_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfiltered:
    """The nearest office there is when nothing is left out."""

    name: Phrase
    distance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`at` is the time that was asked about, None for now; `nearest_note` warns of a nearest that does not serve her.

    `unfiltered` is there where nothing is left of something; `next` is the cursor of the following page.
    """

    groups: tuple[HitGroup, ...] = ()
    nearest_note: str | None = None
    unfiltered: Unfiltered | None = None
    at: str | None = None
    next: str | None = None

    @property
    def hits(self) -> tuple[HitView, ...]:
        return tuple(hit for group in self.groups for hit in group.hits)


def find_found(session: Session, asked: Asked, *, start: int, timeout_ms: int, language: str) -> Found:
    """`start` is the number of the first hit. Raises: SearchTimedOut."""
    query = asked.query
    if query is None:
        return Found()
    answer = find_nearest(session, query, timeout_ms=timeout_ms)
    at = day_and_time(answer.at, language) if query.at is not None else None
    is_narrowed = bool(query.conditions())
    if not answer.hits:
        unfiltered = _find_unfiltered(session, query, timeout_ms, language) if is_narrowed else None
        return Found(unfiltered=unfiltered, at=at)
    served = query.home is not None and query.home.served
    firsts = find_firsts(session, query, answer, timeout_ms=timeout_ms) if served else None
    shown = find_hit_views(session, query, answer, asked.procedure.head, start=start, language=language)
    views = list(zip(answer.hits, shown, strict=True))
    note = nearest_in_words(firsts, language, is_narrowed=is_narrowed) if firsts and not query.after else None
    groups = groups_of(views, firsts, language, is_outside=asked.given.is_outside)
    return Found(groups=groups, nearest_note=note, at=at, next=answer.next)


def _find_unfiltered(session: Session, query: NearestQuery, timeout_ms: int, language: str) -> Unfiltered | None:
    everyone = replace(query, filters=(), open_only=False, within_m=None, after=None, limit=1)
    for hit in find_nearest(session, everyone, timeout_ms=timeout_ms).hits:
        name = phrase(language, hit.name_th, hit.name_en)
        return Unfiltered(name=name, distance=distance_in_words(hit.distance_m, language))
    return None
