"""`/v1/nearest`: the nearest service points that offer a procedure."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.database_session import AppSettings, DatabaseSession
from api.v1.data_age import NOT_MODIFIED, not_modified
from api.v1.nearest_answer import NearestAnswer, nearest_answer
from api.v1.nearest_parameters import NearestParameters
from api.v1.shape import problems
from geo.areas import find_area_chain
from geo.nearest.chosen_filters import find_filters
from geo.nearest.home import find_home
from geo.nearest.search import find_nearest
from geo.procedure_head import find_procedure_head

router = APIRouter(tags=["nearest"])


@router.get(
    "/nearest",
    response_model=NearestAnswer,
    responses=NOT_MODIFIED
    | problems(
        _404="No procedure has this code.",
        _422="Parameters are missing or wrong; where a home may be in several areas, `choices` lists them.",
        _503="The search took too long.",
    ),
)
def show_nearest(
    parameters: Annotated[NearestParameters, Query()],
    request: Request,
    response: Response,
    session: DatabaseSession,
    settings: AppSettings,
) -> NearestAnswer | Response:
    """The nearest service points that offer a procedure, however far away they are."""
    unchanged = not_modified(session, request, response, parameters.at)
    procedure = find_procedure_head(session, parameters.procedure)
    given = parameters.given_home
    home = None
    if given is not None and procedure.asks_for_home:
        home = find_home(session, given, procedure.level, procedure.area_codes)
    query = parameters.query(procedure, find_filters(session, parameters.chosen), home and home.deciding)
    if unchanged:
        return unchanged
    answer = find_nearest(session, query, timeout_ms=settings.search_timeout_ms)
    areas = find_area_chain(session, home.code) if home else None
    return nearest_answer(query, procedure, answer, areas, served=home.served if home else None)
