"""The areas that an agency or a service point serves: how they are written in files, and how they are merged."""

from typing import Literal

from geo.errors import UnknownArea
from geo.thai_digits import in_arabic_digits
from ingest.kinds.check_row import RowCheck
from ingest.kinds.kind import Db
from ingest.statements import statements

_SQL = statements(__file__)


class Areas:
    """Provinces, districts and subdistricts, in force and abolished: the database leads abolished codes on."""

    def __init__(self, db: Db) -> None:
        self._codes = frozenset(code for (code,) in db.execute("SELECT code FROM area").fetchall())

    def check(self, check: RowCheck, column: str = "areas_served") -> list[str]:
        """Codes in order, each once; those of no area are faults."""
        return sorted(self.as_written(check, column))

    def as_written(self, check: RowCheck, column: str) -> list[str]:
        """The same in the order of the file."""
        codes = list(dict.fromkeys(in_arabic_digits(code) for code in check.words(column)))
        for code in codes:
            if code not in self._codes:
                check.fault(column, UnknownArea(code).sentence)
        return codes


class ServedMerge:
    """Brings `area_served` to the column `areas_served` of `staged`; what has no such column stays as it is."""

    def __init__(self, db: Db, owner: Literal["agency", "service_point"]) -> None:
        """Finds out what differs: its codes are in the table `served_change`, for whoever counts changes."""
        self._db = db
        self._owner = owner
        self._count = db.execute(_SQL["mark"].format(owner=owner)).rowcount

    def finish(self) -> None:
        """When all owners are stored."""
        if self._count:  # each statement would tell all service points to look again, be it about nothing
            self._db.execute(_SQL["remove"].format(owner=self._owner))
            self._db.execute(_SQL["add"].format(owner=self._owner))
        self._db.execute("DROP TABLE served_change")
