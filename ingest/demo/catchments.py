"""Which districts each office serves, where the offices of a kind divide a province among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.demo.ground import distance_m
from ingest.demo.office_kinds import OFFICE_KINDS
from ingest.demo.offices import Office
from ingest.demo.places import Place


def catchments(offices: Iterable[Office], places: Iterable[Place]) -> Mapping[str, list[str]]:
    """District codes by the code of the office: each of these kinds serves every district of its provinces once."""
    dividing = {kind.key for kind in OFFICE_KINDS if kind.divides_districts}
    towns: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.is_town:
            towns[place.province.code].append(place)
    by_province: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in offices:
        if office.kind in dividing:
            by_province[office.kind, office.subdistrict_code[:2]].append(office)
    served: dict[str, list[str]] = defaultdict(list)
    for (_kind, province_code), colleagues in by_province.items():
        for town in towns[province_code]:
            served[_office_for(town, colleagues).code].append(town.district.code)
    return served


def _office_for(town: Place, colleagues: Sequence[Office]) -> Office:
    """The nearest to the district's town, but one within the district before all others."""

    def distance(office: Office) -> tuple[bool, float, str]:
        return office.subdistrict_code[:4] != town.district.code, distance_m(town.at, office.at), office.code

    return min(colleagues, key=distance)
