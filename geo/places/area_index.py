"""All names of areas in memory: which areas go by a name, exactly, loosely, by its beginning, or nearly.

Ten thousand areas change a few times a year, and one question looks up dozens of names: see decision 15.
"""

import csv
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.areas import AreaName, codes_above
from geo.coordinates import LonLat
from geo.places.folding import fold, fold_loosely
from geo.places.pieces import LONG_MARKERS, ROMAN_MARKERS

Level = Literal["province", "district", "subdistrict"]

BANGKOK = "10"

EXACT, LOOSE, SHORT = 1.0, 0.93, 0.97
"""How well a name fits that is the same, the same but for usual misspellings, an abbreviation."""

_PREFIX, _PREFIX_WHOLE = 0.6, 0.28
_MOST_PREFIXED = 300
_LEAST_SIMILAR = 0.72
_SIMILAR = 0.88
_SHORTEST_SIMILAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRecord:
    """An area as the index knows it; `position` None where nobody knows where it lies."""

    code: str
    level: Level
    name_th: str
    name_en: str | None
    postcodes: tuple[str, ...] = ()
    abolished_on: str | None = None
    successor_codes: tuple[str, ...] = ()
    position: LonLat | None = None

    def as_name(self) -> AreaName:
        return AreaName(code=self.code, level=self.level, name_th=self.name_th, name_en=self.name_en or self.name_th)


Fits = Mapping[str, float]
"""Area codes, each with how well the name fits: 1 at best."""


class AreaIndex:
    """`records` by code, with abolished ones. Made of one state of the table and never changed."""

    def __init__(self, records: Iterable[AreaRecord]) -> None:
        self.records = {record.code: record for record in records}
        self._exact: dict[str, dict[str, float]] = defaultdict(dict)
        self._names_of: dict[str, list[str]] = defaultdict(list)
        for key, code, fit in self._names():
            self._exact[key][code] = max(fit, self._exact[key].get(code, 0))
            self._names_of[code].append(key)
        self._loose: dict[str, set[str]] = defaultdict(set)
        for key in self._exact:
            self._loose[fold_loosely(key)].add(key)
        self._sorted = sorted(self._exact)
        self._loose_keys = list(self._loose)
        self._subdistricts = sorted(code for code in self.records if len(code) == 6)
        self.longest = max(map(len, self._exact), default=0)
        self.names_with_markers = self._names_with_markers()

    @cached_property
    def by_postcode(self) -> Mapping[str, tuple[str, ...]]:
        """Codes of the subdistricts in force that letters with this postcode go to."""
        found: dict[str, list[str]] = defaultdict(list)
        for record in self.records.values():
            for postcode in record.postcodes:
                found[postcode].append(record.code)
        return {postcode: tuple(sorted(codes)) for postcode, codes in found.items()}

    def exact(self, key: str) -> Fits:
        """`key` is folded."""
        return self._exact.get(key, {})

    def loose(self, key: str) -> Fits:
        """Names that are the same without tone marks and the like; those that are exactly the same fit better."""
        found: dict[str, float] = {}
        for name in self._loose.get(fold_loosely(key), ()):
            for code, fit in self._exact[name].items():
                found[code] = max(found.get(code, 0), fit if name == key else fit * LOOSE)
        return found

    def beginning_with(self, key: str) -> Fits:
        """The more of the name is there, the better it fits."""
        start = bisect_left(self._sorted, key)
        found: dict[str, float] = {}
        for name in self._sorted[start : start + _MOST_PREFIXED]:
            if not name.startswith(key):
                break
            fit = _PREFIX + _PREFIX_WHOLE * len(key) / len(name)
            for code, own in self._exact[name].items():
                found[code] = max(found.get(code, 0), own * fit)
        return found

    def similar(self, key: str) -> Fits:
        """Names with a letter or two missing, added, changed or in another order."""
        if len(key) < _SHORTEST_SIMILAR:
            return {}
        loosely = fold_loosely(key)
        matches = process.extract(
            loosely, self._loose_keys, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SIMILAR, limit=30
        )
        found: dict[str, float] = {}
        for match, similarity, _ in matches:
            for name in self._loose[match]:
                for code, own in self._exact[name].items():
                    found[code] = max(found.get(code, 0), own * similarity * _SIMILAR)
        return found

    def names_of(self, code: str) -> list[str]:
        """What an area goes by, folded."""
        return self._names_of.get(code, [])

    def chain(self, code: str) -> list[AreaRecord]:
        """The areas above, province first, and the area itself."""
        return [self.records[one] for one in codes_above(code) if one in self.records]

    def subdistricts_of(self, code: str) -> list[str]:
        """Codes of the subdistricts in an area, or of the subdistrict itself."""
        start = bisect_left(self._subdistricts, code)
        end = bisect_left(self._subdistricts, code + ":")  # which comes behind the digits
        return self._subdistricts[start:end]

    def successors(self, code: str) -> list[AreaRecord]:
        """The areas in force that took the place of an abolished one; empty where nobody knows them."""
        found, waiting, seen = [], [code], {code}
        while waiting:
            record = self.records.get(waiting.pop(0))
            if record is not None and record.abolished_on is None:
                found.append(record)
            elif record is not None:
                waiting += [after for after in record.successor_codes if after not in seen]
                seen.update(record.successor_codes)
        return found

    def _names(self) -> Iterator[tuple[str, str, float]]:
        """Every name that an area goes by: folded, its code, and how well it fits."""
        capitals = {f"เมือง{record.name_th}" for record in self.records.values() if record.level == "province"}
        for record in self.records.values():
            for name in _spellings(record):
                yield fold(name), record.code, EXACT
            if record.level == "district" and record.name_th in capitals and record.abolished_on is None:
                # within its province the capital's district is just called "the town"
                for name in ("เมือง", "Mueang", "Muang"):
                    yield fold(name), record.code, EXACT
        for row in csv.DictReader((files("geo.places") / "short_names.csv").read_text(encoding="utf-8").splitlines()):
            if row["area_code"] in self.records:
                yield fold(row["name"]), row["area_code"], EXACT if row["kind"] == "common" else SHORT

    def _names_with_markers(self) -> tuple[str, ...]:
        names = set()
        for record in self.records.values():
            if record.abolished_on is None:
                names |= {record.name_th.removeprefix("เขต"), (record.name_en or "").lower()}
        markers = (".", *LONG_MARKERS, *ROMAN_MARKERS)
        return tuple(name for name in sorted(names) if any(marker in name for marker in markers))


def _spellings(record: AreaRecord) -> Iterator[str]:
    yield record.name_th
    if record.name_en:
        yield record.name_en
    if record.level == "district" and record.code.startswith(BANGKOK):
        yield record.name_th.removeprefix("เขต")
    for name in (record.name_th, record.name_en or ""):
        if "(" in name:  # "ปอภาร (ปอพาน)": either
            yield from re.split(r"[()]", name)[:2]
