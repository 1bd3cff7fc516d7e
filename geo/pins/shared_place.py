"""Is another agency's office pinned at the very same place, although the addresses do not name one building?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy, distance_words
from geo.words import N_, Name, Sentence

NEAR_M = 1.0
MOST_NEIGHBOURS = 50
"""A provincial hall houses that many agencies; whether one of the nearest has another address is enough."""

_DEGREES_PER_M = 1 / 100_000
"""More than a metre is in degrees, of longitude too, anywhere in Thailand."""


def on_another_agency(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    rows = pins.rows(
        session, __file__, timeout_ms, near_m=NEAR_M, near_degrees=NEAR_M * _DEGREES_PER_M, most=MOST_NEIGHBOURS
    )
    for row in rows:
        values = {
            "name": Name(row.name_th, row.name_en),
            "agency": Name(row.agency_th, row.agency_en),
            "distance": distance_words(row.distance_m),
        }
        message = N_("{name} ({agency}) is pinned at the same place, within {distance}, but has another address.")
        remedy = N_("Where both are in one building, write the same building in both addresses; else move the pin.")
        yield (
            row.id,
            PinFinding(
                kind="on_another_agency",
                sentence=Sentence(message, values),
                remedy=Remedy(Sentence(remedy)),
                other_code=row.code,
            ),
        )
