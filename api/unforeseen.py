"""The last net: an error that nobody foresaw becomes a 500 that tells nothing, and a line in the log that tells all."""

import logging

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import PageRenderer, problem_of, problem_response

log = logging.getLogger("pakmud")


class UnforeseenErrors:
    """ASGI middleware. Starlette's own net lies outside all middleware, so its answers would lack their headers."""

    def __init__(self, app: ASGIApp, render_page: PageRenderer | None) -> None:
        self.app = app
        self.render_page = render_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception as error:
            if started:
                raise
            # the path only: the query holds where a citizen is
            log.exception("%s %s failed", scope["method"], scope["path"])
            request = Request(scope, receive)
            response = problem_response(request, problem_of(error, scope["path"]), self.render_page)
            await response(scope, receive, send)
