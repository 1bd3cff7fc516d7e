"""The procedures to choose from: what was typed leads to a few cases, and a short list needs no typing."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.phrase import Phrase, phrase
from geo.procedures import MAXIMUM_LIMIT, ProcedureName, ProcedureQuery, find_procedures

SHOWN_MATCHES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`common_names` are in the page's language, the ones that hold the typed words first."""

    code: str
    title: Phrase
    common_names: tuple[str, ...]
    agency: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    agency: Phrase
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`matches` to what was typed; with nothing typed, `groups` has all of them, or none when they are too many."""

    text: str
    chosen: str | None
    matches: tuple[Choice, ...] = ()
    has_more: bool = False
    groups: tuple[ChoiceGroup, ...] = ()


def find_choices(session: Session, text: str, language: str, chosen: str | None = None) -> Choices:
    """Raises: InvalidQuery for a text that is too long."""
    text = " ".join(text.split())
    if not text:
        return Choices(text="", chosen=chosen, groups=find_groups(session, language))
    found = find_procedures(session, ProcedureQuery(text=text, limit=SHOWN_MATCHES + 1))
    matches = tuple(choice(name, language, text) for name in found[:SHOWN_MATCHES])
    if chosen is None and len(matches) == 1:
        chosen = matches[0].code
    return Choices(text=text, chosen=chosen, matches=matches, has_more=len(found) > SHOWN_MATCHES)


def find_groups(session: Session, language: str) -> tuple[ChoiceGroup, ...]:
    """All procedures under their agencies, or nothing when a list would be too long to look through."""
    names = find_procedures(session, ProcedureQuery(limit=MAXIMUM_LIMIT))
    return () if len(names) == MAXIMUM_LIMIT else group_by_agency(names, language)


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


def choice(name: ProcedureName, language: str, text: str = "") -> Choice:
    common_names = name.common_names_th if language == "th" else name.common_names_en or name.common_names_th
    matching_first = sorted(common_names, key=lambda common: text.casefold() not in common.casefold())
    return Choice(
        code=name.code,
        title=phrase(language, name.title_th, name.title_en),
        common_names=tuple(matching_first),
        agency=phrase(language, name.agency_name_th, name.agency_name_en),
    )
