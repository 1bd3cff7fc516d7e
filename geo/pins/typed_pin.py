"""What an officer types, pastes or points at for a pin, in any form of coordinate, as numbers to be checked."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.coordinate_forms.parse_position import parse_position
from geo.coordinate_forms.parsed_position import ParsedPosition
from geo.coordinate_forms.typed_text import plain_signs
from geo.coordinates import LonLat, LooksSwapped
from geo.errors import InvalidQuery
from geo.places.find_area_index import find_area_index
from geo.places.find_places import PlaceQuery, beside_plus_code
from geo.words import N_

_DECIMALS = re.compile(r"[0-9]+[.,]([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPin:
    """`parsed` None: the numbers are a position only when they change places, as the check will say.

    `decimals`: how many were typed, None where the form has no degrees with decimals.
    """

    lon: float
    lat: float
    decimals: int | None
    parsed: ParsedPosition | None

    @property
    def position(self) -> LonLat:
        """Raises: LooksSwapped."""
        return LonLat(lon=self.lon, lat=self.lat)


def read_typed_pin(session: Session, text: str, near: LonLat | None, field: str = "q") -> TypedPin:
    """`near`, or a place named beside it, completes a short Plus Code. Raises: InvalidQuery."""
    if not text.strip():
        raise InvalidQuery(N_("Please fill this in."), field=field)
    try:
        query = PlaceQuery(text=text, near=near)
        rest, near = beside_plus_code(query, find_area_index(session))
        parsed = parse_position(rest, near=near, field=field)
    except LooksSwapped as error:
        return TypedPin(lon=error.lon, lat=error.lat, decimals=_decimals(text), parsed=None)
    except InvalidQuery as error:
        error.field = field
        raise
    position = parsed.position
    decimals = _decimals(text) if parsed.form == "decimal_degrees" else None
    return TypedPin(lon=position.lon, lat=position.lat, decimals=decimals, parsed=parsed)


def _decimals(text: str) -> int:
    """Of the longer of the two: a last zero is often left out."""
    return max((len(digits) for digits in _DECIMALS.findall(plain_signs(text))), default=0)
