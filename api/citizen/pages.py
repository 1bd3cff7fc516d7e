"""All pages for citizens, in every language: Thai at `/...`, the others at `/<code>/...`."""

from fastapi import APIRouter

from api.citizen.answer import filter_counts, nearest_page
from api.citizen.ask import ask_page, home_page, suggestions
from api.citizen.browse import agency_page, area_page, sitemap
from api.citizen.embed import code_page, widget_page
from api.citizen.procedure import (
    form_file,
    manual_page,
    manual_pdf,
    procedure_list_page,
    revision_page,
    wrong_page,
)
from api.citizen.service_point import photo_file, service_point_page
from api.pages import design_page, map_outlines
from api.pages.languages import prefix_of
from geo.words import languages

PAGES = (
    home_page,
    ask_page,
    suggestions,
    nearest_page,
    filter_counts,
    service_point_page,
    procedure_list_page,
    manual_pdf,
    manual_page,
    revision_page,
    wrong_page,
    area_page,
    agency_page,
    widget_page,
    code_page,
    design_page,
)


def citizen_pages() -> APIRouter:
    """Made when the application is, since only then it is known which languages there are."""
    router = APIRouter(include_in_schema=False)
    router.include_router(map_outlines.router)
    router.include_router(sitemap.router)
    router.include_router(photo_file.router)
    router.include_router(form_file.router)
    for language in languages():
        for page in PAGES:
            router.include_router(page.router, prefix=prefix_of(language))
    return router
