"""What reading a coordinate gives, and the two ways in which it can fail."""

from dataclasses import dataclass
from typing import Literal

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.words import N_

Form = Literal["decimal_degrees", "degrees_minutes_seconds", "utm", "mgrs", "plus_code", "geo_uri", "map_link"]
Datum = Literal["WGS84", "Indian 1975"]

_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPosition:
    """`position` is on WGS84 whatever `datum` the text was in.

    `size_m`: about how long the side of the cell is that the text names (a Plus Code, an MGRS square), or how far the
    change of datum may be off; None where the text says a point. `swapped`: the longitude stood first.
    """

    position: LonLat
    form: Form
    datum: Datum = "WGS84"
    size_m: float | None = None
    swapped: bool = False


class NotAPosition(InvalidQuery):
    """The text has none of the forms that a coordinate is written in."""

    def __init__(self, text: str, *, field: str | None = None) -> None:
        quoted = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
        super().__init__(
            N_(
                "'{text}' is not a coordinate. Write it as 13.1492, 100.8085 or 13°08'57\"N 100°48'31\"E, as UTM "
                "(47P 696028 1454339), MGRS, a Plus Code, or paste a link from a map."
            ),
            field=field,
            text=quoted,
        )


class WrongPosition(InvalidQuery):
    """The text has the form of a coordinate, but cannot be one."""
