"""Turning a page's context into HTML: the templates and the frame around every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse

from api.pages.languages import language_of, native_name, path_in
from api.pages.static_files import static_url
from geo.settings import Settings
from geo.words import DEFAULT_LANGUAGE, languages, translate

TEMPLATES = Path(__file__).parents[1] / "templates"


class Page(Protocol):
    """What every page's context has; the rest is its own template's."""

    @property
    def title(self) -> str: ...

    @property
    def shows_demo_data(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    language: str
    name: str
    href: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """`tile_url` None: the map draws areas' outlines instead."""

    tile_url: str | None
    tile_attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a page. Hrefs are paths on this site, URLs are absolute."""

    language: str
    home: str
    procedures: str
    areas: str
    agencies: str
    embed: str
    path: str
    site_url: str
    canonical_url: str
    default_url: str
    alternates: tuple[Alternate, ...]
    map: MapSettings


def render_page(  # noqa: PLR0913 - each has its default
    request: Request,
    template: str,
    page: Page,
    *,
    status: int = 200,
    about: tuple[str, ...] | None = None,
    headers: Mapping[str, str] | None = None,
    staff: object = None,
) -> HTMLResponse:
    """The whole page, in the language of its address.

    `about`: the parameters that its canonical address keeps; None is all but the place in a list of answers.
    `staff`: what surrounds a page for staff besides.
    """
    frame = _frame(request, request.app.state.settings, about)
    body = _environment().get_template(template).render(page=page, frame=frame, staff=staff)
    return HTMLResponse(body, status, {"Cache-Control": "private, no-cache", **(headers or {})})


def render_fragment(request: Request, template: str, page: object) -> HTMLResponse:
    """A part of a page, for scripts that put it in place; search engines are kept away from it."""
    frame = _frame(request, request.app.state.settings, None)
    body = _environment().get_template(template).render(page=page, frame=frame)
    return HTMLResponse(body, headers={"X-Robots-Tag": "noindex"})


@dataclass(frozen=True, slots=True)
class Tongue:
    """All of a frame that a document on paper needs."""

    language: str


def render_document(template: str, page: object, language: str) -> str:
    """What is no page of the site, such as a document that becomes a PDF."""
    return _environment().get_template(template).render(page=page, frame=Tongue(language))


def site_url(request: Request, settings: Settings) -> str:
    """The address of the site, without a slash at its end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def _frame(request: Request, settings: Settings, about: tuple[str, ...] | None) -> Frame:
    base = site_url(request, settings)
    path = request.url.path
    language = language_of(path)
    query = _query_of(request, about)
    suffix = f"?{query}" if query else ""
    here = f"?{request.url.query}" if request.url.query else ""
    return Frame(
        language=language,
        home=path_in(language, "/"),
        procedures=path_in(language, "/procedures"),
        areas=path_in(language, "/areas"),
        agencies=path_in(language, "/agencies"),
        embed=path_in(language, "/embed/code"),
        path=path,
        site_url=base,
        canonical_url=base + path + suffix,
        default_url=base + path_in(DEFAULT_LANGUAGE, path) + suffix,
        alternates=tuple(
            Alternate(other, native_name(other), path_in(other, path) + here, base + path_in(other, path) + suffix)
            for other in languages()
        ),
        map=MapSettings(tile_url=settings.tile_url, tile_attribution=settings.tile_attribution),
    )


def _query_of(request: Request, about: tuple[str, ...] | None) -> str:
    names = set(request.query_params)
    left_out = {"cursor", "start"} if about is None else names - set(about)
    return request.url.remove_query_params(sorted(left_out)).query


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        auto_reload=False,  # or each page asks the disk for the age of each of its parts
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _translate
    environment.globals["static"] = static_url
    return environment


@pass_context
def _translate(context: Context, message: str, /, **values: object) -> str:
    frame: Frame = context["frame"]
    return translate(message, frame.language, **values)
