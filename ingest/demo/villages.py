"""What fills a country up to a given number of service points: the small places that every village has."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ingest.demo.ground import chance
from ingest.demo.office_kinds import OFFICE_KINDS, OfficeKind
from ingest.demo.offices import Office, Posting, open_office
from ingest.demo.places import Place

WEIGHTS = {"village_head_office": 40, "village_school": 20, "child_centre": 15, "learning_centre": 5, "kiosk": 20}
"""How common each kind is in the country."""

CITY_KINDS = frozenset({"village_school", "child_centre", "kiosk"})
"""Those that Bangkok has: it has no villages."""

TOWN_WEIGHT, BANGKOK_WEIGHT, COUNTRY_WEIGHT = 3, 4, 1

MOST_OF_A_KIND = 9_999
"""In one subdistrict: a code has four digits for it."""


def village_offices(seed: int, places: Sequence[Place], count: int) -> Iterator[Office]:
    """Exactly `count`, more of them where more people live."""
    dice = chance(seed, "villages", count)
    kinds = [kind for kind in OFFICE_KINDS if kind.where == "villages"]
    sums = list(accumulate(_weight(place) for place in places))
    so_far: Counter[tuple[int, str]] = Counter()
    for _ in range(count):
        place = places[bisect(sums, dice.random() * sums[-1])]
        possible = [kind for kind in kinds if not place.in_bangkok or kind.key in CITY_KINDS]
        kind = dice.choices(possible, [WEIGHTS[kind.key] for kind in possible])[0]
        yield open_office(seed, Posting(kind=kind, place=place, n=_next(so_far, kind, place)))


def _next(so_far: Counter[tuple[int, str]], kind: OfficeKind, place: Place) -> int:
    so_far[kind.number, place.subdistrict.code] += 1
    number = so_far[kind.number, place.subdistrict.code]
    if number > MOST_OF_A_KIND:
        raise OverflowError(f"more than {MOST_OF_A_KIND} of a kind in {place.subdistrict.code}")
    return number


def _weight(place: Place) -> int:
    if place.in_bangkok:
        return BANGKOK_WEIGHT
    return TOWN_WEIGHT if place.is_town else COUNTRY_WEIGHT
