"""Is the pin in Thailand at all, and if not: would it be, with latitude and longitude the other way round?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.coordinates import LonLat, looks_swapped
from geo.pins.checked_pins import Pins
from geo.pins.finding import Found, PinFinding, Remedy
from geo.words import N_, Sentence


def outside_thailand(session: Session, pins: Pins, timeout_ms: int) -> Iterator[Found]:
    """Swapped, or outside the box around Thailand; what lies in a neighbour within it is found by outlines."""
    for pin_id, lon, lat in pins.rows(session, __file__, timeout_ms):
        yield pin_id, (swapped if looks_swapped(lon=lon, lat=lat) else outside)(lon, lat)


def swapped(lon: float, lat: float) -> PinFinding:
    remedy = Sentence(N_("Swap them: latitude {lat}, longitude {lon}."), {"lat": round(lon, 7), "lon": round(lat, 7)})
    return PinFinding(
        kind="swapped",
        sentence=Sentence(
            N_("It looks as if latitude ({lat}) and longitude ({lon}) were swapped."),
            {"lat": round(lat, 7), "lon": round(lon, 7)},
        ),
        remedy=Remedy(remedy, LonLat(lon=lat, lat=lon)),
    )


def outside(lon: float, lat: float) -> PinFinding:
    return PinFinding(
        kind="outside_thailand",
        sentence=Sentence(
            N_("The pin ({lat}, {lon}) lies outside Thailand, or far out at sea."),
            {"lat": round(lat, 7), "lon": round(lon, 7)},
        ),
        remedy=Remedy(Sentence(N_("Correct the coordinate, or choose the place on the map."))),
    )
