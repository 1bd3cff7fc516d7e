"""`/v1/nearest/facets`: what a filter would leave over, before anybody chooses it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.database_session import AppSettings, DatabaseSession
from api.v1.data_age import NOT_MODIFIED, not_modified
from api.v1.nearest_answer import ConditionShape, ProcedureTitle, condition_shape
from api.v1.nearest_parameters import NearestParameters
from api.v1.shape import Shape, problems
from geo.nearest.chosen_filters import find_filters
from geo.nearest.facet_values import Facet, FacetValue
from geo.nearest.facets import find_facets
from geo.procedure_head import find_procedure_head

router = APIRouter(tags=["nearest"])


class FacetValueShape(Shape):
    """A filter that can be chosen."""

    value: str = Field(description="what the parameter must be to choose it; languages are chosen together")
    text_th: str = Field(description="the filter in words", examples=["ศูนย์ราชการสะดวกระดับพื้นฐานขึ้นไป"])
    text_en: str = Field(examples=["GECC basic or better"])
    count: int = Field(description="how many service points would remain, however far away")
    chosen: bool = Field(description="whether the question has it already")

    @classmethod
    def of(cls, value: FacetValue) -> "FacetValueShape":
        return cls(
            value=value.value,
            text_th=value.sentence.render("th"),
            text_en=value.sentence.render("en"),
            count=value.count,
            chosen=value.chosen,
        )


class FacetShape(Shape):
    field: str = Field(description="the parameter of `/v1/nearest`", examples=["gecc"])
    values: list[FacetValueShape] = Field(description="the most frequent first; what would leave nothing is left out")

    @classmethod
    def of(cls, facet: Facet) -> "FacetShape":
        return cls(field=facet.field, values=[FacetValueShape.of(one) for one in facet.values])


class FacetsAnswer(Shape):
    """Filters with what each would leave over, added to the others of the question or exchanged for one of its sort."""

    procedure: ProcedureTitle
    at: datetime = Field(description="the minute that `open_only` is about")
    conditions: list[ConditionShape] = Field(description="of the question, as it was understood")
    total: int = Field(description="how many service points remain now, on all pages together")
    facets: list[FacetShape]


@router.get(
    "/nearest/facets",
    response_model=FacetsAnswer,
    responses=NOT_MODIFIED
    | problems(
        _404="No procedure has this code.",
        _422="Parameters are missing or wrong.",
        _503="The search took too long.",
    ),
)
def show_nearest_facets(
    parameters: Annotated[NearestParameters, Query()],
    request: Request,
    response: Response,
    session: DatabaseSession,
    settings: AppSettings,
) -> FacetsAnswer | Response:
    """How many service points each filter would leave over, of all that offer a procedure.

    The parameters are those of `/v1/nearest`; where the citizen is counts only with `within_m`, and her home, `limit`
    and `cursor` not at all.
    """
    unchanged = not_modified(session, request, response, parameters.at)
    procedure = find_procedure_head(session, parameters.procedure)
    without_cursor = parameters.model_copy(update={"cursor": None})  # it belongs to a question with a home and a limit
    query = without_cursor.query(procedure, find_filters(session, parameters.chosen))
    if unchanged:
        return unchanged
    found = find_facets(session, query, timeout_ms=settings.search_timeout_ms)
    return FacetsAnswer(
        procedure=ProcedureTitle(code=procedure.code, title_th=procedure.title_th, title_en=procedure.title_en),
        at=found.at,
        conditions=[condition_shape(one) for one in query.conditions()],
        total=found.total,
        facets=[FacetShape.of(facet) for facet in found.facets],
    )
