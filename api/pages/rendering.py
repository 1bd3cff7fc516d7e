"""Turning a page's context into HTML: the templates and the frame around every page."""

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
    path: str
    canonical_url: str
    default_url: str
    alternates: tuple[Alternate, ...]
    map: MapSettings


def render_page(request: Request, template: str, page: Page, *, status: int = 200) -> HTMLResponse:
    """The whole page, in the language of its address."""
    return HTMLResponse(_render(request, template, page), status, {"Cache-Control": "private, no-cache"})


def render_fragment(request: Request, template: str, page: object) -> HTMLResponse:
    """A part of a page, for scripts that put it in place; search engines are kept away from it."""
    return HTMLResponse(_render(request, template, page), headers={"X-Robots-Tag": "noindex"})


def _render(request: Request, template: str, page: object) -> str:
    return _environment().get_template(template).render(page=page, frame=_frame(request, request.app.state.settings))


def _frame(request: Request, settings: Settings) -> Frame:
    base = (settings.public_url or str(request.base_url)).rstrip("/")
    path = request.url.path
    language = language_of(path)
    # The place in a list of answers is not part of what the page is about.
    query = request.url.remove_query_params(["cursor", "start"]).query
    suffix = f"?{query}" if query else ""
    here = f"?{request.url.query}" if request.url.query else ""
    return Frame(
        language=language,
        home=path_in(language, "/"),
        procedures=path_in(language, "/procedures"),
        path=path,
        canonical_url=base + path + suffix,
        default_url=base + path_in(DEFAULT_LANGUAGE, path) + suffix,
        alternates=tuple(
            Alternate(other, native_name(other), path_in(other, path) + here, base + path_in(other, path) + suffix)
            for other in languages()
        ),
        map=MapSettings(tile_url=settings.tile_url, tile_attribution=settings.tile_attribution),
    )


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
