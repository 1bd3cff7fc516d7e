"""Positions on the earth: what a pair of numbers must be to be one."""

import math
from dataclasses import dataclass

from geoalchemy2 import WKTElement

from geo.errors import InvalidQuery
from geo.words import N_

WGS84 = 4326
GEOCENTRIC = 4978
"""Metres from the earth's centre (ECEF) on WGS84: straight lines there order places as the ground does, nearly."""

THAILAND_LAT = (5.5, 20.6)
THAILAND_LON = (97.2, 105.8)


class LooksSwapped(InvalidQuery):
    """No latitude is 100; with the two numbers the other way round the position lies in Thailand."""

    def __init__(self, *, lon: float, lat: float) -> None:
        message = N_("Latitude {lat} and longitude {lon} look swapped: try lat={lon} and lon={lat}.")
        super().__init__(message, field="lat", lat=lat, lon=lon)
        self.lon, self.lat = lon, lat


@dataclass(frozen=True, slots=True, kw_only=True)
class LonLat:
    """A position in decimal degrees on WGS84: longitude -180 to 180, latitude -90 to 90.

    Raises: InvalidQuery with the field `lat` or `lon`; LooksSwapped.
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if -90 <= self.lat <= 90 and -180 <= self.lon <= 180:  # each search makes some of these
            return
        for field, value, limit in (("lat", self.lat, 90), ("lon", self.lon, 180)):
            if not math.isfinite(value):
                raise InvalidQuery(N_("'{field}' must be a number of degrees."), field=field)
            if abs(value) > limit:
                if field == "lat" and looks_swapped(lon=self.lon, lat=self.lat):
                    raise LooksSwapped(lon=self.lon, lat=self.lat)
                raise InvalidQuery(
                    N_("'{field}' is {value}, but must lie between -{limit} and {limit} degrees."),
                    field=field,
                    value=value,
                    limit=limit,
                )

    def as_wkt(self) -> WKTElement:
        """A POINT for PostGIS in WGS84 degrees."""
        return WKTElement(f"POINT({self.lon!r} {self.lat!r})", srid=WGS84)


def looks_swapped(*, lon: float, lat: float) -> bool:
    """Whether the pair lies in Thailand only if its two numbers change places."""
    return _in_thailand(lon=lat, lat=lon) and not _in_thailand(lon=lon, lat=lat)


def _in_thailand(*, lon: float, lat: float) -> bool:
    return THAILAND_LAT[0] <= lat <= THAILAND_LAT[1] and THAILAND_LON[0] <= lon <= THAILAND_LON[1]
