"""All pages for citizens, in every language: Thai at `/...`, the others at `/<code>/...`."""

from fastapi import APIRouter

from api.citizen.answer import nearest_page
from api.citizen.ask import ask_page, home_page, suggestions
from api.citizen.procedure import manual_page, procedure_list_page
from api.citizen.service_point import service_point_page
from api.pages import map_outlines
from api.pages.languages import prefix_of
from geo.words import languages

router = APIRouter(include_in_schema=False)
router.include_router(map_outlines.router)
for _language in languages():
    for _pages in (
        home_page,
        ask_page,
        suggestions,
        nearest_page,
        service_point_page,
        procedure_list_page,
        manual_page,
    ):
        router.include_router(_pages.router, prefix=prefix_of(_language))
