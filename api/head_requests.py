"""HEAD: what GET would answer, without its body (RFC 9110, 9.3.2). FastAPI's routes answer only what they name."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadLikeGet:
    """ASGI middleware: inside, a HEAD is a GET; the server leaves the body away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)
