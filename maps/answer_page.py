"""The sheet a saved map stands on: one HTML file with the list beside the map, and everything it needs inside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from branca.element import Figure
from folium.template import Template

from geo.coordinates import LonLat


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The library itself, as text: maps are made where there may be no network."""

    script: str
    style: str

    @property
    def own_style(self) -> str:
        """The stylesheet without its pictures, which only controls and markers need that are not used here."""
        return re.sub(r"url\([^)]*\)", "none", self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Where the pictures of the ground come from: the only thing a saved map asks the network for."""

    url: str
    attribution: str

    @property
    def source(self) -> str:
        """Their host, as a Content-Security-Policy names it."""
        address = urlsplit(self.url.replace("{s}", "*"))
        return f"{address.scheme}://{address.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a map is made with: `tiles`, or without them `land`, GeoJSON that is drawn under the pins."""

    leaflet: Leaflet
    land: str | None = None
    tiles: Tiles | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A service point on the map and in the list; `lines` are what is said below its name."""

    position: LonLat
    name: str
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedAnswer:
    """What the map shows: `pins` numbered from 1 in their order; `notes` stand above the list."""

    title: str
    language: str
    origin: LonLat
    pins: Sequence[Pin]
    notes: Sequence[str] = ()


class AnswerPage(Figure):
    """A branca figure with our own sheet: a language, a title, a numbered list, the map; no address of any CDN."""

    _template = Template(
        """<!doctype html>
<html lang="{{ this.answer.language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">
<meta name="referrer" content="strict-origin-when-cross-origin">
<title>{{ this.answer.title|e }}</title>
<style>{{ this.ground.leaflet.own_style }}</style>
{{ this.map_header(kwargs) }}
<style>
html, body { height: auto; margin: 0; font: 1rem/1.5 Sarabun, "Noto Sans Thai", Thonburi, sans-serif; color: #0b0c0c; }
main { display: flex; flex-wrap: wrap; gap: 1rem; padding: 1rem; }
h1 { flex: 1 0 100%; margin: 0; font-size: 1.4rem; }
.list { flex: 1 1 18rem; margin: 0; padding: 0; list-style: none; }
.list li { display: flex; gap: .75rem; padding: .75rem 0; border-top: 1px solid #b1b4b6; }
.list p { margin: 0; overflow-wrap: anywhere; }
.map { flex: 3 1 24rem; height: 80vh; min-height: 20rem; }
.note { flex: 1 0 100%; margin: 0; }
.pin { flex: none; box-sizing: border-box; width: 2rem; height: 2rem; border: 2px solid #fff; border-radius: 50%;
  background: #12436d; color: #fff; font: bold .9rem/1.75rem sans-serif; text-align: center; }
.origin { box-sizing: border-box; width: 1.25rem; height: 1.25rem; border: 4px solid #fff; border-radius: 50%;
  background: #a8200d; box-shadow: 0 0 0 2px #a8200d; }
.leaflet-container { background: #dfe9f0; font: inherit; }
@media print { .map { height: 12cm; flex-basis: 100%; } }
</style>
<script>{{ this.ground.leaflet.script }}</script>
</head>
<body>
<main>
<h1>{{ this.answer.title|e }}</h1>
{% for note in this.answer.notes %}<p class="note">{{ note|e }}</p>
{% endfor %}<ol class="list">
{% for pin in this.answer.pins %}<li id="pin-{{ loop.index }}"><span class="pin">{{ loop.index }}</span>
<div class="words"><p><strong class="name">{{ pin.name|e }}</strong></p>
{% for line in pin.lines %}<p>{{ line|e }}</p>
{% endfor %}</div></li>
{% endfor %}</ol>
<div class="map">{{ this.html.render(**kwargs) }}</div>
</main>
<script>
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
"""
    )

    def __init__(self, answer: PinnedAnswer, ground: Ground) -> None:
        super().__init__(title=answer.title)
        self.answer = answer
        self.ground = ground
        images = f"data: {ground.tiles.source}" if ground.tiles else "data:"
        self.policy = f"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src {images}"

    def map_header(self, kwargs: dict[str, object]) -> str:
        """What folium wants in the head, without its viewport, which would forbid people to zoom."""
        header: str = self.header.render(**kwargs)
        return re.sub(r"<meta[^>]*>", "", header)
