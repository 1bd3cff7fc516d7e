"""`geo:` URIs (RFC 5870), and Android's way of writing a pin into one."""

import re
from urllib.parse import parse_qs, unquote

from geo.coordinate_forms.parsed_position import ParsedPosition, WrongPosition
from geo.coordinates import LonLat
from geo.words import N_

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})")
_FORM = re.compile(rf"geo:({_NUMBER}),({_NUMBER})(?:,{_NUMBER})?((?:;[^?]*)?)(?:\?(.*))?", re.IGNORECASE)
_CRS = re.compile(r";crs=([^;]*)", re.IGNORECASE)


def parse_geo_uri(text: str) -> ParsedPosition | None:
    """Latitude first, as the RFC has it; None where the text is something else. Raises: WrongPosition, InvalidQuery."""
    if not text.lower().startswith("geo:"):
        return None
    match = _FORM.fullmatch(unquote(text))
    if match is None:
        raise WrongPosition(N_("A geo: URI is written geo:LATITUDE,LONGITUDE, such as geo:13.1492,100.8085."))
    crs = _CRS.search(match[3])
    if crs and crs[1].lower() != "wgs84":
        raise WrongPosition(N_("This geo: URI is on '{crs}'; only wgs84 is understood."), crs=crs[1])
    # geo:0,0?q=13.1,100.8(label) is how Android says "a pin there"
    pin = _PAIR.match(parse_qs(match[4] or "").get("q", [""])[0])
    lat, lon = (pin[1], pin[2]) if pin else (match[1], match[2])
    return ParsedPosition(position=LonLat(lon=float(lon), lat=float(lat)), form="geo_uri")
