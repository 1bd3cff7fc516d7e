"""A saved map stands alone: no other file, no network, and nothing in a name can break out of it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from geo.coordinates import LonLat
from maps.answer_map import draw_answer_map
from maps.answer_page import Ground, Leaflet, Pin, PinnedAnswer, Tiles

VENDOR = Path(__file__).parents[2] / "api" / "static" / "vendor"
LEAFLET = Leaflet(
    script=(VENDOR / "leaflet" / "leaflet.js").read_text(), style=(VENDOR / "leaflet" / "leaflet.css").read_text()
)
LAND = (VENDOR / "world-atlas" / "region.json").read_text()

HERE = LonLat(lon=100.8085, lat=13.1492)
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\">'`${1+1}`{{ 7*7 }}{% raw %}{# #}&amp;\\"

PINS = [
    Pin(position=LonLat(lon=100.8117, lat=13.1492), name="ที่ว่าการอำเภอเกาะสีชัง", lines=["350 m", "0 2000 0000"]),
    Pin(position=LonLat(lon=100.9300, lat=13.1700), name=HOSTILE, lines=[HOSTILE]),
]


def draw(*, ground: Ground | None = None, pins: list[Pin] = PINS, origin: LonLat = HERE, language: str = "en") -> str:
    answer = PinnedAnswer(title=f"Nearest {HOSTILE}", language=language, origin=origin, pins=pins, notes=["Made up."])
    return draw_answer_map(answer, ground or Ground(leaflet=LEAFLET, land=LAND))


class Links(HTMLParser):
    """What a page loads or leads to."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.loaded += [named[name] or "" for name in ("src", "srcset", "data") if name in named]
        if tag == "link":
            self.loaded.append(named.get("href") or "")


def test_nothing_is_loaded() -> None:
    document = draw()
    assert Links(document).loaded == []
    styles = "".join(re.findall(r"<style>(.*?)</style>", document, re.DOTALL))
    assert not re.search(r"url\(|@import", styles)
    for host in ("jsdelivr", "cloudflare", "jquery", "bootstrap", "openstreetmap"):
        assert host not in document


def test_language_and_title() -> None:
    document = draw(language="th")
    assert '<html lang="th">' in document
    assert "user-scalable" not in document


def test_only_the_tiles_host_is_allowed() -> None:
    tiles = Tiles(url="https://{s}.tiles.example/{z}/{x}/{y}.png", attribution="© Somebody")
    document = draw(ground=Ground(leaflet=LEAFLET, land=LAND, tiles=tiles))
    assert "img-src data: https://*.tiles.example" in document
    assert "{z}/{x}/{y}.png" in document
    assert '"coordinates": [' not in document
    assert '"coordinates": [' in draw()
    assert 'img-src data:"' in draw()


@pytest.mark.browser
def test_it_works_without_a_network(page: Page, tmp_path: Path) -> None:
    asked, errors = open_offline(page, tmp_path, draw())
    assert page.locator(".leaflet-marker-icon.pin").all_inner_texts() == ["1", "2"]
    assert page.locator(".list .pin").all_inner_texts() == ["1", "2"]
    assert page.locator(".leaflet-interactive, path").count() > 0
    page.locator(".leaflet-marker-icon.pin").first.click()
    assert "ที่ว่าการอำเภอเกาะสีชัง" in page.locator(".leaflet-popup-content").inner_text()
    assert (asked, errors) == ([], [])


@pytest.mark.browser
def test_names_are_shown_letter_by_letter(page: Page, tmp_path: Path) -> None:
    _asked, errors = open_offline(page, tmp_path, draw())
    assert page.title() == f"Nearest {HOSTILE}"
    assert page.locator("#pin-2 .name").inner_text() == HOSTILE
    page.locator(".leaflet-marker-icon.pin").nth(1).click()
    assert page.locator(".leaflet-popup-content .name").inner_text() == HOSTILE
    assert page.locator(".leaflet-marker-icon.pin").nth(1).get_attribute("title") == HOSTILE
    assert page.locator("img").count() == 0
    assert errors == []


@pytest.mark.browser
def test_nobody_found_is_a_map_of_where_one_is(page: Page, tmp_path: Path) -> None:
    _asked, errors = open_offline(page, tmp_path, draw(pins=[]))
    assert page.locator(".leaflet-marker-icon.origin").count() == 1
    assert errors == []


@pytest.mark.browser
def test_neighbours_across_the_date_line_stand_side_by_side(page: Page, tmp_path: Path) -> None:
    pins = [Pin(position=LonLat(lon=-179.95, lat=-16.8), name="Taveuni")]
    open_offline(page, tmp_path, draw(pins=pins, origin=LonLat(lon=179.95, lat=-16.8)))
    pin = page.locator(".leaflet-marker-icon.pin").bounding_box()
    origin = page.locator(".leaflet-marker-icon.origin").bounding_box()
    assert pin is not None
    assert origin is not None
    assert pin["x"] > origin["x"]


def open_offline(page: Page, folder: Path, document: str) -> tuple[list[str], list[str]]:
    """Opens the document as a saved file; what it asks other hosts for, and its errors, as they come."""
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.context.set_offline(True)
    file = folder / "map.html"
    file.write_text(document, encoding="utf-8")
    page.goto(file.as_uri())
    page.locator(".leaflet-marker-icon.origin").wait_for()
    return asked, errors
