"""Every area of the country is found by each of its names, and comes first when what it lies in is given too."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest

from geo.places.area_hits import area_hits
from geo.places.area_index import AreaIndex, AreaRecord
from geo.places.folding import fold

Write = Callable[[AreaRecord], str]

PREFIXES = {"province": ("จังหวัด", "จ."), "district": ("อำเภอ", "อ."), "subdistrict": ("ตำบล", "ต.")}
PREFIXES_OF_BANGKOK = {"province": ("", ""), "district": ("เขต", "เขต"), "subdistrict": ("แขวง", "แขวง")}
ENGLISH = {"province": "Province", "district": "District", "subdistrict": "Subdistrict"}


def bare(area: AreaRecord) -> str:
    return area.name_th.removeprefix("เขต") if is_of_bangkok(area) and area.level == "district" else area.name_th


def is_of_bangkok(area: AreaRecord) -> bool:
    return area.code.startswith("10")


def prefix(area: AreaRecord, form: int) -> str:
    return (PREFIXES_OF_BANGKOK if is_of_bangkok(area) else PREFIXES)[area.level][form]


def english(area: AreaRecord) -> str:
    assert area.name_en is not None
    return area.name_en


def official(area: AreaRecord) -> str:
    return prefix(area, 0) + bare(area)


def short(area: AreaRecord) -> str:
    return prefix(area, 1) + bare(area)


def official_english(area: AreaRecord) -> str:
    return f"{english(area)} {ENGLISH[area.level]}"


WAYS: list[Write] = [bare, english, official, short, official_english]


@pytest.fixture(scope="session")
def areas(index: AreaIndex) -> list[AreaRecord]:
    """All in force: 77 + 928 + 7,436."""
    found = [record for record in index.records.values() if record.abolished_on is None]
    assert len(found) == 8_441
    return found


def codes(text: str, index: AreaIndex) -> list[str | None]:
    return [hit.code for hit in area_hits(text, index, near=None)]


@pytest.mark.parametrize("way", WAYS)
def test_each_is_found_by_its_name_alone(way: Write, areas: list[AreaRecord], index: AreaIndex) -> None:
    missing = [way(area) for area in areas if area.code not in codes(way(area), index)]
    assert missing == []


def texts(area: AreaRecord, way: Write, index: AreaIndex) -> Iterator[str]:
    """With the smallest area that it lies in, and with its province; in the short way all of them in one word."""
    names = [way(one) for one in reversed(index.chain(area.code))]
    comma = ", " if way is english else " "
    if way is short:
        yield "".join(names)
    elif len(names) > 1:
        yield comma.join(names[:2])
        if len(names) > 2 and not is_just_the_town(area):
            yield comma.join((names[0], names[-1]))


def is_just_the_town(area: AreaRecord) -> bool:
    """A few subdistricts are called so, but "เมือง ศรีสะเกษ" is the district of the capital all the same."""
    return area.level == "subdistrict" and (area.name_th == "เมือง" or area.name_en in ("Muang", "Mueang"))


@pytest.mark.parametrize("way", [bare, english, official, short])
def test_each_comes_first_with_its_district_or_province(way: Write, areas: list[AreaRecord], index: AreaIndex) -> None:
    """Where the same words are those of several areas, as of a district and its own town, they come first together."""
    asked: dict[str, str] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        for text in texts(area, way, index):
            asked[fold(text)] = text
            wanted[fold(text)].add(area.code)
    wrong = {text for key, text in asked.items() if set(codes(text, index)[: len(wanted[key])]) != wanted[key]}
    assert sorted(wrong) == []
