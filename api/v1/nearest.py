"""`/v1/nearest`: the nearest service points that offer a procedure."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, ValidationInfo, field_validator
from sqlalchemy.orm import Session

from api.database_session import AppSettings, DatabaseSession
from api.v1.opening import OpeningShape
from api.v1.parameters import Instant, PlainText, refused_as_parameter
from api.v1.service_points import ServicePointShape
from api.v1.shape import CODE, Shape, problems
from geo.coordinates import LonLat
from geo.nearest import MAXIMUM_LIMIT, Answer, NearestQuery, find_nearest
from geo.opening_hours import BANGKOK
from geo.procedures import ProcedureName, find_procedure

router = APIRouter(tags=["nearest"])

_ANY_PLACE = LonLat(lon=0.0, lat=0.0)


class NearestParameters(BaseModel):
    """What `GET /v1/nearest` understands; `lon` is first, since the check of `lat` asks whether the two are swapped."""

    procedure: PlainText = Field(description=CODE, examples=["0150410000001"])
    lon: float = Field(
        description="longitude of the origin in degrees, WGS84",
        examples=[100.8085],
        json_schema_extra={"minimum": -180, "maximum": 180},
    )
    lat: float = Field(
        description="latitude of the origin in degrees, WGS84",
        examples=[13.1492],
        json_schema_extra={"minimum": -90, "maximum": 90},
    )
    limit: int = Field(
        default=10, description="how many at most", json_schema_extra={"minimum": 1, "maximum": MAXIMUM_LIMIT}
    )
    at: Instant | None = Field(
        default=None, description="the time that `open` is about, with a zone, up to a year ahead; without it: now"
    )
    cursor: PlainText | None = Field(
        default=None, description="`next` of an answer to the same question: the page after it"
    )

    @field_validator("lon")
    @classmethod
    def _lon(cls, lon: float) -> float:
        with refused_as_parameter():
            return LonLat(lon=lon, lat=0.0).lon

    @field_validator("lat")
    @classmethod
    def _lat(cls, lat: float, others: ValidationInfo) -> float:
        with refused_as_parameter():
            return LonLat(lon=others.data.get("lon", 0.0), lat=lat).lat

    @field_validator("limit")
    @classmethod
    def _limit(cls, limit: int) -> int:
        with refused_as_parameter():
            return NearestQuery(origin=_ANY_PLACE, procedure_id=0, limit=limit).limit


class ProcedureTitle(Shape):
    code: str = Field(description=CODE)
    title_th: str
    title_en: str | None


class QueryShape(Shape):
    """The question as it was understood."""

    procedure: ProcedureTitle
    lat: float
    lon: float
    limit: int
    at: datetime = Field(description="the time that `open` is about")


class HitShape(Shape):
    service_point: ServicePointShape
    distance_m: float = Field(description="geodesic metres on WGS84, to the millimetre", examples=[349.882])
    open: OpeningShape


class NearestAnswer(Shape):
    """Nearest first; equal distances in a fixed order. Empty when nobody offers the procedure."""

    query: QueryShape
    results: list[HitShape]
    next: str | None = Field(description="`cursor` of the next page; null on the last")


@router.get(
    "/nearest",
    responses=problems(
        _404="No procedure has this code.", _422="Parameters are missing or wrong.", _503="The search took too long."
    ),
)
def show_nearest(
    parameters: Annotated[NearestParameters, Query()], session: DatabaseSession, settings: AppSettings
) -> NearestAnswer:
    """The nearest service points that offer a procedure, however far away they are."""
    procedure = find_procedure(session, parameters.procedure).name
    query = NearestQuery(
        origin=LonLat(lon=parameters.lon, lat=parameters.lat), procedure_id=procedure.id, limit=parameters.limit
    )
    answer = _page(session, query, parameters.cursor, settings.search_timeout_ms)
    return nearest_answer(query, procedure, answer, at=parameters.at or datetime.now(BANGKOK))


def nearest_answer(query: NearestQuery, procedure: ProcedureName, answer: Answer, *, at: datetime) -> NearestAnswer:
    """The answer in the API's shape."""
    hits = [
        HitShape(
            service_point=ServicePointShape.of(hit),
            distance_m=round(hit.distance_m, 3),
            open=OpeningShape.at(hit.opening_hours, at),
        )
        for hit in answer.hits
    ]
    title = ProcedureTitle(code=procedure.code, title_th=procedure.title_th, title_en=procedure.title_en)
    echo = QueryShape(procedure=title, lat=query.origin.lat, lon=query.origin.lon, limit=query.limit, at=at)
    return NearestAnswer(query=echo, results=hits, next=answer.next)


def _page(session: Session, query: NearestQuery, cursor: str | None, timeout_ms: int) -> Answer:
    """Raises: InvalidQuery for a cursor of another question, SearchTimedOut."""
    if cursor is not None:
        query = NearestQuery(
            origin=query.origin, procedure_id=query.procedure_id, limit=query.limit, after=query.place(cursor)
        )
    return find_nearest(session, query, timeout_ms=timeout_ms)
