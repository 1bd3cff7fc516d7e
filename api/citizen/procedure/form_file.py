"""A form to fill in, as the PDF that its office gave."""

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from api.database_session import DatabaseSession
from geo.manual_revisions.form_files import find_form, read_form

router = APIRouter()


@router.get("/forms/{digest}.pdf")
def show_form(session: DatabaseSession, digest: str) -> Response:
    """Its address is what it holds, so that it may be kept for ever; a browser runs nothing in it."""
    form = find_form(session, digest)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(form.name)}",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'",
    }
    return Response(read_form(session, digest), media_type="application/pdf", headers=headers)
