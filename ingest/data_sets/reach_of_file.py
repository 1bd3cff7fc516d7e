"""Whose records a file may touch: those that its sender looks after, in the agency that the data set is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.staff.actor import Reach
from geo.words import N_, Sentence
from ingest.kinds.kind import Db

_AGENCIES = "SELECT a.code, a.name_th, a.path, p.code FROM agency a LEFT JOIN agency p ON p.id = a.parent_id"
_POINTS = "SELECT s.code, s.name_th, s.id, a.code FROM service_point s JOIN agency a ON a.id = s.agency_id"
_ODD_PHONES = "SELECT code, phone FROM service_point WHERE phone ~ '^[1-9][0-9]{7,8}$'"


@dataclass(frozen=True, slots=True)
class KnownPoint:
    agency_code: str
    is_within: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReach:
    """Names of all agencies by code, and those within reach; the same of service points where the kind needs them."""

    everywhere: bool
    agency_names: Mapping[str, str]
    agency_parents: Mapping[str, str | None]
    agencies: frozenset[str]
    point_names: Mapping[str, str]
    points: Mapping[str, KnownPoint]
    odd_phones: Mapping[str, str]
    """Telephone numbers that look as if they had lost their zero, and are stored like this."""

    def outside_point(self, code: str) -> Sentence | None:
        """Why a service point that exists is not to be touched; None where it may, or does not exist."""
        known = self.points.get(code)
        if known is None or known.is_within:
            return None
        message = N_("The service point {code} belongs to {agency}, which you do not look after.")
        agency = self.agency_names.get(known.agency_code, known.agency_code)
        return Sentence(message, {"code": code, "agency": agency})

    def outside_agency(self, code: str) -> Sentence | None:
        """The same of an agency."""
        if code not in self.agency_names or code in self.agencies:
            return None
        message = N_("You do not look after {agency} ({code}).")
        return Sentence(message, {"code": code, "agency": self.agency_names[code]})


def find_file_reach(db: Db, reach: Reach, agency_id: int | None, *, with_points: bool) -> FileReach:
    """`agency_id` is the data set's; None leaves it at what the sender looks after."""
    names: dict[str, str] = {}
    parents: dict[str, str | None] = {}
    within: set[str] = set()
    for code, name, path, parent in db.execute(_AGENCIES):
        names[code], parents[code] = name, parent
        if (reach.everywhere or set(reach.agency_ids) & set(path)) and (agency_id is None or agency_id in path):
            within.add(code)
    point_names: dict[str, str] = {}
    points: dict[str, KnownPoint] = {}
    if with_points:
        own = frozenset(reach.service_point_ids) if agency_id is None else frozenset[int]()
        for code, name, point_id, agency_code in db.execute(_POINTS):
            point_names[code] = name
            points[code] = KnownPoint(agency_code, agency_code in within or point_id in own)
    return FileReach(
        everywhere=reach.everywhere and agency_id is None,
        agency_names=names,
        agency_parents=parents,
        agencies=frozenset(within),
        point_names=point_names,
        points=points,
        odd_phones=dict(db.execute(_ODD_PHONES).fetchall()) if with_points else {},
    )
