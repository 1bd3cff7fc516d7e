"""Everything under `/v1`: the public JSON API, a contract with programs we do not know."""

from fastapi import APIRouter

from api.v1 import areas, health, nearest, procedures, service_points

router = APIRouter(prefix="/v1")

for part in (nearest, service_points, procedures, areas, health):
    router.include_router(part.router)
