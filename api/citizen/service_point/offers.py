"""What a service point offers, by category, and looked through by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.ask.procedure_choices import Choice, choice
from api.pages.phrase import Phrase, phrase
from geo.finding.language.normal_form import normal_form
from geo.procedure_list import ProcedureName
from geo.tags import find_first_labels
from geo.words import N_, Name, translate

SEARCHED_FROM = 8
"""With fewer procedures a box to search them would be in the way."""


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Procedures of one category."""

    name: Phrase
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """`value` is what the parameter says to choose it."""

    value: str
    name: Phrase
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """`total` is all that the office offers; `groups` what is left of it by the words and the category chosen."""

    total: int
    groups: tuple[OfferGroup, ...]
    categories: tuple[Category, ...]
    text: str

    @property
    def is_searched(self) -> bool:
        return self.total >= SEARCHED_FROM

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or any(one.chosen for one in self.categories))

    @property
    def found(self) -> int:
        return sum(len(group.choices) for group in self.groups)


def find_offers(
    session: Session, procedures: Sequence[ProcedureName], text: str, category: str, language: str
) -> Offers:
    """Each procedure stands under the first of its categories; those without one come last."""
    labels = find_first_labels(session, [one.id for one in procedures], "category")
    names = {name.th: name for name in labels.values()}
    by_category: dict[str, list[ProcedureName]] = {name: [] for name in sorted(names)}
    for one in procedures:
        by_category.setdefault(labels[one.id].th if one.id in labels else "", []).append(one)
    words = normal_form(text).split()
    groups = (
        (name, [one for one in group if _has(one, words)])
        for name, group in by_category.items()
        if not category or name == category
    )
    return Offers(
        total=len(procedures),
        groups=tuple(
            OfferGroup(_name(names.get(name), language), tuple(choice(one, language) for one in group))
            for name, group in groups
            if group
        ),
        categories=tuple(
            Category(name, _name(names[name], language), len(group), name == category)
            for name, group in by_category.items()
            if name
        ),
        text=text,
    )


def _has(procedure: ProcedureName, words: Sequence[str]) -> bool:
    """Every word stands somewhere in its names; Thai is written without spaces, so any part of a name will do."""
    names = (procedure.title_th, procedure.title_en or "", *procedure.common_names_th, *procedure.common_names_en)
    searched = " ".join(map(normal_form, names))
    return all(word in searched for word in words)


def _name(category: Name | None, language: str) -> Phrase:
    if category is None:
        return Phrase(translate(N_("Other matters"), language), language, language)
    return phrase(language, category.th, category.en)
