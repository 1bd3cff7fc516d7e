"""Where a photo says it was taken, offered as the pin: told in the address of one page, and kept nowhere."""

from dataclasses import dataclass
from urllib.parse import urlencode

from pyproj import Geod

from api.citizen.answer.distances import distance_in_words
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import ServicePoint
from geo.staff.service_point_fields import position_of, written

_HERE_M = 20
"""A pin as near as this to where the photo was taken is not to be moved for it: telephones are no better."""

_EARTH = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAt:
    """`distance`: from the pin, in words; empty where there is no pin yet."""

    position: str
    distance: str
    pin_href: str


def taken_at(point: ServicePoint, text: str, base: str, language: str) -> TakenAt | None:
    """None where the address says nothing that is a position, or the pin is there already."""
    position, pin = _parsed(text), position_of(point)
    if position is None:
        return None
    distance = ""
    if pin is not None:
        metres = _EARTH.inv(pin.lon, pin.lat, position.lon, position.lat)[2]
        if metres <= _HERE_M:
            return None
        distance = distance_in_words(metres, language)
    query = urlencode({"q": f"{position.lat},{position.lon}"}, safe=",")
    return TakenAt(position=written(position), distance=distance, pin_href=f"{base}/pin?{query}")


def _parsed(text: str) -> LonLat | None:
    lat, _, lon = text.partition(",")
    try:
        return LonLat(lon=float(lon), lat=float(lat))
    except (ValueError, InvalidQuery):
        return None
