"""The languages besides Thai that an office's people speak: where there are foreigners and beside which border."""

from collections.abc import Mapping
from random import Random

TOURISM = frozenset({"10", "14", "20", "23", "50", "57", "77", "81", "82", "83", "84"})
CHINESE_TOURISM = frozenset({"10", "20", "50", "83"})

NEIGHBOURS: Mapping[str, str] = {
    **dict.fromkeys(("57", "58", "63", "70", "71", "74", "85"), "my"),
    **dict.fromkeys(("34", "38", "42", "43", "48", "49", "55"), "lo"),
    **dict.fromkeys(("22", "27", "31", "32", "33"), "km"),
    **dict.fromkeys(("90", "91", "94", "95", "96"), "ms"),
}
"""By province: what is spoken across the border or, in Samut Sakhon, in the factories."""

_SHARES: Mapping[str, tuple[float, float, float]] = {
    "immigration_office": (1.0, 1.0, 0.8),
    "passport_office": (0.6, 0.9, 0.1),
    "employment_office": (0.3, 0.7, 0.8),
    "hospital": (0.1, 0.6, 0.5),
    "district_office": (0.02, 0.5, 0.25),
    "bangkok_district_office": (0.5, 0.5, 0.0),
    "municipality": (0.01, 0.2, 0.15),
    "police_station": (0.03, 0.5, 0.15),
    "provincial_hall": (0.1, 0.6, 0.2),
    "land_office": (0.02, 0.4, 0.05),
    "transport_office": (0.05, 0.6, 0.1),
    "kiosk": (0.0, 0.5, 0.05),
}
"""Of the kind's offices: English anywhere, English in provinces with tourism, the neighbour's where there is one."""

_CHINESE_BESIDE_ENGLISH = 0.4


def draw_languages(kind: str, province_code: str, dice: Random) -> tuple[str, ...]:
    """ISO 639-1 codes, English first."""
    english, english_for_tourists, neighbours = _SHARES.get(kind, (0.0, 0.0, 0.0))
    spoken = []
    if dice.random() < (english_for_tourists if province_code in TOURISM else english):
        spoken.append("en")
        if province_code in CHINESE_TOURISM and dice.random() < _CHINESE_BESIDE_ENGLISH:
            spoken.append("zh")
    if province_code in NEIGHBOURS and dice.random() < neighbours:
        spoken.append(NEIGHBOURS[province_code])
    return tuple(spoken)
