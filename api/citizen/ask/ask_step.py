"""What was understood of a question so far, and what is to be asked next."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from api.citizen.ask.ask_form import AskForm
from api.citizen.ask.place_words import place_parts
from geo.finding.finder import Finder, Found
from geo.finding.finder import Match as ProcedureMatch
from geo.one_box.understand import (
    Understood,
    sure_place,
    sure_procedure,
    understand,
    understand_place,
    understand_procedure,
)
from geo.places.place_hit import PlaceHit
from geo.procedure_list import ProcedureName
from geo.procedures import find_procedure

Step = Literal["both", "what", "cases", "nothing", "where", "places", "nowhere", "answer"]
"""Ask for both; for what is needed: anew, of cases, or after nothing was found; for where; or show the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStep:
    """`procedure` and `where` (parts of an address) are known; `what` and `place` are the words that are not settled.

    `cases` are the procedures and `places` the places that those may mean.
    """

    step: Step
    procedure: ProcedureName | None = None
    where: dict[str, str]
    what: str = ""
    place: str = ""
    cases: tuple[ProcedureMatch, ...] = ()
    places: tuple[PlaceHit, ...] = ()
    found: Found | None = None


def find_ask_step(session: Session, finder: Finder, form: AskForm) -> AskStep:
    """Raises: UnknownProcedure, InvalidQuery for a text that is too long, SearchTimedOut."""
    chosen = find_procedure(session, form.procedure).name if form.procedure else None
    understood = _understood(session, finder, form, chosen)
    procedure, where = chosen, form.where()
    cases = understood.found.matches if understood.found else ()
    if form.change == "what":
        procedure = None
    elif procedure is None and (sure := sure_procedure(cases)):
        procedure, cases = sure.procedure, ()
    places = understood.places
    if form.change == "place":
        where = {}
    elif not where and (hit := sure_place(places)):
        where, places = place_parts(hit), ()
    return AskStep(
        step=_step(form, understood, procedure, where, cases, places),
        procedure=procedure,
        where=where,
        what="" if procedure else understood.what,
        place="" if where else understood.where,
        cases=() if procedure else cases,
        places=() if where else places,
        found=understood.found,
    )


def _understood(session: Session, finder: Finder, form: AskForm, chosen: ProcedureName | None) -> Understood:
    """A text for both is for the one that is not known, where the other is."""
    what, place = form.what, form.place
    if form.q.strip() and not what and not place:
        if chosen is None and not form.where():
            return understand(session, finder, form.q)
        what, place = (form.q, "") if chosen is None else ("", form.q)
    return Understood(
        what=" ".join(what.split()),
        where=" ".join(place.split()),
        found=understand_procedure(session, finder, what),
        places=understand_place(session, place),
    )


def _step(  # noqa: PLR0913, PLR0917 - one answer for each thing that may be missing
    form: AskForm,
    understood: Understood,
    procedure: ProcedureName | None,
    where: dict[str, str],
    cases: tuple[ProcedureMatch, ...],
    places: tuple[PlaceHit, ...],
) -> Step:
    if procedure is None:
        if cases:
            return "cases"
        if understood.what:
            return "nothing"
        return "what" if where or places or form.change or form.missing else "both"
    if where:
        return "answer"
    if places:
        return "places"
    return "nowhere" if understood.where else "where"
