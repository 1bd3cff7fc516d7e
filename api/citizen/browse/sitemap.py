"""All addresses of the site for search engines: an index of compressed parts, and what robots may read.

https://www.sitemaps.org/protocol.html; every page stands in it once for each language, with its other languages.
"""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import prefix_of
from api.pages.rendering import site_url
from geo.database import reachable
from geo.errors import NotFound
from geo.public_records import Part, PublicRecord, find_areas_with_pages, find_part, find_parts
from geo.words import DEFAULT_LANGUAGE, N_, languages

MOST_URLS = 50_000
KINDS = ("procedures", "agencies", "service-points")
GENERAL = "general"
GENERAL_PATHS = ("/", "/procedures", "/areas", "/agencies", "/embed/code")
GZIP = 31
"""zlib's word for a stream with gzip's header."""

KEPT = {"Cache-Control": "public, max-age=3600"}

ROBOTS = """User-agent: *
Disallow: /v1/
{closed}
Sitemap: {site}/sitemap.xml
"""
CLOSED = (
    "/nearest?*lat=",
    "/nearest?*cursor=",
    "/nearest?*home=",
    "/suggestions",
    "/area-lists",
    "/home-areas",
    "/filter-counts",
    "/embed?",
)
"""Positions of people, pages of a list and parts of pages: there is no end to them, and nothing that no page has."""

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
def show_robots(request: Request, settings: AppSettings) -> PlainTextResponse:
    closed = "\n".join(f"Disallow: {prefix_of(language)}{path}" for language in languages() for path in CLOSED)
    return PlainTextResponse(ROBOTS.format(closed=closed, site=site_url(request, settings)), headers=KEPT)


@router.get("/sitemap.xml")
def show_index(request: Request, session: DatabaseSession, settings: AppSettings) -> Response:
    site = site_url(request, settings)
    rows = [_index_row(site, GENERAL, Part(1, None))]
    for kind in KINDS:
        rows += [_index_row(site, kind, part) for part in find_parts(session, kind, _size())]
    body = _document("sitemapindex", "", rows)
    return Response("".join(body), media_type="application/xml", headers=KEPT)


@router.get("/sitemaps/{kind}-{number}.xml.gz")
def show_part(request: Request, settings: AppSettings, kind: str, number: int) -> StreamingResponse:
    if kind not in (*KINDS, GENERAL) or not 1 <= number < 1_000_000:
        raise NotFound(N_("There is no such list of addresses."))
    body = _compressed(_part(request, site_url(request, settings), kind, number))
    return StreamingResponse(body, media_type="application/gzip", headers=KEPT)


def _size() -> int:
    """Records in a part: each has an address in every language."""
    return MOST_URLS // len(languages())


def _part(request: Request, site: str, kind: str, number: int) -> Iterator[str]:
    # Not the request's session: that one is given back before the answer is read.
    with reachable(), Session(request.app.state.engine) as session:
        rows = chain.from_iterable(_rows(site, path, one) for path, one in _records(session, kind, number))
        yield from _document("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', rows)


def _records(session: Session, kind: str, number: int) -> Iterator[tuple[str, PublicRecord]]:
    if kind != GENERAL:
        for one in find_part(session, kind, _size(), number):
            yield f"/{kind}/{one.code}", one
    elif number == 1:
        for path in GENERAL_PATHS:
            yield path, PublicRecord(path, None)
        for one in find_areas_with_pages(session):
            yield f"/areas/{one.code}", one


def _rows(site: str, path: str, record: PublicRecord) -> Iterator[str]:
    addresses = {language: site + prefix_of(language) + path for language in languages()}
    others = {**addresses, "x-default": addresses[DEFAULT_LANGUAGE]}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(url)}/>'
        for language, url in others.items()
    )
    changed = f"<lastmod>{record.changed_at:%Y-%m-%d}</lastmod>" if record.changed_at else ""
    for url in addresses.values():
        yield f"<url><loc>{escape(url)}</loc>{changed}{links}</url>\n"


def _index_row(site: str, kind: str, part: Part) -> str:
    changed = f"<lastmod>{part.changed_at:%Y-%m-%d}</lastmod>" if part.changed_at else ""
    return f"<sitemap><loc>{escape(site)}/sitemaps/{kind}-{part.number}.xml.gz</loc>{changed}</sitemap>\n"


def _document(name: str, attributes: str, rows: Iterable[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{attributes}>\n'
    yield from rows
    yield f"</{name}>\n"


def _compressed(texts: Iterator[str]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=GZIP)
    for text in texts:
        if packed := packer.compress(text.encode()):
            yield packed
    yield packer.flush()
