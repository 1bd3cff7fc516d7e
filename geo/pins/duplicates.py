"""Is the same office stored twice, under two codes?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy, distance_words
from geo.words import N_, Name, Sentence

NEAR_M = 300.0
"""Two people who pin one compound, one at the gate and one at the door."""

SIMILAR = 0.8
"""Of the trigrams of the folded names: a letter or two in a long name."""

MOST_IN_ONE_PLACE = 200

_DEGREES_PER_M = 1 / 100_000


def likely_duplicates(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    """Each of the two is told of the other."""
    rows = pins.rows(
        session,
        __file__,
        timeout_ms,
        near_m=NEAR_M,
        near_degrees=NEAR_M * _DEGREES_PER_M,
        similar=SIMILAR,
        most=MOST_IN_ONE_PLACE,
    )
    for row in rows:
        values = {
            "name": Name(row.name_th, row.name_en),
            "code": row.code,
            "distance": distance_words(row.distance_m),
        }
        yield (
            row.id,
            PinFinding(
                kind="duplicate",
                sentence=Sentence(N_("{name} ({code}) has nearly the same name and is {distance} away."), values),
                remedy=Remedy(
                    Sentence(N_("Where both are the same office, hide one of them; where not, say that they are two."))
                ),
                other_code=row.code,
            ),
        )
