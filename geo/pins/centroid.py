"""Is the pin just the middle of an area, as lists of provinces and districts give it?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.areas import LEVEL_NAMES
from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy
from geo.words import N_, Name, Sentence

NEAR_M = 10.0
"""A list with four decimals is off by up to eight metres."""

_DEGREES_PER_M = 1 / 100_000


def middle_of_area(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    """Middles of outlines, points inside them, and the towns that areas are known by (the province's capital)."""
    rows = pins.rows(session, __file__, timeout_ms, near_m=NEAR_M, near_degrees=NEAR_M * _DEGREES_PER_M)
    for row in rows:
        values = {"level": Sentence(LEVEL_NAMES[row.level]), "area": Name(row.name_th, row.name_en)}
        message = N_("The pin is the middle of the {level} {area}, as lists of areas give it.")
        remedy = Remedy(Sentence(N_("Pin this office where citizens find it.")))
        yield row.id, PinFinding(kind="centroid", sentence=Sentence(message, values), remedy=remedy)
