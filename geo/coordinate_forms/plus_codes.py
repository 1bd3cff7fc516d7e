"""Plus Codes (Open Location Code): '7P524RX5+MC', or short, '4RX5+MC', which needs a place nearby to be read.

Source: the Open Location Code specification, github.com/google/open-location-code. Decoding is forty lines that never
change, so there is no package for it here.
"""

import math
import re
from dataclasses import dataclass

from geo.coordinate_forms.parsed_position import ParsedPosition, WrongPosition
from geo.coordinates import LonLat
from geo.words import N_

_DIGITS = "23456789CFGHJMPQRVWX"
_ANY = f"[{_DIGITS}{_DIGITS.lower()}]"
PLUS_CODE = re.compile(rf"(?<![0-9A-Za-z])((?:{_ANY}{{2}}){{1,4}}0{{0,6}})\+({_ANY}{{2,7}})?(?![0-9A-Za-z])")
"""The pairs before the plus sign and the digits after it."""

_SPACE_FOR_PLUS = re.compile(rf"({_ANY}{{8}}) ({_ANY}{{2,3}})")
"""An unescaped '+' in an address arrives as a space."""

_PAIRS = 5
_M_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """South-west corner and height in degrees; `width` differs from the height in the last digits only."""

    south: float
    west: float
    height: float
    width: float

    @property
    def middle(self) -> LonLat:
        return LonLat(lon=self.west + self.width / 2, lat=min(self.south + self.height / 2, 90.0))


def parse_plus_code(text: str, near: LonLat | None) -> ParsedPosition | None:
    """The middle of the code's cell; None where the text is something else.

    A short code is completed to the place nearest to `near`. Raises: WrongPosition without one.
    """
    match = PLUS_CODE.fullmatch(_SPACE_FOR_PLUS.sub(r"\1+\2", text))
    if match is None:
        return None
    pairs, rest = match[1].upper(), (match[2] or "").upper()
    if "0" in pairs and (len(pairs) != 8 or rest):
        raise WrongPosition(N_("In a Plus Code zeros may only fill up the places before the plus sign."))
    if len(pairs) == 8:
        cell = _cell(pairs.rstrip("0") + rest)
    elif near is None:
        message = N_("'{code}' is a short Plus Code: add the name of its district, or write it in full.")
        raise WrongPosition(message, code=f"{pairs}+{rest}")
    else:
        cell = _nearest(pairs + rest, missing=8 - len(pairs), near=near)
    return ParsedPosition(position=cell.middle, form="plus_code", size_m=cell.height * _M_PER_DEGREE)


def _cell(digits: str) -> _Cell:
    south, west, size = -90.0, -180.0, 400.0
    for lat_digit, lon_digit in zip(digits[: 2 * _PAIRS : 2], digits[1 : 2 * _PAIRS : 2], strict=True):
        size /= 20
        south += _DIGITS.index(lat_digit) * size
        west += _DIGITS.index(lon_digit) * size
    height = width = size
    for digit in digits[2 * _PAIRS :]:  # from here on one digit names a cell of five rows and four columns
        row, column = divmod(_DIGITS.index(digit), 4)
        height, width = height / 5, width / 4
        south, west = south + row * height, west + column * width
    if south >= 90 or west >= 180:
        raise WrongPosition(N_("This Plus Code lies outside the earth."))
    return _Cell(south=south, west=west, height=height, width=width)


def _nearest(digits: str, *, missing: int, near: LonLat) -> _Cell:
    """Of the cells that end in these digits, one in each square of `missing` digits: the one nearest to `near`."""
    square = 20.0 ** (2 - missing / 2)
    prefix = _first_digits(near, missing)
    cell = _cell(prefix + digits)
    south = cell.south + square * round((near.lat - cell.middle.lat) / square)
    west = cell.west + square * round((near.lon - cell.middle.lon) / square)
    if not -90 <= south < 90:
        south = cell.south
    return _Cell(south=south, west=(west + 180) % 360 - 180, height=cell.height, width=cell.width)


def _first_digits(position: LonLat, count: int) -> str:
    lat, lon, size, digits = min(position.lat, 89.999_999) + 90, (position.lon + 180) % 360, 20.0, ""
    for _ in range(count // 2):
        digits += _DIGITS[math.floor(lat / size)] + _DIGITS[math.floor(lon / size)]
        lat, lon, size = lat % size, lon % size, size / 20
    return digits
