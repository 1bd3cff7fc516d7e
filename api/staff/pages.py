"""All pages for staff, in every language, each behind its action of the matrix and with its forms checked."""

from fastapi import APIRouter, Depends

from api.pages.languages import prefix_of
from api.staff import api_tokens_page, help_page, home_page, searches_page
from api.staff.agencies import agencies_export, agencies_page, agency_edit_page, agency_page
from api.staff.audit_log import audit_page
from api.staff.csrf import check_form
from api.staff.data_sets import data_set_page, data_sets_page, roll_back_page
from api.staff.hours import hours_page, offering_hours_page, temporary_page
from api.staff.manual_export import export_page
from api.staff.manual_import import import_page
from api.staff.manuals import discard_page, part_page, revision_page, revision_steps
from api.staff.offerings import (
    bulk_page,
    offerings_page,
    point_offerings_page,
    procedure_offerings_page,
    undo_page,
)
from api.staff.people import (
    enrolment_page,
    people_page,
    requests_page,
)
from api.staff.photos import photos_page
from api.staff.pins import insisted_page, pin_actions, pin_audit_export, pin_audit_page, pin_page
from api.staff.procedures import procedure_page, procedures_page, tags_page
from api.staff.reports import reports_page
from api.staff.service_points import (
    add_service_point_page,
    service_point_page,
    service_points_export,
    service_points_page,
)
from api.staff.signing_in import account_page, enrol_page, provider_page, request_account_page, reset_page, sign_in_page
from api.staff.upload import check_size
from geo.words import languages

PAGES = (
    sign_in_page,
    provider_page,
    reset_page,
    enrol_page,
    request_account_page,
    export_page,  # before the pages of revisions, which would take `1.pdf` for a number
    import_page,
    help_page,
    home_page,
    account_page,
    service_points_page,
    service_points_export,
    add_service_point_page,
    service_point_page,
    hours_page,
    temporary_page,
    offering_hours_page,
    point_offerings_page,
    offerings_page,
    bulk_page,  # before the page of a procedure, whose code may be anything
    procedure_offerings_page,
    undo_page,
    photos_page,
    pin_page,
    pin_actions,
    insisted_page,
    pin_audit_page,
    pin_audit_export,
    agencies_page,
    agencies_export,
    agency_edit_page,
    agency_page,
    data_sets_page,
    data_set_page,
    roll_back_page,
    procedures_page,
    procedure_page,
    revision_page,
    revision_steps,
    discard_page,
    part_page,
    tags_page,
    people_page,
    enrolment_page,
    requests_page,
    audit_page,
    searches_page,
    reports_page,
    api_tokens_page,
)

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_size), Depends(check_form)])
for _language in languages():
    for _pages in PAGES:
        router.include_router(_pages.router, prefix=f"{prefix_of(_language)}/staff")
