"""UTM as Thai offices write it: '47P 709870 1456830', '709870E 1456830N zone 47', with or without a datum."""

import re

from geo.coordinate_forms.grid import BANDS, INDIAN_1975_ACCURACY_M, ZONES, GridPosition, lies_in_band
from geo.coordinate_forms.parsed_position import Datum, ParsedPosition, WrongPosition
from geo.words import N_

_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,4}(?:,[0-9]{3}){1,2}(?![0-9])")
_METRES = re.compile(r"(?<![0-9.])(?:([EN])\s?[:=]?\s?)?([0-9]{5,7}(?:\.[0-9]+)?)(?:\s?M?\s?([EN])(?![A-Z]))?(?![0-9])")
_ZONE = re.compile(r"(?<![0-9.])([0-9]{1,2})(?![0-9.])(?:\s?([A-DF-LN-WZ])(?![A-Z]))?")
_WORDS = re.compile(
    r"UTM|ZONE|โซน|GRID|EASTINGS?|NORTHINGS?|NORTH|ตะวันออก|เหนือ|เมตร|พิกัด|ME|MN|[XYENM]|[\s:=,;/()+.-]", re.IGNORECASE
)
_NAMED_AXES = ((re.compile(r"EASTINGS?|ตะวันออก|X"), "E"), (re.compile(r"NORTHINGS?|เหนือ|Y"), "N"))

_SHORTEST_NORTHING_M = 1_000_000
"""No easting is that long; most northings of Thailand are."""


def parse_utm(text: str, datum: Datum) -> ParsedPosition | None:
    """None where the text has not two numbers of metres and nothing else but a zone.

    `text` has plain signs and no name of a datum. Raises: WrongPosition.
    """
    text = _without_thousands(text.upper())
    for words, letter in _NAMED_AXES:
        text = words.sub(letter, text)
    # In '47 N 709870 E ...' the N belongs to the zone; taken for the label of the metres it would mean northing.
    zones, without_zone = _ZONE.findall(text), _ZONE.sub(" ", text)
    metres = _METRES.findall(without_zone)
    if len(metres) != 2 or len(zones) > 1 or _WORDS.sub("", _METRES.sub(" ", without_zone)):
        return None
    zone, band = _zone(zones, text)
    easting_m, northing_m = _in_order(metres)
    grid = GridPosition(zone=zone, easting_m=easting_m, northing_m=northing_m, datum=datum)
    position = grid.to_degrees()
    # 'N' after a zone is the band of the far south or, more often, the northern half
    if band in BANDS and band != "N" and not lies_in_band(position.lat, band):
        message = N_("These metres do not lie in the band {zone}{band}; are easting and northing complete?")
        raise WrongPosition(message, zone=zone, band=band)
    return ParsedPosition(
        position=position, form="utm", datum=datum, size_m=INDIAN_1975_ACCURACY_M if datum != "WGS84" else None
    )


def _without_thousands(text: str) -> str:
    """'709,870' as 709870, where the whole has the length of an easting or northing."""
    return _THOUSANDS.sub(lambda match: match[0].replace(",", "") if len(match[0]) >= 7 else match[0], text)


def _zone(zones: list[tuple[str, str]], text: str) -> tuple[int, str]:
    if not zones:
        raise WrongPosition(N_("UTM needs its zone: 47 for most of Thailand, 48 east of 102°E, such as 47P."))
    number, letter = int(zones[0][0]), zones[0][1]
    if number not in ZONES or letter not in ("", *BANDS):
        message = N_("'{zone}' is not a UTM zone of Thailand: those are 47 and 48, in the bands N, P and Q.")
        raise WrongPosition(message, zone=f"{number}{letter}")
    return number, letter


def _in_order(metres: list[tuple[str, str, str]]) -> tuple[float, float]:
    """Easting and northing. Raises: WrongPosition for what no place of Thailand has."""
    (before, first, after), (before_second, second, after_second) = metres
    one, two = float(first), float(second)
    label, other = before or after, before_second or after_second
    swapped = label == "N" or other == "E" or (not label and not other and one >= _SHORTEST_NORTHING_M > two)
    easting_m, northing_m = (two, one) if swapped else (one, two)
    if not (100_000 <= easting_m < 1_000_000 and 500_000 <= northing_m <= 2_400_000):
        message = N_("Easting {easting} m and northing {northing} m are not in Thailand.")
        raise WrongPosition(message, easting=f"{easting_m:.0f}", northing=f"{northing_m:.0f}")
    return easting_m, northing_m
