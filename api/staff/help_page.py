"""Help for staff: what the roles may do, in the words of the matrix."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.languages import language_of
from api.staff.access import OPEN, find_signed_in
from api.staff.rendering import render_staff
from geo.words import N_, translate

router = APIRouter(dependencies=[OPEN])


@dataclass(frozen=True, slots=True)
class HelpPage:
    title: str
    shows_demo_data: bool


@router.get("/help")
def show_help(request: Request, session: DatabaseSession, settings: AppSettings) -> Response:
    page = HelpPage(translate(N_("Help for staff"), language_of(request.url.path)), False)
    return render_staff(request, "staff/help.html", page, find_signed_in(request, session, settings))
