"""`/filter-counts`: how many offices each filter of an answer would leave over, for a script to say beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from api.citizen.answer.asked import Asked, find_asked
from api.citizen.ask.nearest_form import NearestForm
from api.citizen.service_point.office_kinds import find_office_sorts
from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of
from geo.areas import find_areas
from geo.errors import NotFound
from geo.nearest.facets import Facets, find_facets
from geo.nearest.filters import GECC_NAMES, LANGUAGE_NAMES
from geo.opening_hours import BANGKOK
from geo.words import N_, translate

router = APIRouter()

MAX_AGE_S = 60.0
"""To count 100,000 offices takes a third of a second, and somewhere in the country somebody always writes something."""


class PlaceNotKnown(NotFound):
    def __init__(self) -> None:
        super().__init__(N_("Nobody knows where that area lies: there is nothing to count."), field="area")


class FilterCounts(BaseModel):
    """`counts` by field of the form and value, as they are shown; what is not there is not counted.

    `total` are left with what is chosen now, `left` says so in a sentence.
    """

    model_config = ConfigDict(frozen=True)

    total: str
    left: str
    counts: dict[str, dict[str, str]]


@router.get("/filter-counts")
def count_filters(
    request: Request,
    response: Response,
    session: DatabaseSession,
    settings: AppSettings,
    form: Annotated[NearestForm, Query()],
) -> FilterCounts:
    """What cannot be understood counts as not chosen. Raises: UnknownProcedure, UnknownArea, PlaceNotKnown."""
    language = language_of(request.url.path)
    response.headers["X-Robots-Tag"] = "noindex"
    asked = find_asked(session, form, datetime.now(BANGKOK), language)
    if asked.query is None:
        raise PlaceNotKnown
    query = replace(asked.query, after=None)
    facets = find_facets(session, query, timeout_ms=settings.search_timeout_ms, max_age_s=MAX_AGE_S)
    left = N_("1 service point is left") if facets.total == 1 else N_("{count} service points are left")
    return FilterCounts(
        total=_shown(facets.total),
        left=translate(left, language, count=_shown(facets.total)),
        counts=_counts(session, asked, facets, form),
    )


def _counts(session: Session, asked: Asked, facets: Facets, form: NearestForm) -> dict[str, dict[str, str]]:
    found = {facet.field: {one.value: one.count for one in facet.values} for facet in facets.facets}
    kinds = [kind.th for kind in find_office_sorts(session, asked.procedure.name.id).kinds]
    counts = {
        "no_copy": _of(found["no_copy"], ["true"]),
        "accessible": _of(found["accessible"], ["true"]),
        "gecc": _of(found["gecc"], GECC_NAMES),
        "type": _of(found["type"], kinds),
        "agency": _of(found["agency"], ()),  # not each in the list: one below another department counts with that
        "in_area": _of(found["area"], [area.code for area in find_areas(session)]),
    }
    if not form.languages.strip():  # whoever chooses another asks for that one instead: not what is counted
        counts["languages"] = _of(found["languages"], LANGUAGE_NAMES)
    if not form.asks_for_a_time:  # else the box about now is not what decides
        counts["open_only"] = _of(found["open_only"], ["true"])
    return counts


def _of(found: Mapping[str, int], listed: Iterable[str]) -> dict[str, str]:
    """Of what is listed but was not found, nobody."""
    return {value: _shown(count) for value, count in (dict.fromkeys(listed, 0) | dict(found)).items()}


def _shown(count: int) -> str:
    return f"{count:,}"
