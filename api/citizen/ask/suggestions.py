"""`/suggestions`: what the one box offers while somebody types, in the words of the page's language."""

from typing import Annotated, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from api.citizen.ask.place_words import place_in_words, place_parts
from api.database_session import AppFinder, DatabaseSession
from api.pages.languages import language_of
from api.v1.parameters import PlainText
from geo.finding.finder import Match
from geo.one_box.suggest import Kind, suggest
from geo.places.place_hit import PlaceHit

router = APIRouter()


class SuggestionsForm(BaseModel):
    """`kind`: what the words say: what is needed, where, or both."""

    model_config = ConfigDict(frozen=True)
    q: PlainText = ""
    kind: Kind = "both"


class Suggestion(BaseModel):
    """`parts` is what goes into the address; `note` stands below the name."""

    model_config = ConfigDict(frozen=True)
    name: str
    note: str
    parts: dict[str, str]

    @classmethod
    def of_procedure(cls, match: Match, language: str) -> Self:
        procedure, reason = match.procedure, match.reason
        return cls(
            name=procedure.title_th if language == "th" else procedure.title_en or procedure.title_th,
            note=reason.text if reason.part == "common_name" else "",
            parts={"procedure": procedure.code},
        )

    @classmethod
    def of_place(cls, hit: PlaceHit, language: str) -> Self:
        return cls(name=place_in_words(hit, language), note="", parts=place_parts(hit))


class SuggestionList(BaseModel):
    """`what` are the words that stay in the box when a place is chosen, `where` those when a procedure is."""

    model_config = ConfigDict(frozen=True)
    what: str
    where: str
    procedures: list[Suggestion]
    places: list[Suggestion]


@router.get("/suggestions")
def list_suggestions(
    request: Request,
    response: Response,
    session: DatabaseSession,
    finder: AppFinder,
    form: Annotated[SuggestionsForm, Query()],
) -> SuggestionList:
    language = language_of(request.url.path)
    response.headers["X-Robots-Tag"] = "noindex"
    suggested = suggest(session, finder, form.q, kind=form.kind)
    places = [Suggestion.of_place(hit, language) for hit in suggested.places]
    return SuggestionList(
        what=suggested.what,
        where=suggested.where,
        procedures=[Suggestion.of_procedure(match, language) for match in suggested.procedures],
        places=[place for place in places if place.parts],
    )
