"""The kinds of files that staff may upload, and what a data set of each kind is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.words import N_
from ingest.kinds.agencies import AGENCIES
from ingest.kinds.kind import Kind
from ingest.kinds.offerings import OFFERINGS
from ingest.kinds.service_points import SERVICE_POINTS

Record = Literal["service_point", "agency", "offering"]
"""A table, which is also the word of the audit log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetKind:
    """`can_be_complete`: what a file has not may be hidden, or taken off."""

    kind: Kind
    name: str
    record: Record
    can_be_complete: bool

    @property
    def code_columns(self) -> tuple[str, ...]:
        return tuple(column for column in self.kind.columns if column.endswith("code") and column not in _NOT_OURS)


_NOT_OURS = ("subdistrict_code", "postcode")
"""These never begin with zero, so that a spreadsheet does them no harm."""

SET_KINDS: Mapping[str, SetKind] = {
    one.kind.name: one
    for one in (
        SetKind(kind=SERVICE_POINTS, name=N_("Service points"), record="service_point", can_be_complete=True),
        SetKind(kind=OFFERINGS, name=N_("What service points offer"), record="offering", can_be_complete=True),
        SetKind(kind=AGENCIES, name=N_("Agencies"), record="agency", can_be_complete=False),
    )
}
