"""The parts that pages are made of, on one page, for whoever adds another."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.breadcrumbs import Crumb
from api.pages.languages import language_of
from api.pages.rendering import render_page
from geo.words import N_, translate

COLOURS = ("brand", "pin", "ground", "paper", "ink", "quiet", "line", "open", "closed", "wait", "unknown")
"""The custom properties of `pakmud.css`, without their `--pk-`."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPage:
    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    colours: tuple[str, ...]


@router.get("/design")
def show_design(request: Request) -> HTMLResponse:
    title = translate(N_("The parts of a page"), language_of(request.url.path))
    page = DesignPage(title=title, shows_demo_data=False, crumbs=(Crumb(title),), colours=COLOURS)
    return render_page(request, "design.html", page, about=())
