"""What search engines are given: every page in every language, and nothing that is not shown."""

import gzip
import re
from xml.etree import ElementTree as ET

import httpx
import pytest

from api.citizen.browse import sitemap
from tests.api.small_country import HIDDEN_OFFICE, HIDDEN_PROCEDURE, ID_CARD, ISLAND_OFFICE

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
URL = "{http://www.sitemaps.org/schemas/sitemap/0.9}url"
LINK = "{http://www.w3.org/1999/xhtml}link"


def addresses_in(xml: str | bytes) -> list[str]:
    return [str(found.text) for found in ET.fromstring(xml).iter(LOC)]  # noqa: S314 - our own


def parts_of(client: httpx.Client) -> list[bytes]:
    parts = [client.get(part) for part in addresses_in(client.get("/sitemap.xml").content)]
    assert all(part.headers["content-type"] == "application/gzip" for part in parts)
    assert all("content-encoding" not in part.headers for part in parts)
    return [gzip.decompress(part.content) for part in parts]


def test_every_page_is_in_it_once_for_each_language(client: httpx.Client) -> None:
    addresses = [address for part in parts_of(client) for address in addresses_in(part)]
    assert len(addresses) == len(set(addresses))
    paths = {address.removeprefix(str(client.base_url).rstrip("/")) for address in addresses}
    for path in ("/", "/procedures", "/areas/20", "/areas/2008", "/agencies/0150400000000"):
        assert {path, f"/en{path}"} <= paths
    assert {f"/procedures/{ID_CARD}", f"/en/service-points/{ISLAND_OFFICE}"} <= paths
    assert not [path for path in paths if path.endswith((HIDDEN_OFFICE, HIDDEN_PROCEDURE))]
    assert not [path for path in paths if "/areas/" not in path and client.get(path).status_code != 200]


def test_each_address_names_its_other_languages(client: httpx.Client) -> None:
    general = ET.fromstring(parts_of(client)[0])  # noqa: S314 - our own
    for url in general.iter(URL):
        links = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        assert url.findtext(LOC) in links.values()
        assert set(links) == {"th", "en", "x-default"}


def test_parts_are_no_longer_than_allowed(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sorted(address for part in parts_of(client) for address in addresses_in(part))
    monkeypatch.setattr(sitemap, "MOST_URLS", 10)
    small = [addresses_in(part) for part in parts_of(client)]
    assert max(len(part) for part in small[1:]) <= 10
    assert sorted(address for part in small for address in part) == whole


@pytest.mark.parametrize("path", ["/sitemaps/people-1.xml.gz", "/sitemaps/agencies-0.xml.gz"])
def test_no_such_part(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_are_shown_the_way_and_kept_from_questions(client: httpx.Client) -> None:
    robots = client.get("/robots.txt").text
    assert re.search(r"^Sitemap: http.*/sitemap\.xml$", robots, re.MULTILINE)
    assert "Disallow: /nearest?*lat=\n" in robots
    assert "Disallow: /en/nearest?*lat=\n" in robots
