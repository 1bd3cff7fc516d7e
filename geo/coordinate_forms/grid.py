"""UTM metres in the two zones of Thailand, on either datum, as degrees on WGS84."""

from dataclasses import dataclass
from functools import cache

import pyproj

from geo.coordinate_forms.parsed_position import Datum
from geo.coordinates import LonLat

ZONES = (47, 48)

BANDS = {"N": (0.0, 8.0), "P": (8.0, 16.0), "Q": (16.0, 24.0)}
"""The latitudes, in degrees, of the bands that Thailand lies in; 8 degrees each (NGA.STND.0037)."""

INDIAN_1975_ACCURACY_M = 3.0
"""What EPSG states for 1812, "Indian 1975 to WGS 84 (4)", the change of datum for Thailand ashore."""

_INDIAN_1975_TO_WGS84 = "urn:ogc:def:coordinateOperation:EPSG::1812"
"""By its number: left to itself PROJ takes a gas field's own one wherever the field's box reaches, 185 m elsewhere."""

_GRIDS: dict[tuple[Datum, int], int] = {
    ("WGS84", 47): 32647,
    ("WGS84", 48): 32648,
    ("Indian 1975", 47): 24047,
    ("Indian 1975", 48): 24048,
}

_BAND_TOLERANCE_DEG = 0.05
"""A band is named from a map; the datum moves its edge by some 300 m."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPosition:
    """Metres of UTM's northern half."""

    zone: int
    easting_m: float
    northing_m: float
    datum: Datum = "WGS84"

    def to_degrees(self) -> LonLat:
        """On WGS84."""
        lon, lat = _projection(_GRIDS[self.datum, self.zone])(self.easting_m, self.northing_m, inverse=True)
        degrees = LonLat(lon=lon, lat=lat)
        return degrees if self.datum == "WGS84" else from_indian_1975(degrees)


def from_indian_1975(degrees: LonLat) -> LonLat:
    """Degrees on Indian 1975 as degrees on WGS84: the same numbers lie some 600 m apart."""
    lat, lon = _change_of_datum().transform(degrees.lat, degrees.lon)
    return LonLat(lon=lon, lat=lat)


def lies_in_band(lat: float, band: str) -> bool:
    """Whether a latitude in degrees is in the band of this letter, or a hair outside."""
    south, north = BANDS[band]
    return south - _BAND_TOLERANCE_DEG <= lat <= north + _BAND_TOLERANCE_DEG


@cache
def _projection(epsg: int) -> pyproj.Proj:
    return pyproj.Proj(epsg)


@cache
def _change_of_datum() -> pyproj.Transformer:
    return pyproj.Transformer.from_pipeline(_INDIAN_1975_TO_WGS84)
