"""What to offer while somebody types into the one box: procedures, and places for the words that say where."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.finding.finder import Finder, Match
from geo.one_box.names_in_use import find_names_in_use
from geo.one_box.understand import begun_place, likely_places, odds_of, understand_place
from geo.places.place_hit import PlaceHit
from geo.places.split_question import split_question
from geo.procedures import ProcedureQuery

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
    finder = finder.as_of_now(session)
    for reading in split_question(session, text, near=near, is_name=find_names_in_use(session, finder)):
        if not reading.places:
            break
        procedures = _procedures(session, finder, reading.procedure or text)
        if not reading.procedure or procedures:
            places = likely_places(reading.places)[:MOST_OF_A_KIND]
            return Suggestions(what=reading.procedure, where=reading.place, procedures=procedures, places=places)
    return _begun(session, finder, text, near)


def _begun(session: Session, finder: Finder, text: str, near: LonLat | None) -> Suggestions:
    """All of it a procedure, or its last word the beginning of a place, whichever finds the likelier procedure."""
    whole = _procedures(session, finder, text)
    what, where, places = begun_place(session, text, near=near)
    if not places:
        return Suggestions(what=text, where="", procedures=whole)
    procedures = _procedures(session, finder, what) if what else ()
    if what and odds_of(procedures) <= odds_of(whole):
        return Suggestions(what=text, where="", procedures=whole)
    return Suggestions(what=what, where=where, procedures=procedures or whole, places=places[:MOST_OF_A_KIND])


def _procedures(session: Session, finder: Finder, text: str) -> tuple[Match, ...]:
    return finder.find(session, ProcedureQuery(text=text, limit=MOST_OF_A_KIND)).matches
