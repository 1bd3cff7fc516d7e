"""One tap that undoes a change of offerings as a whole."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.offerings.change_words import path_after
from api.staff.rendering import see_other
from geo.staff.offerings.find_changes import find_change, undo_change

router = APIRouter()


@router.post("/offerings/changes/{number}/undo")
def post_undo(
    request: Request, session: DatabaseSession, who: Annotated[SignedIn, allowed("offering.edit")], number: int
) -> Response:
    change = find_change(session, number)
    written = undo_change(session, who.doer, number)
    session.commit()
    return see_other(request, path_after(session, change, written.number))
