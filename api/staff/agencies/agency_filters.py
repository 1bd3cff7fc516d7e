"""What the list of agencies is filtered by: what was chosen, what there is to choose from, and how to take one off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.pages.phrase import phrase
from api.staff.audit_log.record_words import LEVEL_NAMES, value_in_words
from api.staff.choices import Choice, kind_choices, word_choices
from api.staff.table_form import SHOWN_NAMES, YES_OR_NO, table_href
from api.v1.parameters import PlainText
from geo.models import AGENCY_LEVELS
from geo.staff.actor import Actor
from geo.staff.agency_tree import TreeQuery, find_above_choices
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFilters:
    """As they were typed and chosen."""

    q: PlainText = ""
    ministry: PlainText = ""
    department: PlainText = ""
    level: PlainText = ""
    type: PlainText = ""
    subtype: PlainText = ""
    category: PlainText = ""
    shown: PlainText = ""


Asked = Annotated[AgencyFilters, Depends()]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is in use; `href` is the list without it."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyChoices:
    """`departments` are those of the ministry that is chosen, or all."""

    ministries: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    types: tuple[Choice, ...]
    subtypes: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    shown: tuple[Choice, ...]


def tree_query(filters: AgencyFilters, *, after: int = 0, limit: int = 200) -> TreeQuery:
    """Raises: InvalidQuery."""
    return TreeQuery(
        text=filters.q,
        ministry=filters.ministry,
        department=filters.department,
        level=filters.level,
        type=filters.type,
        subtype=filters.subtype,
        category=filters.category,
        shown=YES_OR_NO.get(filters.shown),
        after=after,
        limit=limit,
    )


def find_agency_filter_choices(session: Session, actor: Actor, filters: AgencyFilters, language: str) -> AgencyChoices:
    return AgencyChoices(
        ministries=above_choices(session, actor, "ministry", "", language),
        departments=above_choices(session, actor, "department", filters.ministry, language),
        levels=word_choices({one: LEVEL_NAMES[one] for one in AGENCY_LEVELS}, language),
        types=kind_choices("type", language),
        subtypes=kind_choices("subtype", language),
        categories=kind_choices("category", language),
        shown=word_choices(SHOWN_NAMES, language),
    )


def above_choices(session: Session, actor: Actor, level: str, below: str, language: str) -> tuple[Choice, ...]:
    """Ministries or departments to choose from, by code."""
    found = find_above_choices(session, actor, level, below)
    return tuple(Choice(code, str(phrase(language, th, en))) for code, th, en in found)


def agencies_href(filters: AgencyFilters, language: str, ending: str = "", after: int = 0) -> str:
    """Of the list with these filters, or of the file with what it shows."""
    return table_href("agencies", filters, language, ending, after=after)


def filter_chips(filters: AgencyFilters, choices: AgencyChoices, language: str) -> tuple[Chip, ...]:
    return tuple(
        Chip(agencies_href(replace(filters, **without), language), text)
        for without, text in _in_words(filters, choices, language)
    )


def _in_words(filters: AgencyFilters, choices: AgencyChoices, language: str) -> Iterator[tuple[Mapping[str, str], str]]:
    if filters.q.strip():
        yield {"q": ""}, translate(N_("“{text}”"), language, text=filters.q.strip())
    for name, offered in (("ministry", choices.ministries), ("department", choices.departments)):
        code = getattr(filters, name)
        if code:
            yield {name: ""}, next((one.name for one in offered if one.value == code), code)
    for name in ("level", "type", "subtype", "category"):
        code = getattr(filters, name)
        if code:
            yield {name: ""}, value_in_words(name, code, language)
    if filters.shown in SHOWN_NAMES:
        yield {"shown": ""}, translate(SHOWN_NAMES[filters.shown], language)
