"""Where people live in each subdistrict: made up, where no known place has its name, but in the right neighbourhood."""

import math
from dataclasses import dataclass
from functools import cache

import geothai
from geothai.types import District, Province, Subdistrict

from geo.coordinates import LonLat
from ingest.demo.ground import chance, distance_m, moved, offset_m, scattered
from ingest.demo.towns import Town, district_towns, folded_names, places_by_province, written_down

NEIGHBOURS = 6
FARTHEST_M = 18_000
"""From a district's town, however far the next one is."""

TOWN_NAMES = ("ในเมือง", "ในเวียง", "เวียง", "หน้าเมือง", "ท่าเทววงษ์")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A subdistrict with its names all the way up, where its centre is, and whether that is the district's town."""

    subdistrict: Subdistrict
    district: District
    province: Province
    at: LonLat
    is_town: bool
    island_m: float | None = None
    """How far one can go from the town of an island before the sea."""

    @property
    def in_bangkok(self) -> bool:
        return str(self.province.code) == "10"

    @property
    def in_capital(self) -> bool:
        """Whether the district is the one of the province's capital: always the first."""
        return str(self.district.code).endswith("01")

    @property
    def town_th(self) -> str:
        """The district's name without what only says that it is one, or that it is the capital."""
        name = str(self.district.name_th).removeprefix("เขต")
        return name.removeprefix("เมือง") if self.in_capital else name

    @property
    def town_en(self) -> str:
        name = str(self.district.name_en)
        return name.removeprefix("Mueang ") if self.in_capital else name


@cache
def all_places() -> tuple[Place, ...]:
    """Every subdistrict in force, in the order of the codes."""
    neighbours = _neighbours()
    return tuple(
        place
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for place in _places_of(province, district, neighbours[district.code])
    )


def _places_of(province: Province, district: District, neighbours: list[LonLat]) -> list[Place]:
    town = district_towns()[district.code]
    subdistricts = geothai.subdistricts(district.code)
    town_code = _town_subdistrict(district, subdistricts)
    places = []
    for number, subdistrict in enumerate(subdistricts):
        is_town = subdistrict.code == town_code
        at = town.at if is_town else _place_of(subdistrict, number, town, neighbours)
        places.append(
            Place(
                subdistrict=subdistrict,
                district=district,
                province=province,
                at=at,
                is_town=is_town,
                island_m=town.island_m,
            )
        )
    return places


def _town_subdistrict(district: District, subdistricts: list[Subdistrict]) -> str:
    """The one with the district's name, or one whose name says "in town", or the first."""
    names = folded_names(district)
    for subdistrict in subdistricts:
        if folded_names(subdistrict) & names:
            return str(subdistrict.code)
    return str(next((s.code for s in subdistricts if s.name_th in TOWN_NAMES), subdistricts[0].code))


def _place_of(subdistrict: Subdistrict, number: int, town: Town, neighbours: list[LonLat]) -> LonLat:
    if subdistrict.code in written_down():
        return written_down()[subdistrict.code].at
    names = folded_names(subdistrict)
    namesakes = [place.at for place in places_by_province()[subdistrict.province_code] if place.names & names]
    ours = [at for at in namesakes if distance_m(at, town.at) <= min(distance_m(at, other) for other in neighbours)]
    if ours:
        return ours[0]
    dice = chance("subdistrict", subdistrict.code)
    if town.island_m is not None:
        return scattered(town.at, dice, nearest_m=town.island_m * 0.1, farthest_m=town.island_m * 0.6)
    # Towards a neighbouring town and less than half the way: there is land between two towns more often than not.
    east_m, north_m = offset_m(town.at, neighbours[number % len(neighbours)])
    share, turn = dice.uniform(0.12, 0.45), dice.uniform(-0.35, 0.35)
    share = min(share, FARTHEST_M / math.hypot(east_m, north_m))
    return moved(
        town.at,
        east_m=share * (east_m * math.cos(turn) - north_m * math.sin(turn)),
        north_m=share * (east_m * math.sin(turn) + north_m * math.cos(turn)),
    )


def _neighbours() -> dict[str, list[LonLat]]:
    """The nearest other towns of each district that are not islands."""
    towns = district_towns()
    mainland = {code: town.at for code, town in towns.items() if town.island_m is None}
    return {
        code: sorted(
            (at for other, at in mainland.items() if other != code and at != town.at),
            key=lambda at, here=town.at: distance_m(here, at),  # type: ignore[misc]
        )[:NEIGHBOURS]
        for code, town in towns.items()
    }
