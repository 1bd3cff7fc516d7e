"""What a search wants to know from the database next: its steps neither wait nor know who does."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select


class Ask(NamedTuple):
    statement: Select[*tuple[Any, ...]]
    values: Mapping[str, Any]


Rows = Sequence[Sequence[Any]]
