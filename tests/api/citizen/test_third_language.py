"""A third language is a catalogue file and nothing else: one that is made up, in which every message is marked."""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from geo.government_holidays import COMPUTED
from geo.opening_hours import BANGKOK
from tests.api.small_country import HOURS_UNKNOWN, ID_CARD, ISLAND_OFFICE, MANUAL, NOBODYS, NOT_PINNED
from tests.api.terminal.test_serve import running
from tests.geo.test_words import messages

CODE = "lo"
"""Its dates have no Latin letters, so those that are left are of messages nobody translated."""

PATHS = (
    "/",
    "/?q=บัตร&province=20&district=2008&ask=where",
    f"/nearest?procedure={ID_CARD}&area=2008&home=2008&open_only=true&day=x",
    f"/nearest?procedure={NOBODYS}&area=2008",
    f"/service-points/{ISLAND_OFFICE}",
    f"/service-points/{HOURS_UNKNOWN}",
    f"/service-points/{NOT_PINNED}",
    "/procedures",
    "/procedures?q=ราคาทองวันนี้",
    f"/procedures/{ID_CARD}?area=2008",
    "/areas",
    "/areas/2008",
    "/agencies",
    "/agencies/0150400000000",
    f"/embed?procedure={ID_CARD}&area=2008",
    f"/embed/code?procedure={ID_CARD}",
    "/design",
    "/nope",
)

NAMES = ("Pakmud", "Google Maps", "Apple Maps", "OpenStreetMap", "API", "GECC", "CPSV-AP")
"""The same in every language."""

SPOKEN_ATTRIBUTES = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "label",
    "data-copied",
    "data-denied",
    "data-locating",
)
SPOKEN_META = ("description", "og:title", "og:description", "og:site_name", "og:image:alt")
SILENT = ("script", "style", "code", "textarea", "svg")
VOID = ("meta", "link", "input", "br", "img", "hr")


class Spoken(HTMLParser):
    """The texts of a page that are in its own language, as somebody hears them."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        silent = self._silent or tag in SILENT or values.get("lang", CODE) != CODE
        if tag not in VOID:
            self._open.append((tag, silent))
        if not silent:
            self.texts += [values.get(name) or "" for name in SPOKEN_ATTRIBUTES]
            if (values.get("name") or values.get("property")) in SPOKEN_META:
                self.texts.append(values.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one catalogue, in which 'Open' is '⟦Open⟧'."""
    folder = tmp_path_factory.mktemp("translations")
    made_up = Catalog(locale=CODE)
    for message in messages():
        made_up.add(message, f"⟦{message}⟧")
    with (folder / f"{CODE}.po").open("wb") as file:
        write_po(file, made_up)
    return folder


@pytest.fixture(scope="module")
def names_of_data(small_country: str) -> list[str]:
    """What the rows are called in English, the longest first."""
    tables = ("area", "agency", "service_point", "service_point_type")
    queries = [f"SELECT name_en FROM {table}" for table in tables]  # noqa: S608 - our own words
    with create_engine(small_country, poolclass=NullPool).connect() as connection:
        rows = connection.execute(text(" UNION ".join([*queries, "SELECT title_en FROM procedure"])))
        names = {name for (name,) in rows if name}
    this_year = datetime.now(BANGKOK).year
    days = COMPUTED.holidays((this_year, this_year + 1))
    names |= {COMPUTED.name(day, "en") or "" for day in days} | {str(MANUAL["summary_en"])}
    return sorted(names - {""}, key=len, reverse=True)


@pytest.fixture(scope="module")
def site(small_country: str, catalogue: Path) -> Iterator[str]:
    """In a process of its own: a language once added stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAKMUD_TRANSLATIONS", str(catalogue))
        with running(small_country, "--port", "0") as (_process, line):
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, line
            yield found[0]


@pytest.mark.parametrize("path", PATHS)
def test_every_message_of_the_page_is_the_catalogues(site: str, names_of_data: list[str], path: str) -> None:
    answer = httpx.get(f"{site}/{CODE}{path}", headers={"Accept": "text/html"}, timeout=60)
    assert answer.status_code in (200, 404, 422)
    assert f'<html lang="{CODE}"' in answer.text
    assert "⟦" in answer.text
    spoken = Spoken()
    spoken.feed(answer.text)
    left = {stray for one in spoken.texts if (stray := _untranslated(one, names_of_data))}
    assert left == set()


def test_it_is_offered_under_its_own_name(site: str) -> None:
    page = httpx.get(f"{site}/areas", headers={"Accept": "text/html"}, timeout=60).text
    assert f'<a href="/{CODE}/areas" hreflang="{CODE}" lang="{CODE}">ລາວ</a>' in page
    assert f'hreflang="{CODE}" href="{site}/{CODE}/areas"' in page


def _untranslated(spoken: str, names: list[str]) -> str | None:
    """What has Latin words after messages and names are taken out of it."""
    left = spoken
    while left != (left := re.sub(r"⟦[^⟦⟧]*⟧", "", left)):
        pass
    if not re.search(r"[A-Za-z]{2}", left):
        return None
    for name in (*NAMES, *names):
        left = left.replace(name, "")
    return spoken.strip() if re.search(r"[A-Za-z]{2}", left) else None
