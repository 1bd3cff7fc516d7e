"""Which areas a text means, when it names an area and perhaps those that it lies in, in any order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from geo.places.area_index import AreaIndex, AreaRecord, Fits
from geo.places.pieces import cut
from geo.places.segments import Segment, divide

MOST_NAMES = 5
"""Nobody writes more names of areas than that; the rest of a longer text is not looked at."""

_WRONG_LEVEL = 0.75
"""How much of its fit a name keeps that is of another level than the text says: "อำเภอ" is often said of a town."""

EXACT_SCORE = 0.965
"""From here on a text names an area in full, or by an abbreviation; below it, by another spelling at best."""

NamesTaken = Literal["whole", "begun", "similar"]
"""Only names in full; also the beginning of one at the end of the text; also what resembles one."""

_STILL_GOOD = 0.9
_LEAST_SCORE = 0.3
_MOST_WORDS_BEGUN = 3


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the text: how long it is, and which areas go by it."""

    letters: int
    fits: Fits


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMatch:
    """`score` is 1 where every letter of the text is accounted for exactly; `fit` is that of the area's own name.

    `chained`: the text names an area around it as well; `in_order`: from the small to the large, as addresses go.
    """

    record: AreaRecord
    score: float
    fit: float
    in_order: bool
    chained: bool


def match_areas(text: str, index: AreaIndex, *, names: NamesTaken = "similar") -> list[AreaMatch]:
    """Areas of every level, in force and abolished, best first; empty where the text names, or resembles, none."""
    pieces = cut(text, index.names_with_markers)[: MOST_NAMES * 4]
    postcodes = [piece.text for piece in pieces if piece.text in index.by_postcode]
    pieces = [piece for piece in pieces if piece.text not in index.by_postcode]
    best: dict[str, AreaMatch] = {}
    for way in divide(pieces, index) or [()]:
        if len(way) > MOST_NAMES or (_is_complete(best) and not all(segment.is_known for segment in way)):
            continue
        for match in _along(way, index, _of_postcodes(postcodes, index), names_taken=names):
            known = best.get(match.record.code)
            if known is None or _worth(match) > _worth(known):
                best[match.record.code] = match
    # of one name the largest area is meant first: the district before the subdistrict that its town is
    return sorted(
        best.values(),
        key=lambda match: (-round(match.score, 4), not match.in_order, len(match.record.code), match.record.code),
    )


@lru_cache(maxsize=4_096)
def match_whole_names(text: str, index: AreaIndex) -> tuple[AreaMatch, ...]:
    """As `match_areas`, of names in full. Kept: with every letter typed, the words before it are asked about again."""
    return tuple(match_areas(text, index, names="whole"))


def match_begun_around(text: str, index: AreaIndex) -> list[AreaMatch]:
    """Those that the first words name in full, where the last ones begin the name of an area around them: ศรีราชา ชล."""
    words = text.split()
    for count in range(1, min(len(words), _MOST_WORDS_BEGUN + 1)):
        whole = match_whole_names(" ".join(words[:-count]), index)
        if named := {match.record.code for match in whole if match.score >= EXACT_SCORE}:
            begun = match_areas(text, index, names="begun")
            return [one for one in begun if one.chained and one.in_order and one.record.code in named]
    return []


def _worth(match: AreaMatch) -> tuple[float, bool, float]:
    return round(match.score, 4), match.in_order, match.fit


def _is_complete(best: Mapping[str, AreaMatch]) -> bool:
    return any(match.score >= _STILL_GOOD for match in best.values())


def _of_postcodes(postcodes: Sequence[str], index: AreaIndex) -> Fits:
    """Their subdistricts, and less so the districts and provinces those are in; empty without postcodes."""
    codes = [code for postcode in postcodes for code in index.by_postcode[postcode]]
    return {code[:length]: fit for length, fit in ((2, 0.9), (4, 0.95), (6, 1.0)) for code in codes}


def _along(
    way: Sequence[Segment], index: AreaIndex, by_postcode: Fits, *, names_taken: NamesTaken
) -> Iterator[AreaMatch]:
    """What the text means if it is divided in this way."""
    names = [
        _Name(len(segment.text), _fits(segment, index, names_taken, is_last=segment is way[-1])) for segment in way
    ]
    for code in {code for name in names for code in name.fits} or by_postcode:
        match = _match(index, code, names, by_postcode)
        if match.score >= _LEAST_SCORE:
            yield match


def _fits(segment: Segment, index: AreaIndex, names_taken: NamesTaken, *, is_last: bool) -> Fits:
    found = dict(index.loose(segment.text))
    if is_last and names_taken != "whole":
        _add(found, index.beginning_with(segment.text))
    if not segment.is_known and names_taken == "similar":
        _add(found, index.similar(segment.text))
    if segment.level is None:
        return found
    return {code: fit * (1 if _level(code) == segment.level else _WRONG_LEVEL) for code, fit in found.items()}


def _add(found: dict[str, float], more: Fits) -> None:
    for code, fit in more.items():
        found[code] = max(found.get(code, 0), fit)


def _match(index: AreaIndex, code: str, names: Sequence[_Name], by_postcode: Fits) -> AreaMatch:
    """How well this area and those around it, each by a name of its own, explain the text."""
    explained, in_order, fit, count = _best_explanation(code, names)
    letters = sum(name.letters for name in names)
    if by_postcode:  # which says as much as a name of five letters
        explained, letters, fit = explained + 5 * by_postcode.get(code, 0.0), letters + 5, fit if names else 1.0
    return AreaMatch(
        record=index.records[code], score=explained / letters, fit=fit, in_order=in_order, chained=count > 1
    )


def _best_explanation(code: str, names: Sequence[_Name]) -> tuple[float, bool, float, int]:
    """How many letters, whether small to large, how well the area's own name, and how many names."""
    if len(names) == 1:
        fit = names[0].fits.get(code, 0.0)
        return fit * names[0].letters, True, fit, 1
    best = (0.0, False, 0.0, 0)
    chain = (code[:2], code[:4], code) if len(code) == 6 else (code[:2], code)
    choices = [("", *(one for one in chain if one in name.fits)) for name in names]
    for places in product(*choices):
        named = [place for place in places if place]
        if code not in named or len(set(named)) < len(named):
            continue
        explained = sum(name.fits[place] * name.letters for place, name in zip(places, names, strict=True) if place)
        if explained < best[0]:
            continue
        in_order = named == sorted(named, key=len, reverse=True)
        best = max(best, (explained, in_order, names[places.index(code)].fits[code], len(named)))
    return best


def _level(code: str) -> str:
    return ("province", "district", "subdistrict")[len(code) // 2 - 1]
