"""What went wrong, in a page with a way on; it asks the database for nothing, since that may be what failed."""

from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from api.pages.languages import language_of
from api.pages.rendering import render_page
from api.problems import Problem
from geo.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    title: str
    shows_demo_data: bool
    status: int
    detail: str
    errors: tuple[str, ...]


def render_problem(request: Request, problem: Problem) -> Response:
    """The problem's own words, in the language of the address; one field's error is the detail itself."""
    language = language_of(request.url.path)
    errors = tuple(error.sentence.render(language) for error in problem.errors)
    page = ProblemPage(
        title=translate(problem.kind.title, language),
        shows_demo_data=False,
        status=problem.status,
        detail=problem.detail.render(language),
        errors=errors if len(errors) > 1 else (),
    )
    return render_page(request, "problem.html", page, status=problem.status)
