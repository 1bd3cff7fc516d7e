"""One text, any form: decimal degrees, minutes and seconds, UTM, MGRS, Plus Codes, `geo:` URIs, links of maps."""

import re
from dataclasses import replace

from geo.coordinate_forms.degrees import parse_degrees
from geo.coordinate_forms.geo_uri import parse_geo_uri
from geo.coordinate_forms.grid import INDIAN_1975_ACCURACY_M, from_indian_1975
from geo.coordinate_forms.map_links import parse_map_link
from geo.coordinate_forms.military_grid import parse_mgrs
from geo.coordinate_forms.parsed_position import Datum, NotAPosition, ParsedPosition
from geo.coordinate_forms.plus_codes import parse_plus_code
from geo.coordinate_forms.typed_text import plain_signs
from geo.coordinate_forms.utm import parse_utm
from geo.coordinates import LonLat
from geo.errors import InvalidQuery

LONGEST_TEXT = 2_000
"""Links are long; nothing that holds a position is longer."""

_INDIAN = re.compile(r"(?:datum\s*:?\s*)?(?:indian|อินเดีย[นร]?|ind\.?)[\s_-]*(?:datum[\s_-]*)?(?:19)?75", re.IGNORECASE)
_WGS84 = re.compile(r"(?:datum\s*:?\s*)?wgs[\s_-]*(?:19)?84", re.IGNORECASE)
_EPSG = re.compile(r"epsg:?\s*(24047|24048|32647|32648|4240|4326)", re.IGNORECASE)
_EPSG_MEANS: dict[str, tuple[Datum, str]] = {
    "24047": ("Indian 1975", "47"),
    "24048": ("Indian 1975", "48"),
    "32647": ("WGS84", "47"),
    "32648": ("WGS84", "48"),
    "4240": ("Indian 1975", ""),
    "4326": ("WGS84", ""),
}


def parse_position(text: str, *, near: LonLat | None = None, field: str | None = None) -> ParsedPosition:
    """`near` completes a short Plus Code; `field` is the input that errors name.

    Raises: NotAPosition for a text of no form; WrongPosition or InvalidQuery for one that cannot be a position.
    """
    try:
        found = None if len(text) > LONGEST_TEXT else _in_any_form(text.strip(), near)
    except InvalidQuery as error:
        error.field = field if field is not None else error.field
        raise
    if found is None:
        raise NotAPosition(text.strip(), field=field)
    return found


def _in_any_form(text: str, near: LonLat | None) -> ParsedPosition | None:
    if (found := parse_map_link(text) or parse_geo_uri(text)) is not None:
        return found
    datum, rest = _datum(plain_signs(text))
    return parse_plus_code(rest, near) or parse_mgrs(rest, datum) or parse_utm(rest, datum) or _degrees_on(rest, datum)


def _datum(text: str) -> tuple[Datum, str]:
    """The datum that the text names, WGS84 when it names none, and the text without the name."""
    if epsg := _EPSG.search(text):
        datum, zone = _EPSG_MEANS[epsg[1]]
        return datum, f"{zone} {_EPSG.sub('', text)}".strip(" ,;()")
    for form, name in ((_INDIAN, "Indian 1975"), (_WGS84, "WGS84")):
        if form.search(text):
            return name, form.sub("", text).strip(" ,;()")  # type: ignore[return-value]
    return "WGS84", text


def _degrees_on(text: str, datum: Datum) -> ParsedPosition | None:
    found = parse_degrees(text)
    if found is None or datum == "WGS84":
        return found
    position = from_indian_1975(found.position)
    return replace(found, position=position, datum=datum, size_m=INDIAN_1975_ACCURACY_M)
