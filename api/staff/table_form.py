"""The form above a table for staff: its fields stand in the address of the table, of its pages and of its files.

A form is a frozen dataclass whose fields are texts, each `PlainText` and empty as long as nothing is asked; with
`Annotated[TheForm, Depends()]` a route gets it as it was typed.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.languages import prefix_of
from geo.words import N_

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SHOWN_NAMES: Mapping[str, str] = {"yes": N_("shown"), "no": N_("hidden")}

YES_OR_NO: Mapping[str, bool] = {"yes": True, "no": False}
"""What is asked by a choice of the two; anything else is not asked."""


def query_of(form: "DataclassInstance", **other: object) -> str:
    """The query of the first page as `form` narrows the table, but with these `other` values, such as `after`."""
    values = asdict(form) | {"after": ""} | other
    return urlencode({name: value for name, value in values.items() if value})


def table_href(path: str, form: "DataclassInstance", language: str, ending: str = "", **other: object) -> str:
    """Of the page `/staff/{path}`, or with an `ending` (such as '.csv') of the file with all that it shows."""
    query = query_of(form, **other)
    return f"{prefix_of(language)}/staff/{path}{ending}" + (f"?{query}" if query else "")
