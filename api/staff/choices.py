"""Lists to choose from in the forms of staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.ask.area_lists import AreaLists, find_area_lists
from geo.agency_kinds import KindList, agency_kinds
from geo.errors import UnknownArea
from geo.staff.actor import Actor
from geo.staff.agency_tree import find_agency_choices
from geo.words import translate


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str


def word_choices(words: Mapping[str, str], language: str) -> tuple[Choice, ...]:
    """Of words that stand in the catalogues, by what a form sends for them."""
    return tuple(Choice(value, translate(word, language)) for value, word in words.items())


def kind_choices(kind_list: KindList, language: str) -> tuple[Choice, ...]:
    """Of the kinds of agencies."""
    return tuple(Choice(one.code, one.name.render(language)) for one in agency_kinds(kind_list).values())


def agency_options(session: Session, actor: Actor, action: str) -> tuple[str, ...]:
    """'0150800000000 กรมการพัฒนาชุมชน', which `find_agency_code` reads: any other agency can be typed as well."""
    return tuple(f"{code} {name}" for code, name in find_agency_choices(session, actor, action))


def areas_to_choose(session: Session, province: str, district: str, language: str) -> AreaLists:
    """Without a choice where there is no such area, of which the table itself says so."""
    try:
        return find_area_lists(session, province, district, "", language)
    except UnknownArea:
        return find_area_lists(session, "", "", "", language)
