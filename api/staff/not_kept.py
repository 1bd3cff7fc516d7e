"""Answers to staff are kept nowhere: not by proxies, nor by the browser for whoever sits there next."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.words import DEFAULT_LANGUAGE, languages

_PREFIXES = ("/staff", "/v1/staff", *(f"/{language}/staff" for language in languages() if language != DEFAULT_LANGUAGE))


def is_for_staff(path: str) -> bool:
    return any(path == prefix or path.startswith((f"{prefix}/", f"{prefix}.")) for prefix in _PREFIXES)


class NotKept:
    """ASGI middleware: `Cache-Control: no-store` on everything under the staff paths, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_for_staff(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def send_not_kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                headers.setdefault("X-Robots-Tag", "noindex")
            await send(message)

        await self.app(scope, receive, send_not_kept)
