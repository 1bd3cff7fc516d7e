"""Staff pages: the frame with the menu and the token of forms around a page's own context."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.languages import language_of, prefix_of
from api.pages.rendering import Page, render_page
from api.staff.access import SignedIn
from api.staff.cookies import keep_browser_cookie
from api.staff.navigation import staff_frame
from geo.errors import InvalidQuery

UNPROCESSABLE = 422


@dataclass(slots=True)
class FormErrors:
    """What is wrong with a form that was sent, by field, in the language of the page; `heading` stands above it."""

    language: str
    by_field: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def __getitem__(self, name: str) -> str | None:
        return self.by_field.get(name)

    def items(self) -> list[tuple[str, str]]:
        return list(self.by_field.items())

    def add(self, error: InvalidQuery) -> None:
        self.by_field.setdefault(error.field or "", error.sentence.render(self.language))

    @contextmanager
    def collect(self) -> Iterator[None]:
        """What a check refuses inside is noted, and the next check goes on."""
        try:
            yield
        except InvalidQuery as error:
            self.add(error)


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
