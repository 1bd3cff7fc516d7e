"""Whose procedures: ministry, department, agency, three lists each filled by the choice in the one before."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.pages.phrase import Phrase, phrase
from api.staff.choices import Choice
from geo.models import Agency
from geo.staff.offerings.owners import OwnerChoice, find_department, find_owners
from geo.words import N_, translate

OWN, ALL = "", "all"
"""What the first list sends for the point's own department, and for every department."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLists:
    """A list without choices is not shown. `chosen`: code of the agency whose procedures these are; '' for all."""

    ministries: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    ministry: str
    department: str
    agency: str
    chosen: str
    own_department: Phrase
    own_department_code: str


def find_owner_lists(  # noqa: PLR0913, PLR0917 - three lists
    session: Session, point_agency: Agency, ministry: str, department: str, agency: str, language: str
) -> OwnerLists:
    """A choice that is not in its list is a leftover of another choice before: it is let go."""
    own = find_department(session, point_agency)
    own_name = phrase(language, own.name_th, own.name_en)
    special = (
        Choice(OWN, translate(N_("Its own department: {name}"), language, name=own_name)),
        Choice(ALL, translate(N_("All departments"), language)),
    )
    ministries = (*special, *_choices(find_owners(session), language))
    ministry = _kept(ministry, ministries)
    departments = _choices(find_owners(session, ministry), language) if ministry not in (OWN, ALL) else ()
    department = _kept(department, departments)
    agencies = _choices(find_owners(session, department), language) if department else ()
    agency = _kept(agency, agencies)
    chosen = own.code if ministry == OWN else "" if ministry == ALL else agency or department or ministry
    return OwnerLists(
        ministries=ministries,
        departments=departments,
        agencies=agencies,
        ministry=ministry,
        department=department,
        agency=agency,
        chosen=chosen,
        own_department=own_name,
        own_department_code=own.code,
    )


def _choices(owners: list[OwnerChoice], language: str) -> tuple[Choice, ...]:
    return tuple(Choice(one.code, str(phrase(language, one.name_th, one.name_en))) for one in owners)


def _kept(value: str, choices: tuple[Choice, ...]) -> str:
    return value if any(choice.value == value for choice in choices) else ""
