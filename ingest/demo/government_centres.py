"""ศูนย์ราชการ: which provinces and districts have one, where it stands, and which room an office has in it."""

from dataclasses import dataclass
from random import Random

from geo.coordinates import LonLat
from ingest.demo.ground import chance, moved, scattered
from ingest.demo.places import Place

PROVINCES_WITH_ONE = 0.85
DISTRICTS_WITH_ONE = 0.47

CHAENG_WATTHANA = LonLat(lon=100.5654, lat=13.8825)
"""The Government Complex of Bangkok, in Lak Si."""

_BETWEEN_BUILDINGS_M = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentCentre:
    name_th: str
    at: LonLat
    buildings: int

    def room(self, dice: Random) -> tuple[LonLat, int, int]:
        """A building's place, its number and a floor: offices in one building have one place."""
        building = dice.randint(1, self.buildings)
        return moved(self.at, east_m=(building - 1) * _BETWEEN_BUILDINGS_M, north_m=0), building, dice.randint(1, 4)


def provincial_centre(seed: int, place: Place) -> GovernmentCentre | None:
    """In the capital's town, where the province has one."""
    if place.in_bangkok:
        name = "ศูนย์ราชการเฉลิมพระเกียรติ 80 พรรษาฯ แจ้งวัฒนะ"
        return GovernmentCentre(name_th=name, at=CHAENG_WATTHANA, buildings=2)
    dice = chance(seed, "provincial centre", place.province.code)
    if dice.random() >= PROVINCES_WITH_ONE:
        return None
    at = scattered(place.at, dice, nearest_m=300, farthest_m=800)
    return GovernmentCentre(name_th=f"ศูนย์ราชการจังหวัด{place.province.name_th}", at=at, buildings=3)


def district_centre(seed: int, place: Place) -> GovernmentCentre | None:
    """In the district's town, where there is one."""
    dice = chance(seed, "district centre", place.district.code)
    if dice.random() >= DISTRICTS_WITH_ONE:
        return None
    farthest_m = 250 if place.island_m is None else place.island_m * 0.15
    at = scattered(place.at, dice, nearest_m=50, farthest_m=farthest_m)
    return GovernmentCentre(name_th=f"ศูนย์ราชการอำเภอ{place.district.name_th}", at=at, buildings=1)
