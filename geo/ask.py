"""What a search wants to know from the database next: its steps neither wait nor know who does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Ask:
    statement: Select[*tuple[Any, ...]]
    values: Mapping[str, Any]


Rows = Sequence[Sequence[Any]]
