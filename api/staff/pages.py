"""All pages for staff, in every language, each behind its action of the matrix and with its forms checked."""

from fastapi import APIRouter, Depends

from api.pages.languages import prefix_of
from api.staff import home_page, sign_in_page
from api.staff.csrf import check_form
from geo.words import languages

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_form)])
for _language in languages():
    for _pages in (sign_in_page, home_page):
        router.include_router(_pages.router, prefix=f"{prefix_of(_language)}/staff")
