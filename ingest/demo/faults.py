"""Pins that are wrong on purpose, of the kinds that real data have: what the audit of pins is measured by."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ingest.demo.ground import METRES_PER_DEGREE, chance

SHARES: Mapping[str, float] = {
    "wrong_province": 0.002,
    "swapped": 0.0005,
    "on_another_agency": 0.002,
    "centroid": 0.001,
    "rounded": 0.001,
    "head_office": 0.001,
}
"""Of all pins, by the kind of finding that ought to come of it."""

FEWEST = 5
"""Of each kind, however small the country."""

_BRANCHES = 5
_ELSEWHERE_M = 150.0
"""An office that is put on another's pin was at least so far from it: neighbours in one building may share theirs."""


@dataclass(frozen=True, slots=True)
class SoundPin:
    """A pin that lies in the subdistrict it is stated to be in."""

    point_id: int
    agency_id: int
    area_code: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Fault:
    """The pin as it is to be stored; a swapped one lies off the earth."""

    point_id: int
    kind: str
    lon: float
    lat: float


def sow_faults(pins: Sequence[SoundPin], middles: Mapping[str, tuple[float, float]], seed: int) -> list[Fault]:
    """At most one a pin; the same seed and pins give the same faults. `middles`: (lon, lat) by an area's code."""
    dice = chance(seed, "faults", len(pins))
    shuffled = list(pins)
    dice.shuffle(shuffled)
    country = _Country(pins, middles, dice)
    left = country.untouched(shuffled)
    faults: list[Fault] = []
    for kind, share in SHARES.items():
        wanted = max(FEWEST, round(share * len(pins)))
        made: Iterator[Fault] = country.makers[kind](left)
        faults += [fault for fault, _ in zip(made, range(wanted), strict=False)]
    return faults


class _Country:
    """Where pins can go wrong to."""

    def __init__(self, pins: Sequence[SoundPin], middles: Mapping[str, tuple[float, float]], dice: Random) -> None:
        self._pins, self._middles, self._dice = pins, middles, dice
        self._touched: set[int] = set()
        self._by_district: dict[str, list[SoundPin]] = {}
        self._by_agency: dict[int, list[SoundPin]] = {}
        for pin in pins:
            self._by_district.setdefault(pin.area_code[:4], []).append(pin)
            self._by_agency.setdefault(pin.agency_id, []).append(pin)
        self.makers: Mapping[str, Callable[[Iterator[SoundPin]], Iterator[Fault]]] = {
            "wrong_province": self._wrong_province,
            "swapped": self._swapped,
            "on_another_agency": self._on_another_agency,
            "centroid": self._centroid,
            "rounded": self._rounded,
            "head_office": self._head_office,
        }

    def untouched(self, pins: Sequence[SoundPin]) -> Iterator[SoundPin]:
        """Each pin once, unless another one was put on it meanwhile: that must stay where it is."""
        for pin in pins:
            if pin.point_id not in self._touched:
                self._touched.add(pin.point_id)
                yield pin

    def _wrong_province(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        for pin in left:
            there = self._dice.choice(self._pins)
            if there.area_code[:2] != pin.area_code[:2]:
                shift = self._dice.uniform(-0.0005, 0.0005)
                yield Fault(pin.point_id, "wrong_province", round(there.lon + shift, 6), round(there.lat + shift, 6))

    def _swapped(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        for pin in left:
            yield Fault(pin.point_id, "swapped", pin.lat, pin.lon)

    def _on_another_agency(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        for pin in left:
            others = [
                other
                for other in self._by_district[pin.area_code[:4]]
                if other.agency_id != pin.agency_id
                and other.point_id not in self._touched
                and _distance_m(pin, other) >= _ELSEWHERE_M
            ]
            if others:
                there = min(others, key=lambda other, here=pin: _distance_m(here, other))  # type: ignore[misc]
                self._touched.add(there.point_id)
                yield Fault(pin.point_id, "on_another_agency", there.lon, there.lat)

    def _centroid(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        for pin in left:
            code = pin.area_code[: self._dice.choice((2, 4, 6))]
            if code in self._middles:
                lon, lat = self._middles[code]
                yield Fault(pin.point_id, "centroid", round(lon, 5), round(lat, 5))

    def _rounded(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        for pin in left:
            steps = self._dice.choice((100, 1_000, 60, 600))
            lon, lat = (round(round(value * steps) / steps, 7) for value in (pin.lon, pin.lat))
            yield Fault(pin.point_id, "rounded", lon, lat)

    def _head_office(self, left: Iterator[SoundPin]) -> Iterator[Fault]:
        """Branches in other subdistricts get the pin of one office of their agency, which stays where it is."""
        free = {pin.point_id for pin in left}
        agencies = sorted(self._by_agency)
        self._dice.shuffle(agencies)
        for agency_id in agencies:
            offices = [pin for pin in self._by_agency[agency_id] if pin.point_id in free]
            by_area = list({pin.area_code: pin for pin in offices}.values())
            if len(by_area) > _BRANCHES:
                head, *branches = self._dice.sample(by_area, _BRANCHES + 1)
                for branch in branches:
                    yield Fault(branch.point_id, "head_office", head.lon, head.lat)


def _distance_m(one: SoundPin, other: SoundPin) -> float:
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return math.hypot(east, one.lat - other.lat) * METRES_PER_DEGREE
