"""What the fields of agencies and service points are called on pages for staff, and the words of ours they hold."""

from collections.abc import Mapping
from typing import Any

from api.staff.audit_log.hours_words import expression_in_words
from geo.agency_kinds import kind_name
from geo.nearest.filters import GECC_NAMES
from geo.words import N_, translate

RECORD_FIELD_NAMES = {
    "agency": N_("Agency"),
    "name_th": N_("Name in Thai"),
    "name_en": N_("Name in English"),
    "type": N_("Type"),
    "subtype": N_("Subtype"),
    "category": N_("Category"),
    "level": N_("Level"),
    "address_th": N_("Address in Thai"),
    "address_en": N_("Address in English"),
    "subdistrict_code": N_("Subdistrict"),
    "postcode": N_("Postcode"),
    "phone": N_("Telephone numbers"),
    "website": N_("Website"),
    "registered_email": N_("E-mail for official letters"),
    "petitions_email": N_("E-mail for petitions"),
    "position": N_("Coordinates"),
    "opening_hours": N_("Opening hours"),
    "hours_note": N_("Note on the hours"),
    "gecc_level": N_("GECC level"),
    "no_copy": N_("Asks for no paper copies"),
    "accessible": N_("Wheelchair access"),
    "languages": N_("Languages besides Thai"),
    "areas_served": N_("Areas served"),
    "important": N_("Important service point"),
    "important_kind": N_("Kind of important service point"),
    "notes": N_("Notes for staff"),
    "shown": N_("Status"),
    "parent": N_("Part of"),
    "reason": N_("Reason"),
}

PROCEDURE_KIND_NAMES = {"permit": N_("permit under the Facilitation Act"), "other": N_("other service")}

PROCEDURE_FIELD_NAMES = {
    "title_th": N_("Title in Thai"),
    "title_en": N_("Title in English"),
    "kind": N_("Kind"),
    "common_names_th": N_("What people call it"),
    "common_names_en": N_("What people call it in English"),
    "category": N_("Service categories"),
    "user_group": N_("User groups"),
    "free": N_("Free tags"),
    "jurisdiction": N_("Where one must go"),
    "jurisdiction_of": N_("Whose place counts"),
    "areas": N_("Only in these areas"),
    "online_url": N_("Web address where it is done online"),
    "merged_into": N_("It has become part of"),
    "service_points": N_("Service points that offer it now"),
    "in_list": N_("In the list to choose from"),
}

LEVEL_NAMES = {
    "central": N_("central"),
    "province": N_("province"),
    "district": N_("district"),
    "subdistrict": N_("subdistrict"),
    "ministry": N_("ministry"),
    "department": N_("department"),
    "agency": N_("agency"),
}

_YES_NO = {True: N_("Yes"), False: N_("No")}

RECORD_VALUES: Mapping[str, Mapping[Any, str]] = {
    "level": LEVEL_NAMES,
    "gecc_level": {"none": N_("none"), **GECC_NAMES},
    "no_copy": _YES_NO,
    "accessible": _YES_NO,
    "important": _YES_NO,
    "shown": {True: N_("shown"), False: N_("hidden")},
    "in_list": _YES_NO,
}
"""By field; what is not here is shown as it is."""


def value_in_words(field: str, value: object, language: str) -> str:
    """Empty where there is none."""
    if field == "opening_hours" and isinstance(value, str):
        return expression_in_words(value, language)
    words = RECORD_VALUES.get(field, {})
    if isinstance(value, str | bool) and value in words:
        return translate(words[value], language)
    if isinstance(value, str):
        return kind_name(field, value, language)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
