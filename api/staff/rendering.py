"""Staff pages: the frame with the menu and the token of forms around a page's own context."""

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.form_errors import UNPROCESSABLE, FormErrors
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import Page, render_page
from api.staff.access import SignedIn
from api.staff.cookies import keep_browser_cookie
from api.staff.navigation import staff_frame

__all__ = ["UNPROCESSABLE", "FormErrors", "render_staff", "see_other"]
"""Nearly every form of staff needs these four together."""


def render_staff(
    request: Request, template: str, page: Page, who: SignedIn | None = None, *, status: int = 200
) -> HTMLResponse:
    """A staff page; `who` None: nobody is signed in."""
    frame = staff_frame(request, who)
    response = render_page(request, template, page, status=status, staff=frame)
    keep_browser_cookie(request, response)
    return response


def see_other(request: Request, path: str) -> Response:
    """After a form: to `path` (such as `/staff/people`) in the page's language."""
    return RedirectResponse(prefix_of(language_of(request.url.path)) + path, 303)
