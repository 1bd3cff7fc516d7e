"""The answer of `/v1/nearest`, as shapes. `api/v1/nearest_at_once.py` writes the same as text."""

from datetime import datetime

from pydantic import Field

from api.v1.areas import AreaShape, area_shapes
from api.v1.opening import OpeningShape
from api.v1.service_points import ServicePointShape
from api.v1.shape import CODE, Shape
from geo.areas import AreaName
from geo.nearest.question import Condition, NearestQuery
from geo.nearest.search import Answer
from geo.procedure_head import ProcedureHead


class ProcedureTitle(Shape):
    code: str = Field(description=CODE)
    title_th: str
    title_en: str | None


class ConditionShape(Shape):
    """Something that leaves service points out, in words."""

    field: str = Field(description="the parameter that asks for it", examples=["gecc"])
    text_th: str = Field(examples=["ศูนย์ราชการสะดวกระดับพื้นฐานขึ้นไป"])
    text_en: str = Field(examples=["GECC basic or better"])


class QueryShape(Shape):
    """The question as it was understood."""

    procedure: ProcedureTitle
    lat: float
    lon: float
    limit: int
    at: datetime = Field(description="the minute that `open` is about")
    conditions: list[ConditionShape]


class CompetenceShape(Shape):
    """Who may serve whom: set where a procedure is done at the office of an area, or can be had in some areas only."""

    level: str | None = Field(
        description="of the area whose office does it: province, district or subdistrict; null: any office that "
        "offers it",
        examples=["district"],
    )
    of: str = Field(description="what lies in it: home, land, building or business", examples=["home"])
    areas: list[AreaShape] | None = Field(
        description="the only areas where it can be had, for homes, land ... that lie in them; null: anywhere"
    )
    home: list[AreaShape] | None = Field(
        description="the area that was given, the province first; null: nobody can say who is competent"
    )
    served: bool | None = Field(
        description="whether the procedure can be had for the home that was given; false: it lies in none of `areas`, "
        "and nobody is competent. Null where none was given"
    )


class HitShape(Shape):
    service_point: ServicePointShape
    distance_m: float = Field(description="geodesic metres on WGS84, to the millimetre", examples=[349.882])
    open: OpeningShape
    competent: bool | None = Field(
        description="whether it may serve the home that was given: `service_point.serves` says why; null where no home "
        "was given, where any office may serve it, or where that depends on where in the area the home is"
    )


class NearestAnswer(Shape):
    """Competent first, then nearest; equal distances in a fixed order. Empty when nobody offers the procedure."""

    query: QueryShape
    competence: CompetenceShape | None = Field(description="null where any office that offers it may serve anybody")
    results: list[HitShape]
    next: str | None = Field(description="`cursor` of the next page; null on the last")


def nearest_answer(
    query: NearestQuery,
    procedure: ProcedureHead,
    answer: Answer,
    home: list[AreaName] | None = None,
    *,
    served: bool | None = None,
) -> NearestAnswer:
    """`home` is the chain of the home that was given, the province first; `served` is what it says itself."""
    return NearestAnswer(
        query=_query(query, procedure, answer.at),
        competence=_competence(procedure, home, served=served),
        results=[
            HitShape(
                service_point=ServicePointShape.of(hit),
                distance_m=round(hit.distance_m, 3),
                open=OpeningShape.of(hit.opening),
                competent=hit.competent,
            )
            for hit in answer.hits
        ],
        next=answer.next,
    )


def _query(query: NearestQuery, procedure: ProcedureHead, at: datetime) -> QueryShape:
    return QueryShape(
        procedure=ProcedureTitle(code=procedure.code, title_th=procedure.title_th, title_en=procedure.title_en),
        lat=query.origin.lat,
        lon=query.origin.lon,
        limit=query.limit,
        at=at,
        conditions=[condition_shape(one) for one in query.conditions()],
    )


def condition_shape(condition: Condition) -> ConditionShape:
    words = condition.sentence
    return ConditionShape(field=condition.field, text_th=words.render("th"), text_en=words.render("en"))


def _competence(
    procedure: ProcedureHead, home: list[AreaName] | None, *, served: bool | None
) -> CompetenceShape | None:
    if not procedure.asks_for_home:
        return None
    return CompetenceShape(
        level=procedure.level,
        of=procedure.jurisdiction_of,
        areas=area_shapes(procedure.areas) or None,
        home=None if home is None else area_shapes(home),
        served=served,
    )
