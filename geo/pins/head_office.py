"""Does the pin belong to the head office, and was it only copied to its branches?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy
from geo.words import N_, Sentence

OFFICES = 3
"""Two offices of one agency may share a building on a border; three subdistricts hardly do."""

GRID = 0.00001
"""A metre, in degrees: copies of one coordinate, however many of its last decimals were kept."""


def of_head_office(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    for pin_id, count in pins.rows(session, __file__, timeout_ms, offices=OFFICES, grid=GRID):
        message = N_("Offices of this agency in {count} subdistricts have the same pin: it may be the head office's.")
        remedy = Remedy(Sentence(N_("Pin this office where citizens find it.")))
        yield pin_id, PinFinding(kind="head_office", sentence=Sentence(message, {"count": count}), remedy=remedy)
