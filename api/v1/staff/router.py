"""Everything under `/v1/staff`: what staff do on their pages, for their programs."""

from fastapi import APIRouter, Depends
from fastapi.security import HTTPBearer

from api.v1.shape import problems
from api.v1.staff import (
    agencies,
    audit,
    data_sets,
    discarded_manuals,
    enrolment_tokens,
    hours,
    manual_files,
    manuals,
    offerings,
    people,
    photos,
    pin_audit,
    pins,
    procedures,
    reports,
    searches,
    service_points,
    tags,
    temporary_hours,
    two_offices,
)

_BEARER = HTTPBearer(
    auto_error=False,  # api/staff/access.py looks at it; this one only describes it
    description="A token that a member of staff made for a program at /staff/api-tokens. It may do what she may, "
    "as far as its scopes go.",
)

router = APIRouter(
    prefix="/v1/staff",
    tags=["staff"],
    dependencies=[Depends(_BEARER)],
    responses=problems(
        _401="There is no token, or it is not valid (any longer).", _403="The token or its owner may not do this here."
    ),
)

for part in (
    agencies,
    service_points,
    hours,
    temporary_hours,
    procedures,
    manuals,
    discarded_manuals,
    manual_files,
    tags,
    people,
    enrolment_tokens,
    audit,
    searches,
    offerings,
    photos,
    data_sets,
    pins,
    two_offices,
    pin_audit,
    reports,
):
    router.include_router(part.router)
