"""All pages for staff, in every language, each behind its action of the matrix and with its forms checked."""

from fastapi import APIRouter, Depends

from api.pages.languages import prefix_of
from api.staff import (
    account_page,
    add_service_point_page,
    agencies_page,
    agency_page,
    api_tokens_page,
    audit_page,
    enrol_page,
    enrolment_page,
    help_page,
    home_page,
    people_page,
    provider_page,
    request_account_page,
    requests_page,
    reset_page,
    searches_page,
    service_point_page,
    service_points_export,
    service_points_page,
    sign_in_page,
)
from api.staff.csrf import check_form
from geo.words import languages

PAGES = (
    sign_in_page,
    provider_page,
    reset_page,
    enrol_page,
    request_account_page,
    help_page,
    home_page,
    account_page,
    service_points_page,
    service_points_export,
    add_service_point_page,
    service_point_page,
    agencies_page,
    agency_page,
    people_page,
    enrolment_page,
    requests_page,
    audit_page,
    searches_page,
    api_tokens_page,
)

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_form)])
for _language in languages():
    for _pages in PAGES:
        router.include_router(_pages.router, prefix=f"{prefix_of(_language)}/staff")
