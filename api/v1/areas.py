"""`/v1/areas`: provinces, districts and subdistricts to pick from."""

from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.database_session import DatabaseSession
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.areas import AreaName, find_area_chain, find_areas
from geo.errors import UnknownArea

router = APIRouter(tags=["areas"])


class AreaShape(Shape):
    """An area in force."""

    code: str = Field(description="2 digits for a province, 4 for a district, 6 for a subdistrict", examples=["2008"])
    level: Literal["province", "district", "subdistrict"]
    name_th: str = Field(examples=["เกาะสีชัง"])
    name_en: str = Field(examples=["Ko Sichang"])


def area_shapes(areas: Iterable[AreaName]) -> list[AreaShape]:
    return [AreaShape.model_validate(area, from_attributes=True) for area in areas]


class AreaList(Shape):
    """In the order of the Thai dictionary."""

    results: list[AreaShape]


@router.get("/areas", responses=problems(_404="No area has this code."))
def list_areas(
    session: DatabaseSession,
    parent: Annotated[PlainText | None, Query(description="code of the area to look inside", examples=["20"])] = None,
) -> AreaList:
    """The districts of a province or the subdistricts of a district; without `parent` the provinces."""
    if parent is None:
        areas = find_areas(session)
    else:
        areas = find_areas(session, parent) if _holds_areas(session, parent) else []
    return AreaList(results=area_shapes(areas))


def _holds_areas(session: DatabaseSession, code: str) -> bool:
    """Nothing lies inside a subdistrict. Raises: UnknownArea."""
    try:
        return find_area_chain(session, code)[-1].level != "subdistrict"
    except UnknownArea as error:
        error.field = "parent"
        raise
