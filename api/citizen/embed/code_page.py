"""The page that makes the code of the frame, for whoever keeps another site."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from api.citizen.ask.area_lists import AreaLists, find_area_lists
from api.citizen.ask.procedure_choices import Choices, choice, find_choices
from api.database_session import AppFinder, AppSettings, DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase
from api.pages.rendering import render_page, site_url
from api.v1.parameters import PlainText
from geo.procedures import find_procedure
from geo.words import N_, translate

LEAST_HEIGHT, MOST_HEIGHT, HEIGHT = 300, 1200, 680
"""Of the frame, in pixels; it is as wide as the place it is put in."""

router = APIRouter()


class CodeForm(BaseModel):
    model_config = ConfigDict(frozen=True)
    q: PlainText = ""
    procedure: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    height: PlainText = ""

    @property
    def height_px(self) -> int:
        """What cannot be is brought to what can."""
        given = int(self.height) if self.height.isdecimal() and len(self.height) < 6 else HEIGHT
        return min(max(given, LEAST_HEIGHT), MOST_HEIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """`code` and `preview_href` are None until a procedure has been chosen."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    prefix: str
    choices: Choices
    chosen: Phrase | None
    procedure: str
    areas: AreaLists
    height: int
    code: str | None
    preview_href: str | None


@router.get("/embed/code")
def show_code(
    request: Request,
    session: DatabaseSession,
    finder: AppFinder,
    settings: AppSettings,
    form: Annotated[CodeForm, Query()],
) -> HTMLResponse:
    language = language_of(request.url.path)
    title = translate(N_("Put this on your own site"), language)
    choices = find_choices(session, finder, form.q, language)
    code = _chosen(choices, form)
    chosen = choice(find_procedure(session, code).name, language).title if code else None
    areas = find_area_lists(session, form.province, form.district, "", language)
    query = urlencode({"procedure": code, **({"area": areas.code} if areas.code else {})})
    path = f"{prefix_of(language)}/embed?{query}" if code else None
    page = CodePage(
        title=title,
        shows_demo_data=False,
        crumbs=(Crumb(title),),
        prefix=prefix_of(language),
        choices=choices,
        chosen=chosen,
        procedure=code,
        areas=areas,
        height=form.height_px,
        code=_frame_code(site_url(request, settings) + path, str(chosen), form.height_px) if path else None,
        preview_href=path,
    )
    return render_page(request, "embed/code.html", page, about=())


def _chosen(choices: Choices, form: CodeForm) -> str:
    """Words that were typed are newer than a choice that they do not lead to."""
    if not choices.text or form.procedure in {match.code for match in choices.matches}:
        return form.procedure
    return choices.matches[0].code if len(choices.matches) == 1 else ""


def _frame_code(url: str, title: str, height: int) -> str:
    """Ready to be pasted: nothing but the frame, which needs no script."""
    return Markup(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" referrerpolicy="no-referrer"'
        ' style="border:0;max-width:40rem"></iframe>'
    ).format(url, title, height)
