"""How old what we know is: the versions that the database counts of its data and of its calendar."""

from functools import cache
from typing import Any

from sqlalchemy import Select, select

from geo.models import Calendar, DataVersion


@cache
def versions_statement() -> Select[*tuple[Any, ...]]:
    """One row: the versions of the calendar and of the data."""
    return select(select(Calendar.version).scalar_subquery(), select(DataVersion.version).scalar_subquery())
