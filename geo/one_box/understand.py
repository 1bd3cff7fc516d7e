"""One box, two questions: what somebody needs and where she is, understood together and each on its own.

The words are divided by `geo/places/split_question.py`; the search of procedures judges the ways to divide them. What
is beyond doubt is taken; what may mean several things is left to her, and never guessed.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.finding.finder import Finder, Found, Match
from geo.finding.language.normal_form import normal_form
from geo.finding.language.word_list import is_word
from geo.one_box.names_in_use import find_names_in_use
from geo.places.area_hits import area_hits
from geo.places.area_index import AreaIndex
from geo.places.find_area_index import find_area_index
from geo.places.find_places import PlaceQuery, find_places, find_position
from geo.places.place_hit import Match as Fit
from geo.places.place_hit import PlaceHit
from geo.places.split_question import QuestionReading, split_question
from geo.procedure_list import ProcedureQuery

MOST_PROCEDURES = 12

SURE_LEAD = 3.0
"""Log odds before the second procedure from which the first is meant: twenty to one."""

_SURE_PLACE = 0.9
"""A name in full; below it a name that begins like the text or resembles it, which nobody has said yet."""

_AS_GOOD = 0.01
_STILL_GOOD = 0.9
"""Of the best place's score: what is below is another name."""

_MOST_PLACES = 10
_SHORTEST_PLACE = 2
_MOST_WORDS = 12
BegunPlace = tuple[str, str, tuple[PlaceHit, ...]]
"""The words before the last one, the last one, and the areas whose name it begins; none where it begins none."""

_NAMED: tuple[Fit, ...] = ("exact", "spelling", "beginning", "postcode")
"""How a place has to fit that is taken before it was typed to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`what` and `where` are the words for each, empty where there are none; `found` is None without `what`.

    `places`, best first, is what `where` may mean.
    """

    what: str = ""
    where: str = ""
    found: Found | None = None
    places: tuple[PlaceHit, ...] = ()


def understand(session: Session, finder: Finder, text: str, *, near: LonLat | None = None) -> Understood:
    """The first way to read the text whose procedure exists; else the place in it, else nothing but words.

    Raises: InvalidQuery for a text that is too long, SearchTimedOut.
    """
    text = " ".join(text.split())
    if not text:
        return Understood()
    ProcedureQuery(text=text)  # refuses what is too long before anything is asked
    finder = finder.as_of_now(session)
    names = find_names_in_use(session, finder)
    areas = find_area_index(session)
    split = split_question(session, text, near=near, is_name=names, areas=areas)
    readings = [*_whole_offices(session, text, near), *split]
    in_vain: Understood | None = None
    for reading in readings:
        found = _find(session, finder, reading.procedure) if reading.procedure else None
        understood = Understood(
            what=reading.procedure, where=reading.place, found=found, places=likely_places(reading.places)
        )
        if found is None or found.matches:
            return understood if reading.place else _with_begun_place(session, finder, understood, areas, near)
        if in_vain is None:
            in_vain = understood
    if in_vain and in_vain.places:
        return in_vain
    if places := understand_place(session, text, near=near):
        return Understood(where=text, places=places)
    return in_vain or Understood(what=text)


def understand_procedure(session: Session, finder: Finder, text: str) -> Found | None:
    """None for no words. Raises: InvalidQuery for a text that is too long, SearchTimedOut."""
    text = " ".join(text.split())
    return _find(session, finder, text) if text else None


def understand_place(session: Session, text: str, *, near: LonLat | None = None) -> tuple[PlaceHit, ...]:
    """What a text that only says where may mean, best first. A coordinate that cannot be one means nothing."""
    if not text.strip():
        return ()
    try:
        return likely_places(find_places(session, PlaceQuery(text=text, near=near, limit=_MOST_PLACES)))
    except InvalidQuery:
        return ()


def sure_procedure(matches: Sequence[Match]) -> Match | None:
    """The one that is meant; None where a second may be, as with the cases of one thing."""
    if not matches:
        return None
    first, second = matches[0], matches[1] if len(matches) > 1 else None
    if second is None:
        return first
    is_case = first.family is not None and first.family == second.family
    return first if first.odds - second.odds >= SURE_LEAD and not is_case else None


def sure_place(places: Sequence[PlaceHit]) -> PlaceHit | None:
    """The one that is meant. A district goes before subdistricts of its name: she sees which it was, to change it."""
    if not places or places[0].score < _SURE_PLACE:
        return None
    first = places[0]
    rivals = [one for one in places[1:] if one.kind == first.kind and one.score >= first.score - _AS_GOOD]
    return None if rivals else first


def likely_places(places: Sequence[PlaceHit]) -> tuple[PlaceHit, ...]:
    """Without those that only share some letters with the text."""
    return tuple(one for one in places if one.score >= _STILL_GOOD * places[0].score)


def begun_place(text: str, areas: AreaIndex, *, near: LonLat | None = None) -> BegunPlace:
    what, _, last = text.rpartition(" ")
    if len(last) < _SHORTEST_PLACE:
        return text, "", ()
    hits = area_hits(last, areas, near=near, limit=_MOST_PLACES, names="begun")
    return what, last, tuple(hit for hit in hits if hit.match in _NAMED)


def odds_of(matches: Sequence[Match]) -> float:
    """Of the best, to compare two ways to read a text."""
    return matches[0].odds if matches else float("-inf")


def _with_begun_place(
    session: Session, finder: Finder, whole: Understood, areas: AreaIndex, near: LonLat | None
) -> Understood:
    """'ทำบัตรประชาชน เกาะสี': a name that was not typed to its end, where the rest says more without it.

    A word is no such name: "purse snatched on the bus" is not about Bu Sung.
    """
    what, where, places = begun_place(whole.what, areas, near=near)
    if not what or not places or whole.found is None:
        return whole
    if is_word(normal_form(where), finder.index(session).knows_word):
        return whole
    found = _find(session, finder, what)
    if odds_of(found.matches) <= odds_of(whole.found.matches):
        return whole
    return Understood(what=what, where=where, found=found, places=likely_places(places))


def _find(session: Session, finder: Finder, text: str) -> Found:
    return finder.find(session, ProcedureQuery(text=text, limit=MOST_PROCEDURES + 1))


def _whole_offices(session: Session, text: str, near: LonLat | None) -> Iterator[QuestionReading]:
    """'ทำบัตร ที่ว่าการอำเภอเกาะสีชัง', '4RX5+MC Si Racha passport': a whole name of an office, or a position."""
    words = text.split()
    if len(words) > _MOST_WORDS:
        return
    # the shortest first: beside a Plus Code any word may stand, as the name of the place that completes it
    ways = [
        way
        for count in range(1, len(words))
        for way in ((words[:-count], words[-count:]), (words[count:], words[:count]))
    ]
    ways.append(([], words))
    for rest, place in ways:
        sure = tuple(_find_whole_place(session, " ".join(place), near))
        if sure:
            yield QuestionReading(procedure=" ".join(rest), place=" ".join(place), places=sure, sureness=1.0)


_OFFICES_BEGIN = ("ที่ว่าการ", "สำนัก", "ศูนย์", "สถานี", "เทศบาล", "ที่ทำการ", "องค์การ")
_OFFICES_END = ("office", "station", "centre", "center")
"""How names of offices begin and end; others are not looked up among them, which takes longer than all the rest."""


def _find_whole_place(session: Session, text: str, near: LonLat | None) -> Iterator[PlaceHit]:
    if any(character.isdigit() for character in text):
        with suppress(InvalidQuery):
            position = find_position(session, PlaceQuery(text=text, near=near))
            if position is not None:
                yield position
    elif text.startswith(_OFFICES_BEGIN) or text.lower().endswith(_OFFICES_END):
        yield from (hit for hit in understand_place(session, text, near=near) if _is_whole(hit))


def _is_whole(hit: PlaceHit) -> bool:
    return hit.kind == "service_point" and hit.match == "exact"
