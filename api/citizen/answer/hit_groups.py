"""The list of an answer, in groups: who may serve her, who is nearer but may not, and the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.answer.distances import distance_in_words
from api.citizen.answer.hits import HitView
from geo.nearest.question import NearestQuery, Place
from geo.nearest.search import Answer, Hit, find_nearest
from geo.words import N_, translate

_NONE = N_("No office that offers this is known to serve the area you gave. Please call one before you go.")
_NONE_LEFT = N_("No office with what you chose is known to serve the area you gave. Choose less to see all of them.")
_NOT_THE_NEAREST = N_(
    "The nearest office, {nearest} ({distance}), does not serve you. "
    "The nearest that does is {other}, {other_distance}."
)

_BEFORE_ALL = Place(distance_mm=0, service_point_id=0)
"""Ends the competent ones: what comes after it is the nearest of the others."""

TITLES = {
    "competent": N_("Offices that may serve you"),
    "perhaps": N_("May serve you: it depends on where exactly"),
    "nearer": N_("Nearer, but not for you"),
    "further": N_("Further away, and not for you"),
    "unknown": N_("Offices that are not known to serve you"),
    "outside": N_("They do it, but not for the area you gave"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """`title` None: the offices are not told apart."""

    kind: str
    title: str | None
    hits: tuple[HitView, ...]

    @property
    def start(self) -> int:
        return self.hits[0].number


@dataclass(frozen=True, slots=True, kw_only=True)
class Firsts:
    """The nearest office that may serve her and the nearest of the others, None where there is none."""

    competent: Hit | None
    other: Hit | None


def find_firsts(session: Session, query: NearestQuery, answer: Answer, *, timeout_ms: int) -> Firsts:
    """From the page itself where it has them; `query` has a home."""

    def first(after: Place | None) -> Hit | None:
        asked = replace(query, after=after, limit=1)
        return next(iter(find_nearest(session, asked, timeout_ms=timeout_ms).hits), None)

    competent = answer.hits[0] if query.after is None and answer.hits else first(None)
    if competent is not None and not competent.competent:
        return Firsts(competent=None, other=competent)
    other = next((hit for hit in answer.hits if not hit.competent), None) if query.after is None else None
    return Firsts(competent=competent, other=other or first(_BEFORE_ALL))


def groups_of(
    hits: Sequence[tuple[Hit, HitView]], firsts: Firsts | None, language: str, *, is_outside: bool = False
) -> tuple[HitGroup, ...]:
    """In the order of the answer; without `firsts` one group that has no title.

    `is_outside`: the procedure cannot be had for her home, and no office is any better than the others.
    """
    if is_outside and hits:
        views = tuple(view for _hit, view in hits)
        return (HitGroup(kind="outside", title=translate(TITLES["outside"], language), hits=views),)
    if firsts is None:
        return (HitGroup(kind="all", title=None, hits=tuple(view for _hit, view in hits)),) if hits else ()
    kind = _kind_of(firsts)
    return tuple(
        HitGroup(kind=name, title=translate(TITLES[name], language), hits=tuple(view for _hit, view in group))
        for name, group in groupby(hits, lambda pair: kind(pair[0]))
    )


def nearest_in_words(firsts: Firsts, language: str, *, is_narrowed: bool) -> str | None:
    """What somebody must know who would just go to the nearest; None where the nearest is right."""
    competent, other = firsts.competent, firsts.other
    if competent is None:
        message = _NONE_LEFT if is_narrowed else _NONE
        return translate(message, language)
    if other is None or other.competent is None or other.distance_m >= competent.distance_m:
        return None
    return translate(
        _NOT_THE_NEAREST,
        language,
        nearest=other.name(language),
        distance=distance_in_words(other.distance_m, language),
        other=competent.name(language),
        other_distance=distance_in_words(competent.distance_m, language),
    )


def _kind_of(firsts: Firsts) -> Callable[[Hit], str]:
    nearest = firsts.competent

    def kind(hit: Hit) -> str:
        if hit.competent:
            return "competent"
        if hit.competent is None:
            return "perhaps"
        if nearest is None:
            return "unknown"
        return "nearer" if hit.distance_m < nearest.distance_m else "further"

    return kind
