"""What to offer while somebody types into the one box: procedures, and places for the words that say where."""

import math
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.finding.finder import Finder, Match, Weighed
from geo.one_box.names_in_use import NamesInUse, find_names_in_use
from geo.one_box.understand import BegunPlace, begun_place, likely_places, understand_place
from geo.places.find_area_index import find_area_index
from geo.places.place_hit import PlaceHit
from geo.places.split_question import split_question
from geo.procedure_list import ProcedureQuery

Kind = Literal["both", "procedure", "place"]

MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """`what` are the words that stay when a place is chosen, `where` those that stay when a procedure is."""

    what: str
    where: str
    procedures: tuple[Match, ...] = ()
    places: tuple[PlaceHit, ...] = ()


def suggest(
    session: Session, finder: Finder, text: str, *, kind: Kind = "both", near: LonLat | None = None
) -> Suggestions:
    """At most `MOST_OF_A_KIND` of each, best first.

    Raises: InvalidQuery for a text that is too long, SearchTimedOut.
    """
    text = " ".join(text.split())
    if not text:
        return Suggestions(what="", where="")
    if kind == "procedure":
        return Suggestions(what=text, where="", procedures=_procedures(session, finder, text))
    if kind == "place":
        return Suggestions(what="", where=text, places=understand_place(session, text, near=near)[:MOST_OF_A_KIND])
    finder, areas = finder.as_of_now(session), find_area_index(session)
    names = find_names_in_use(session, finder)
    for reading in split_question(session, text, near=near, is_name=names, areas=areas):
        if not reading.places:
            break
        procedures = _procedures(session, finder, reading.procedure or text)
        if not reading.procedure or procedures:
            places = likely_places(reading.places)[:MOST_OF_A_KIND]
            return Suggestions(what=reading.procedure, where=reading.place, procedures=procedures, places=places)
    return _begun(session, finder, text, begun_place(text, areas, near=near), names)


def _begun(session: Session, finder: Finder, text: str, begun: BegunPlace, names: NamesInUse) -> Suggestions:
    """All of it a procedure, or its last word the beginning of a place, whichever finds the likelier procedure."""
    what, where, places = begun
    if not places:
        return Suggestions(what=text, where="", procedures=_procedures(session, finder, text))
    rest = _weighed(session, finder, what) if what else None
    # all of it need not be weighed where the letters of the last word are in no procedure's name
    if rest is not None and rest.odds > -math.inf and not names(where, whole=False):
        best = rest
    else:
        whole = _weighed(session, finder, text)
        if rest is not None and rest.odds <= whole.odds:
            return Suggestions(what=text, where="", procedures=_told(session, finder, whole))
        best = rest or whole
    procedures = _told(session, finder, best)
    return Suggestions(what=what, where=where, procedures=procedures, places=places[:MOST_OF_A_KIND])


def _procedures(session: Session, finder: Finder, text: str) -> tuple[Match, ...]:
    return _told(session, finder, _weighed(session, finder, text))


def _weighed(session: Session, finder: Finder, text: str) -> Weighed:
    return finder.weigh(session, ProcedureQuery(text=text, limit=MOST_OF_A_KIND), is_begun=True)


def _told(session: Session, finder: Finder, weighed: Weighed) -> tuple[Match, ...]:
    # the categories that lie nearest to what finds nothing are not offered here
    return finder.tell(session, weighed).matches if weighed.odds > -math.inf else ()
