"""Everything under `/v1`: the public JSON API, a contract with programs we do not know."""

from fastapi import APIRouter

from api.v1 import (
    areas,
    health,
    holidays,
    labels,
    map_view,
    nearest,
    nearest_batch,
    nearest_facets,
    places,
    procedure_revisions,
    procedures,
    service_points,
)

router = APIRouter(prefix="/v1")

for part in (
    nearest,
    nearest_facets,
    nearest_batch,
    service_points,
    procedures,
    procedure_revisions,
    labels,
    areas,
    places,
    map_view,
    holidays,
    health,
):
    router.include_router(part.router)
