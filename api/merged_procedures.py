"""Who asks for a procedure that has become part of another is led on to that one, on pages and in the API."""

from urllib.parse import parse_qsl, quote, urlencode

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.pages.problem_page import render_problem
from api.problems import problem_of, problem_response
from geo.errors import MergedProcedure


def lead_on_from_merged(app: FastAPI) -> None:
    """A merger can be undone, so nobody is told that it is for ever."""

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, MergedProcedure)  # noqa: S101 - for this it is called
        address = successor_address(request.url.path, request.url.query, error.code, error.into)
        if request.method not in ("GET", "HEAD") or address is None:
            return problem_response(request, problem_of(error, request.url.path), render_problem)
        return RedirectResponse(address, 307)

    app.add_exception_handler(MergedProcedure, answer)


def successor_address(path: str, query: str, code: str, into: str) -> str | None:
    """The same address with the other code; None where the code stands in neither path nor query."""
    steps = [quote(into) if step == code else quote(step) for step in path.split("/")]
    pairs = [
        (name, into if name == "procedure" and value == code else value)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    moved = "/".join(steps) + (f"?{urlencode(pairs)}" if pairs else "")
    return moved if into in steps or ("procedure", into) in pairs else None
