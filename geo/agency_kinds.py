"""How agencies are sorted: by kind of body, by part of the state, by field of work. The lists: `agency_kinds.csv`.

Three questions that can be asked of every agency, and combined; docs/agency-kinds.md says where the lists are
from. A type says which subtypes go with it, the usual one first.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from geo.errors import InvalidQuery
from geo.words import N_, Name

KindList = Literal["type", "subtype", "category"]
KIND_LISTS: tuple[KindList, ...] = ("type", "subtype", "category")


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """One entry of a list; `subtypes` are codes, of types only."""

    code: str
    name: Name
    subtypes: tuple[str, ...]


@cache
def agency_kinds(kind_list: KindList) -> Mapping[str, AgencyKind]:
    """By code, in the order of the file."""
    with (files("geo") / "agency_kinds.csv").open(encoding="utf-8") as lines:
        return {
            row["code"]: AgencyKind(row["code"], Name(row["name_th"], row["name_en"]), tuple(row["subtypes"].split()))
            for row in csv.DictReader(lines)
            if row["list"] == kind_list
        }


def kind_name(kind_list: str, code: str, language: str) -> str:
    """The code as it is where the list does not have it, or there is no such list."""
    for one in KIND_LISTS:
        if one == kind_list and code in agency_kinds(one):
            return agency_kinds(one)[code].name.render(language)
    return code


def check_kind(kind_list: KindList, code: str) -> None:
    """Raises: InvalidQuery for a code that is neither empty nor in the list."""
    if code and code not in agency_kinds(kind_list):
        message = N_("'{value}' is none of: {choices}.")
        raise InvalidQuery(message, field=kind_list, value=code, choices=", ".join(agency_kinds(kind_list)))


def usual_subtype(type_code: str) -> str:
    return agency_kinds("type")[type_code].subtypes[0]


def go_together(type_code: str | None, subtype: str | None) -> bool:
    """Also where one of them is not said, or the list has changed since."""
    one = agency_kinds("type").get(type_code or "")
    return one is None or subtype is None or subtype in one.subtypes


def subtypes_of(type_code: str) -> Name:
    """What goes with the type, in words."""
    names = [agency_kinds("subtype")[code].name for code in agency_kinds("type")[type_code].subtypes]
    return Name(", ".join(name.th for name in names), ", ".join(name.en or name.th for name in names))
