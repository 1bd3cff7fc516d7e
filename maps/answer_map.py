"""An answer as a map that can be saved, mailed and printed: one HTML file that needs nothing from anywhere."""

from collections.abc import Sequence

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.coordinates import LonLat
from geo.words import N_, translate
from maps.answer_page import AnswerPage, Ground, PinnedAnswer

LAND_STYLE = {"fillColor": "#f8f7f2", "fillOpacity": 1, "color": "#8a8f94", "weight": 1}

CLOSEST_ZOOM = 16
"""A single service point next door is shown with the streets around it, not as a doorstep."""

LatLon = tuple[float, float]
"""What Leaflet calls a position: latitude first, longitude of any turn."""

PIN_SIZE = (32, 32)
ORIGIN_SIZE = (20, 20)


def draw_answer_map(answer: PinnedAnswer, ground: Ground) -> str:
    """A whole HTML document: the pins of the answer, numbered, on the map and in a list beside it."""
    origin = (answer.origin.lat, answer.origin.lon)
    page = AnswerPage(answer, ground)
    sheet = _OfflineMap(location=origin, tiles=None, zoom_start=12, control_scale=True)
    sheet.add_to(page)
    _add_ground(sheet, ground)
    _add_origin(sheet, origin, answer.language)
    positions = [_beside(answer.origin, pin.position) for pin in answer.pins]
    for number, position in enumerate(positions, start=1):
        _add_pin(sheet, number, position)
    sheet.fit_bounds(_bounds([origin, *positions]), padding=(40, 40), max_zoom=CLOSEST_ZOOM)
    document: str = page.render()
    return document


class _OfflineMap(folium.Map):
    """folium's map without the libraries it would load from CDNs: Leaflet is in the page already, the rest unused."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own form
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Spot(folium.Marker):
    """A marker that is a styled box with at most a number in it.

    folium gives a marker its icon only after it was made, and until then Leaflet asks for its own picture.
    """

    _template = Template(
        """{% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.marker({{ this.location|tojson }}, {
            title: {{ this.title|tojson }},
            zIndexOffset: {{ this.height|tojson }},
            icon: L.divIcon({
                className: {{ this.style|tojson }}, html: {{ this.text|tojson }}, iconSize: {{ this.size|tojson }}
            })
        }).addTo({{ this._parent.get_name() }});
        {% endmacro %}"""
    )

    def __init__(
        self, position: LatLon, *, style: str, size: tuple[int, int], number: int = 0, title: str = ""
    ) -> None:
        super().__init__(position)
        self.style = style
        self.size = size
        self.text = str(number or "")
        self.height = -1000 * number
        """Of pins in one place the nearest lies on top; Leaflet would take the southernmost."""
        self.title = title


class _Caption(MacroElement):
    """Gives a marker the words of its item in the list, as title and popup.

    folium renders what it is given as a Jinja template once more: no text of the data may ever pass through it.
    """

    _template = Template(
        """{% macro script(this, kwargs) %}
        (function (marker, item) {
            marker.getElement().title = item.querySelector(".name").textContent;
            marker.bindPopup(item.querySelector(".words").cloneNode(true));
        })({{ this._parent.get_name() }}, document.getElementById("pin-{{ this.number }}"));
        {% endmacro %}"""
    )

    def __init__(self, number: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Caption"
        self.number = number


def _add_ground(sheet: folium.Map, ground: Ground) -> None:
    if ground.tiles is not None:
        folium.TileLayer(tiles=ground.tiles.url, attr=ground.tiles.attribution or " ").add_to(sheet)
    elif ground.land is not None:
        folium.GeoJson(ground.land, style_function=lambda _: LAND_STYLE, interactive=False).add_to(sheet)


def _add_pin(sheet: folium.Map, number: int, position: LatLon) -> None:
    spot = _Spot(position, style="pin", size=PIN_SIZE, number=number)
    _Caption(number).add_to(spot)
    spot.add_to(sheet)


def _add_origin(sheet: folium.Map, position: LatLon, language: str) -> None:
    here = translate(N_("You are here"), language)
    _Spot(position, style="origin", size=ORIGIN_SIZE, title=here).add_to(sheet)


def _beside(origin: LonLat, position: LonLat) -> LatLon:
    """The position on the same turn of the earth as the origin: 179° W is drawn at 181° E for somebody in Fiji."""
    turns = round((origin.lon - position.lon) / 360)
    return position.lat, position.lon + 360 * turns


def _bounds(positions: Sequence[LatLon]) -> list[LatLon]:
    """South-west and north-east corners, as Leaflet takes them."""
    lats, lons = zip(*positions, strict=True)
    return [(min(lats), min(lons)), (max(lats), max(lons))]
