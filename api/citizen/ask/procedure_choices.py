"""The procedures to choose from: what was typed leads to a few cases, and a short list needs no typing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.procedure.label_links import LabelLink, label_links
from api.pages.phrase import Phrase, phrase
from geo.finding.finder import Finder, Found, Match
from geo.finding.reason import REASON_NAMES, Reason
from geo.procedure_list import MAXIMUM_LIMIT, ProcedureName, ProcedureQuery, find_procedures, has_procedures
from geo.words import translate

SHOWN_MATCHES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`common_names` are in the page's language, the one that was found by first.

    `reason` is what was found by where that is no name in `common_names`, and `reason_name` says what it is.
    `family` is the name it shares with others of the choices.
    """

    code: str
    title: Phrase
    common_names: tuple[str, ...]
    agency: Phrase
    reason: Phrase | None = None
    reason_name: str = ""
    family: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    agency: Phrase
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`matches` to what was typed; with nothing typed, `groups` has all of them, or none when they are too many.

    `nearest_categories`: where to look further when there is no match.
    """

    text: str
    matches: tuple[Choice, ...] = ()
    has_more: bool = False
    groups: tuple[ChoiceGroup, ...] = ()
    nearest_categories: tuple[LabelLink, ...] = ()


def find_choices(session: Session, finder: Finder, text: str, language: str) -> Choices:
    """Raises: InvalidQuery for a text that is too long."""
    text = " ".join(text.split())
    if not text:
        return Choices(text="", groups=find_groups(session, language))
    return choices_found(finder.find(session, ProcedureQuery(text=text, limit=SHOWN_MATCHES + 1)), text, language)


def choices_found(found: Found, text: str, language: str) -> Choices:
    return Choices(
        text=text,
        matches=families_together(_match_choice(match, language) for match in found.matches[:SHOWN_MATCHES]),
        has_more=len(found.matches) > SHOWN_MATCHES,
        nearest_categories=label_links(found.nearest_categories, language),
    )


def families_together(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """In the same order, but for cases of one thing, which follow the first of them."""
    families: dict[str, list[Choice]] = {}
    for one in choices:
        families.setdefault(one.family or one.code, []).append(one)
    return tuple(one for family in families.values() for one in family)


def find_groups(session: Session, language: str) -> tuple[ChoiceGroup, ...]:
    """All procedures under their agencies, or nothing when a list would be too long to look through."""
    if has_procedures(session, MAXIMUM_LIMIT):
        return ()
    return group_by_agency(find_procedures(session, ProcedureQuery(limit=MAXIMUM_LIMIT)), language)


def group_by_agency(names: list[ProcedureName], language: str) -> tuple[ChoiceGroup, ...]:
    """Agencies in the order of their codes, which keeps departments of a ministry together."""
    ordered = sorted(names, key=lambda name: name.agency_code)
    return tuple(
        ChoiceGroup(
            agency=phrase(language, group[0].agency_name_th, group[0].agency_name_en),
            choices=tuple(choice(name, language) for name in group),
        )
        for group in (list(names) for _code, names in groupby(ordered, lambda name: name.agency_code))
    )


def choice(name: ProcedureName, language: str) -> Choice:
    return Choice(
        code=name.code,
        title=phrase(language, name.title_th, name.title_en),
        common_names=tuple(_common_names(name, language)),
        agency=phrase(language, name.agency_name_th, name.agency_name_en),
    )


def _match_choice(match: Match, language: str) -> Choice:
    plain = replace(choice(match.procedure, language), family=match.family)
    reason = match.reason
    if reason.text in plain.common_names:
        return replace(plain, common_names=tuple(_first(reason, plain.common_names)))
    if reason.part in ("code", "title"):
        return plain
    told = Phrase(reason.text, reason.language, language)
    return replace(plain, reason=told, reason_name=translate(REASON_NAMES[reason.part], language))


def _common_names(name: ProcedureName, language: str) -> Sequence[str]:
    return name.common_names_th if language == "th" else name.common_names_en or name.common_names_th


def _first(reason: Reason, names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: name != reason.text)
