"""The links of a question: each case or place to choose, with everything else that was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.ask.ask_form import AskForm
from api.citizen.ask.place_words import place_in_words, place_parts
from api.citizen.ask.procedure_choices import Choice, Choices
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase
from geo.areas import find_area_chain
from geo.finding.language.normal_form import is_thai
from geo.one_box.understand import understand_place
from geo.places.place_hit import PlaceHit
from geo.words import N_, translate


@dataclass(frozen=True, slots=True)
class CaseLink:
    choice: Choice
    href: str


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases of one thing, under the name they share; None for those that share none with another."""

    family: Phrase | None
    cases: tuple[CaseLink, ...]


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """`note` says that the name is that of an area which is no more."""

    name: str
    href: str
    note: str | None = None


def case_groups(choices: Choices, form: AskForm, kept: dict[str, str], language: str) -> tuple[CaseGroup, ...]:
    def link(choice: Choice) -> CaseLink:
        return CaseLink(choice, form.href(prefix_of(language), **{**kept, "procedure": choice.code}))

    grouped = groupby(choices.matches, lambda choice: choice.family)
    return tuple(
        CaseGroup(
            Phrase(family, "th" if is_thai(family) else "en", language) if family else None,
            tuple(link(choice) for choice in of_family),
        )
        for family, of_family in grouped
    )


def place_links(places: Iterable[PlaceHit], form: AskForm, kept: dict[str, str], language: str) -> Iterator[PlaceLink]:
    for hit in places:
        if parts := place_parts(hit):
            href = form.href(prefix_of(language), **{**kept, **parts})
            yield PlaceLink(place_in_words(hit, language), href, _abolished_in_words(hit, language))


def namesake_links(session: Session, form: AskForm, kept: dict[str, str], language: str) -> list[PlaceLink]:
    """Other places of the same name as the area that is to be changed."""
    if not form.area:
        return []
    area = find_area_chain(session, form.area)[-1]
    # Bangkok's districts have their word in their name, and nobody else's have that
    hits = understand_place(session, area.name_th.removeprefix("เขต").removeprefix("แขวง"))
    return list(place_links((hit for hit in hits if hit.code != area.code), form, kept, language))


def _abolished_in_words(hit: PlaceHit, language: str) -> str | None:
    if hit.abolished is None:
        return None
    name = hit.abolished.name_th if language == "th" else hit.abolished.name_en or hit.abolished.name_th
    return translate(N_("today's name of {old}"), language, old=name)
