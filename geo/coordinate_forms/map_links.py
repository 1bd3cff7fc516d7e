"""Links of map sites that hold a position: Google, Apple, OpenStreetMap, Longdo, Bing, HERE, Waze.

Nothing is fetched. A pin is preferred to the middle of what the map shows, which is only where somebody looked.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from geo.coordinate_forms.degrees import parse_degrees
from geo.coordinate_forms.parsed_position import ParsedPosition, WrongPosition
from geo.coordinate_forms.typed_text import plain_signs
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.words import N_

_LINK = re.compile(
    r"(?:https?://|(?=(?:www\.|maps?\.)?(?:google\.|goo\.gl|app\.goo\.gl|apple\.|openstreetmap\.|osm\.|longdo\.)))\S+",
    re.IGNORECASE,
)
_SHORT_HOSTS = re.compile(
    r"goo\.gl|g\.co|share\.google|maps\.apple$|lin\.ee|bit\.ly|t\.co$|binged\.it|her\.is|osm\.org/go"
)

_N = r"(-?[0-9]{1,3}(?:\.[0-9]+)?)"
_GOOGLE_PIN = re.compile(rf"!3d{_N}!4d{_N}")
_GOOGLE_STOP = re.compile(rf"!1d{_N}!2d{_N}")
_GOOGLE_EMBEDDED = re.compile(rf"!2d{_N}!3d{_N}")
_VIEW = re.compile(rf"@{_N},{_N}")
_HASH_MAP = re.compile(rf"map=[0-9.]+/{_N}/{_N}")
_PAIR = re.compile(rf"(?:loc:|ll\.|point\.)?\s*{_N}\s*[,~_ ]\s*{_N}(?:[,~_ (].*)?")

_PIN_NAMES = ("q", "query", "ll", "destination", "daddr", "coordinate", "sp", "to", "cbll")
_VIEW_NAMES = ("center", "cp", "sll", "viewpoint", "map")
_LAT_LON_NAMES = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("latitude", "longitude"))

Pair = tuple[str, str]
"""Latitude and longitude as the link has them."""


def parse_map_link(text: str) -> ParsedPosition | None:
    """None where the text holds no link. Raises: WrongPosition for a link without a position, or a shortened one."""
    found = _LINK.search(text)
    if found is None:
        return None
    link = found[0] if "://" in found[0] else f"https://{found[0]}"
    try:
        parts = urlsplit(link.rstrip(".,;)>'\""))
    except ValueError:
        raise WrongPosition(N_("This link holds no position. Put a pin on the map and copy its link.")) from None
    for lat, lon in _pairs(parts):
        return ParsedPosition(position=LonLat(lon=float(lon), lat=float(lat)), form="map_link")
    if (written := _written_out(parts)) is not None:
        return ParsedPosition(position=written.position, form="map_link")
    if _SHORT_HOSTS.search(f"{parts.hostname or ''}{parts.path}"):
        message = N_("This link is shortened. Open it first, then copy the long address that the map shows.")
        raise WrongPosition(message)
    raise WrongPosition(N_("This link holds no position. Put a pin on the map and copy its link."))


def _pairs(parts: SplitResult) -> Iterator[Pair]:
    """The positions in a link, pins first."""
    path = unquote(parts.path)
    values = {name.lower(): value for name, value in (parse_qs(parts.query) | parse_qs(_fragment_query(parts))).items()}
    data = path + unquote(parts.query)
    yield from _last(_GOOGLE_PIN, data)
    yield from _last(_GOOGLE_STOP, data, lon_first=True)
    for lat_name, lon_name in _LAT_LON_NAMES:
        if lat_name in values and lon_name in values:
            yield from _numbers(values[lat_name][0], values[lon_name][0])
    yield from _named(values, _PIN_NAMES, parts)
    yield from (pair for step in path.split("/") if (pair := _pair(step)))
    yield from _last(_HASH_MAP, unquote(parts.fragment))
    yield from _last(_GOOGLE_EMBEDDED, data, lon_first=True)
    yield from _last(_VIEW, path)
    yield from _named(values, _VIEW_NAMES, parts)


def _fragment_query(parts: SplitResult) -> str:
    return parts.fragment.lstrip("?/")


def _last(form: re.Pattern[str], text: str, *, lon_first: bool = False) -> Iterator[Pair]:
    """Of several stops the last is where the way leads."""
    found: list[Pair] = form.findall(text)
    if found:
        yield (found[-1][1], found[-1][0]) if lon_first else found[-1]


def _named(values: dict[str, list[str]], names: tuple[str, ...], parts: SplitResult) -> Iterator[Pair]:
    lon_first = "yandex" in (parts.hostname or "")
    for name in names:
        for value in values.get(name, []):
            if pair := _pair(value):
                yield (pair[1], pair[0]) if lon_first else pair


def _pair(text: str) -> Pair | None:
    match = _PAIR.fullmatch(text.replace("+", " ").strip())
    return (match[1], match[2]) if match else None


def _numbers(lat: str, lon: str) -> Iterator[Pair]:
    if re.fullmatch(_N, lat) and re.fullmatch(_N, lon):
        yield lat, lon


def _written_out(parts: SplitResult) -> ParsedPosition | None:
    """Google also writes degrees, minutes and seconds into the path."""
    read: Callable[[str], ParsedPosition | None] = parse_degrees
    for step in (*unquote(parts.path).split("/"), *parse_qs(parts.query).get("q", [])):
        try:
            found = read(plain_signs(step.replace("+", " ")))
        except InvalidQuery:
            found = None
        if found is not None:
            return found
    return None
