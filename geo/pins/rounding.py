"""Were decimals of the coordinate lost on the way, so that it names a neighbourhood instead of a door?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy, distance_words
from geo.words import N_, Sentence

FEWEST_DECIMALS = 4
"""Four decimals of a degree are 11 m, three are 111 m: another building."""

_HALF_A_DEGREE_M = 78_700
"""From the middle of a square of one degree to its corner, where a degree is 111,320 m both ways."""


def rounded(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    for pin_id, lon, lat, degrees in pins.rows(session, __file__, timeout_ms, fewest=FEWEST_DECIMALS):
        off = distance_words(float(degrees) * _HALF_A_DEGREE_M)
        message = N_("The coordinate {lat}, {lon} is rounded: the office may be {distance} away.")
        remedy = N_("Give at least {decimals} decimals, as phones and maps show them, or choose the place on the map.")
        yield (
            pin_id,
            PinFinding(
                kind="rounded",
                sentence=Sentence(message, {"lat": round(lat, 7), "lon": round(lon, 7), "distance": off}),
                remedy=Remedy(Sentence(remedy, {"decimals": FEWEST_DECIMALS})),
            ),
        )
