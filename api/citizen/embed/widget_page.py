"""The answer for a frame on any other site: the nearest offices for one procedure, from an area that can be changed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from api.citizen.ask.area_lists import AreaLists, find_area_lists, find_area_lists_of
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.procedure.manual_words import ManualSummary, manual_summary
from api.citizen.procedure.nearest_points import NearPoints, find_near_points
from api.citizen.procedure.only_in import find_only_in
from api.database_session import AppSettings, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.response_headers import embeddable_headers
from api.v1.parameters import PlainText
from geo.procedure_head import ProcedureHead
from geo.procedures import find_procedure
from geo.words import N_, translate

router = APIRouter()


class WidgetForm(BaseModel):
    """An area, never a position: what a frame asks for is in the logs of nobody, and no more exact than a district."""

    model_config = ConfigDict(frozen=True)
    procedure: PlainText
    area: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""

    @property
    def chosen_area(self) -> str:
        """A list's choice is newer than what the site that holds the frame has chosen."""
        district = self.district if self.province and self.district.startswith(self.province) else ""
        return district or self.province or self.area


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetPage:
    """`near` None: no area has been chosen yet. `bound` None: any office on the list may serve anybody."""

    title: str
    shows_demo_data: bool
    prefix: str
    code: str
    name: Phrase
    summary: ManualSummary | None
    bound: str | None
    near: NearPoints | None
    areas: AreaLists


@router.get("/embed")
def show_widget(
    request: Request, session: DatabaseSession, settings: AppSettings, form: Annotated[WidgetForm, Query()]
) -> HTMLResponse:
    language = language_of(request.url.path)
    procedure = find_procedure(session, form.procedure)
    area = form.chosen_area
    where = {"area": area} if area else {}
    near = find_near_points(
        session, form.procedure, procedure.name.id, where, timeout_ms=settings.search_timeout_ms, language=language
    )
    name = phrase(language, procedure.name.title_th, procedure.name.title_en)
    page = WidgetPage(
        title=translate(N_("The nearest for {procedure}"), language, procedure=name),
        shows_demo_data=find_demo_data(session),
        prefix=prefix_of(language),
        code=form.procedure,
        name=name,
        summary=manual_summary(procedure.manual, language) if procedure.manual else None,
        bound=_bound(session, procedure.head, language),
        near=near,
        areas=(find_area_lists_of(session, area, language) if area else find_area_lists(session, "", "", "", language)),
    )
    return render_page(request, "embed/widget.html", page, about=("procedure",), headers=embeddable_headers(settings))


def _bound(session: Session, head: ProcedureHead, language: str) -> str | None:
    """Whom the offices may serve: the frame knows the area she looks in, which need not be that of her home."""
    office = jurisdiction_in_words(head.jurisdiction, head.jurisdiction_of, language) if head.level else None
    only_in = find_only_in(session, head, language)
    areas = only_in.line if only_in else None
    return " ".join(filter(None, (office, areas))) or None
