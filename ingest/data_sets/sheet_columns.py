"""What the columns of an officer's sheet are called, in both languages, and which column a header means."""

import re
from collections.abc import Mapping
from dataclasses import replace

from geo.words import N_, translate
from ingest.row import Table, column_name

COLUMN_NAMES: Mapping[str, str] = {
    "code": N_("Code"),
    "agency_code": N_("Code of the agency"),
    "parent_code": N_("Code of the agency above"),
    "level": N_("Level"),
    "name_th": N_("Name in Thai"),
    "name_en": N_("Name in English"),
    "type": N_("Type"),
    "subtype": N_("Subtype"),
    "category": N_("Category"),
    "address_th": N_("Address in Thai"),
    "subdistrict_code": N_("Code of the subdistrict"),
    "postcode": N_("Postcode"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "phone": N_("Telephone numbers"),
    "email": N_("E-mail address"),
    "opening_hours": N_("Opening hours"),
    "hours_note": N_("Note on the hours"),
    "note_th": N_("Note"),
    "gecc_level": N_("GECC level"),
    "no_copy": N_("Asks for no paper copies"),
    "accessible": N_("Wheelchair access"),
    "languages": N_("Languages besides Thai"),
    "areas_served": N_("Codes of the areas served"),
    "service_point_code": N_("Code of the service point"),
    "procedure_code": N_("Code of the procedure"),
    "shown": N_("Status"),
    "row": N_("Row"),
    "reason": N_("Reason"),
}

ABOUT_REFUSALS = frozenset({"file", "row", "column", "reason"})
"""Columns of the file of refused rows, which say something to people and are passed over when it comes back."""

_IN_BRACKETS = re.compile(r"\(([a-z_]+)\)$")


def sheet_title(column: str) -> str:
    """'รหัส | Code (code)': whoever reads it knows what it is, and so do we when it comes back."""
    name = COLUMN_NAMES[column]
    return f"{translate(name, 'th')} | {translate(name, 'en')} ({column})"


def with_known_columns(table: Table) -> Table:
    """Headers as sheets have them, or in the words of either language, are the columns' own names."""
    if table.columns is not None:
        names = {name: _column(name) for name in table.columns}
        if len(set(names.values())) == len(names):
            rows = (replace(row, values={names.get(k, k): v for k, v in row.values.items()}) for row in table.rows)
            return replace(table, columns=tuple(names.values()), rows=rows)
        return table
    rows = (replace(row, values={_column(name): value for name, value in row.values.items()}) for row in table.rows)
    return replace(table, rows=rows)


def _column(name: str) -> str:
    bracketed = _IN_BRACKETS.search(name)
    if bracketed is not None and bracketed[1] in COLUMN_NAMES:
        return bracketed[1]
    return name if name in COLUMN_NAMES else _WORDS.get(name, name)


_WORDS = {
    column_name(translate(word, language)): column for column, word in COLUMN_NAMES.items() for language in ("en", "th")
}
