"""MGRS: '47PPQ 96028 54339', a square of 10 km to 1 m, named by its zone, two letters and its south-west corner."""

import re

from geo.coordinate_forms.grid import BANDS, GridPosition, lies_in_band
from geo.coordinate_forms.parsed_position import Datum, ParsedPosition, WrongPosition
from geo.coordinates import LonLat
from geo.words import N_

_FORM = re.compile(r"(?:MGRS)?:?([0-9]{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])([0-9]{2,10})", re.IGNORECASE)

# NGA.STND.0037, appendix B: the letters of eastings by zone modulo 3, of northings from A or F by odd and even zones.
_COLUMNS = {1: "ABCDEFGH", 2: "JKLMNPQR", 0: "STUVWXYZ"}
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000
_CYCLE_M = 2_000_000


def parse_mgrs(text: str, datum: Datum) -> ParsedPosition | None:
    """The middle of the square; None where the text is something else. Raises: WrongPosition."""
    match = _FORM.fullmatch(re.sub(r"[\s,-]", "", text))
    if match is None:
        return None
    zone, (band, column, row), digits = int(match[1]), (match[n].upper() for n in (2, 3, 4)), match[5]
    if datum != "WGS84":
        raise WrongPosition(N_("MGRS is read on WGS84 only: maps on Indian 1975 letter their squares differently."))
    if zone not in (47, 48) or band not in BANDS:
        message = N_("'{zone}' is not a zone of Thailand in MGRS: those begin with 47N, 47P, 47Q, 48N, 48P or 48Q.")
        raise WrongPosition(message, zone=f"{zone}{band}")
    if len(digits) % 2:
        raise WrongPosition(N_("The digits of an MGRS coordinate are two numbers of the same length."))
    half = len(digits) // 2
    size_m = 10.0 ** (5 - half)
    position = _middle(zone, band, column + row, (int(digits[:half]) * size_m, int(digits[half:]) * size_m), size_m)
    if position is None:
        message = N_("The square {letters} does not exist in the zone {zone}.")
        raise WrongPosition(message, letters=column + row, zone=f"{zone}{band}")
    return ParsedPosition(position=position, form="mgrs", size_m=size_m)


def _middle(zone: int, band: str, letters: str, corner_m: tuple[float, float], size_m: float) -> LonLat | None:
    columns = _COLUMNS[zone % 3]
    if letters[0] not in columns:
        return None
    first_row = 0 if zone % 2 else _ROWS.index("F")
    easting_m = (columns.index(letters[0]) + 1) * _SQUARE_M + corner_m[0] + size_m / 2
    northing_m = (_ROWS.index(letters[1]) - first_row) % len(_ROWS) * _SQUARE_M + corner_m[1] + size_m / 2
    # the letters begin again every 2,000 km: the band says which of them is meant
    for cycle in (0, 1):
        grid = GridPosition(zone=zone, easting_m=easting_m, northing_m=northing_m + cycle * _CYCLE_M)
        position = grid.to_degrees()
        if lies_in_band(position.lat, band):
            return position
    return None
