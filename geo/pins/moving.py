"""Does the pin move further than an office does? Only a pin that is about to be saved has one before it."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy, distance_words
from geo.words import N_, Sentence

FAR_M = 5_000.0


def moved_far(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    for pin_id, distance_m, lon, lat in pins.rows(session, __file__, timeout_ms, far_m=FAR_M):
        message = N_("The pin moves {distance} from where it was.")
        remedy = Sentence(N_("Keep the pin that was there, or say that the office has moved."))
        yield (
            pin_id,
            PinFinding(
                kind="moved_far",
                sentence=Sentence(message, {"distance": distance_words(distance_m)}),
                remedy=Remedy(remedy, LonLat(lon=lon, lat=lat)),
            ),
        )
