"""A manual, in the order a citizen asks: can I, what must I bring, what does it cost."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.citizen.ask.area_lists import Where, find_area_lists
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.procedure.manual_parts import ManualView, manual_view
from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.procedures import find_procedure

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualPage:
    """`manual` None: it has not been written yet."""

    title: str
    shows_demo_data: bool
    prefix: str
    code: str
    name: Phrase
    agency: Phrase
    common_names: tuple[str, ...]
    jurisdiction: str
    is_bound_to_area: bool
    manual: ManualView | None
    where: Where


@router.get("/procedures/{code}")
def show_manual(request: Request, session: DatabaseSession, code: PlainText) -> HTMLResponse:
    language = language_of(request.url.path)
    procedure = find_procedure(session, code)
    name = phrase(language, procedure.name.title_th, procedure.name.title_en)
    page = ManualPage(
        title=str(name),
        shows_demo_data=find_demo_data(session),
        prefix=prefix_of(language),
        code=code,
        name=name,
        agency=phrase(language, procedure.name.agency_name_th, procedure.name.agency_name_en),
        common_names=tuple(procedure.name.common_names_th if language == "th" else procedure.name.common_names_en),
        jurisdiction=jurisdiction_in_words(procedure.head.jurisdiction, procedure.head.jurisdiction_of, language),
        is_bound_to_area=procedure.head.jurisdiction != "anywhere",
        manual=manual_view(procedure.manual, language) if procedure.manual else None,
        where=Where(areas=find_area_lists(session, "", "", "", language)),
    )
    return render_page(request, "citizen/manual.html", page)
