"""`/v1/map`: what a map shows of a box at a zoom, counted."""

import math
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.database_session import AppSettings, DatabaseSession
from api.v1.data_age import NOT_MODIFIED, not_modified
from api.v1.parameters import PlainText, refused_as_parameter
from api.v1.shape import CODE, Shape, problems
from geo.map_view import (
    EXAMPLE_BOX,
    MAXIMUM_ZOOM,
    MOST_LEFT_OUT,
    NAMED_AT_A_PLACE,
    Box,
    Cluster,
    MapQuery,
    find_clusters,
    parse_box,
)
from geo.procedure_head import find_procedure_head

router = APIRouter(tags=["map"])

DECIMALS = 6
"""A decimetre: more would only make answers longer."""

_PARTS = 10**DECIMALS

_NOT_ABOUT_NOW = datetime.max.replace(tzinfo=UTC)
"""An ETag needs no minute: where service points stand changes with the data alone."""

_ANYWHERE = Box(west=0.0, south=0.0, east=0.0, north=0.0)


class MapParameters(BaseModel):
    """What `GET /v1/map` understands."""

    model_config = ConfigDict(frozen=True)

    bbox: PlainText = Field(
        description="west,south,east,north in degrees, WGS84, its sides included", examples=[EXAMPLE_BOX]
    )
    zoom: int = Field(
        description="as of tiles of 256 pixels: service points in a cell of 64 pixels are counted together",
        examples=[6],
        json_schema_extra={"minimum": 0, "maximum": MAXIMUM_ZOOM},
    )
    procedure: PlainText = Field(
        default="",
        description="only service points that offer the procedure with this code",
        examples=["0150410000001"],
    )
    without: PlainText = Field(
        default="", description=f"codes of at most {MOST_LEFT_OUT} service points to leave out, with commas"
    )

    @field_validator("bbox")
    @classmethod
    def _bbox(cls, bbox: str) -> str:
        with refused_as_parameter:
            parse_box(bbox)
        return bbox

    @field_validator("zoom")
    @classmethod
    def _zoom(cls, zoom: int) -> int:
        with refused_as_parameter:
            return MapQuery(box=_ANYWHERE, zoom=zoom).zoom

    @field_validator("without")
    @classmethod
    def _without(cls, codes: str) -> str:
        with refused_as_parameter:
            return ",".join(MapQuery(box=_ANYWHERE, zoom=0, without=_split(codes)).without)

    def query(self, procedure_id: int | None) -> MapQuery:
        """Raises: InvalidQuery for a box that has too many cells at this zoom."""
        box = parse_box(self.bbox)
        return MapQuery(box=box, zoom=self.zoom, procedure_id=procedure_id, without=_split(self.without))


class MapPointShape(Shape):
    """See `/v1/service-points/{code}`."""

    code: str = Field(description=CODE, examples=["0150400200801"])
    name_th: str = Field(examples=["ที่ว่าการอำเภอเกาะสีชัง"])
    name_en: str | None = Field(examples=["Ko Sichang District Office"])


class ClusterShape(Shape):
    """The service points of one cell of the map's grid."""

    count: int
    lat: float = Field(description="the middle of them, degrees on WGS84", examples=[13.1495])
    lon: float = Field(examples=[100.8117])
    bbox: list[float] = Field(description="west, south, east, north: holds all of them and no more")
    points: list[MapPointShape] = Field(
        description=f"those at one place, the first {NAMED_AT_A_PLACE} by code; empty where they stand at several: "
        "ask for the `bbox` at a higher zoom"
    )


class MapAnswer(Shape):
    """Clusters from west to east and north to south; their counts add up to `total`, all that are in the box."""

    total: int
    clusters: list[ClusterShape]


@router.get(
    "/map",
    response_model=MapAnswer,
    responses=NOT_MODIFIED
    | problems(
        _404="No procedure has this code.",
        _422="Parameters are missing or wrong, or the box is too large for the zoom.",
        _503="The search took too long.",
    ),
)
def show_map(
    parameters: Annotated[MapParameters, Query()],
    request: Request,
    response: Response,
    session: DatabaseSession,
    settings: AppSettings,
) -> Response:
    """How many service points are where in a box, for a map that shows all of them from any height."""
    code = parameters.procedure
    query = parameters.query(find_procedure_head(session, code).id if code else None)
    if unchanged := not_modified(session, request, response, _NOT_ABOUT_NOW):
        return unchanged
    clusters = find_clusters(session, query, timeout_ms=settings.search_timeout_ms)
    answer = {"total": sum(one.count for one in clusters), "clusters": [cluster_json(one) for one in clusters]}
    # Past the models: a screen has hundreds of clusters.
    return Response(orjson.dumps(answer), media_type="application/json", headers=dict(response.headers))


def cluster_json(cluster: Cluster) -> dict[str, Any]:
    """As `ClusterShape` describes it."""
    return {
        "count": cluster.count,
        "lat": round(cluster.position.lat, DECIMALS),
        "lon": round(cluster.position.lon, DECIMALS),
        "bbox": _outwards(cluster.box),
        "points": [{"code": one.code, "name_th": one.name_th, "name_en": one.name_en} for one in cluster.named],
    }


def _outwards(box: Box) -> list[float]:
    """Rounded so that it still holds everything."""
    smallest = (math.floor(side * _PARTS) / _PARTS for side in (box.west, box.south))
    return [*smallest, *(math.ceil(side * _PARTS) / _PARTS for side in (box.east, box.north))]


def _split(codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in codes.split(",") if code.strip()))
