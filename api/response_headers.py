"""Headers of every answer: what a browser may load, keep to itself, and tell others; and who may read the API."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.settings import Settings

OPEN_PATHS = ("/v1/", "/openapi.json")

COMPRESSION = 5
"""Of gzip: beyond it answers shrink no more, but take twice as long."""


def security_headers(settings: Settings) -> dict[str, str]:
    """Pages load from this site only; pictures also from the host of the map tiles, and as data: URLs (Leaflet's)."""
    images = " ".join(source for source in ("'self'", "data:", tile_source(settings.tile_url)) if source)
    policy = {
        "default-src": "'self'",
        "img-src": images,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        # Tile servers want to know the site, nobody needs the page's address, which holds where the citizen is.
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def embeddable_headers(settings: Settings) -> dict[str, str]:
    """For the one page that any site may show in a frame: it is told nothing of the site, nor asks for a position."""
    policy = security_headers(settings)["Content-Security-Policy"]
    return {
        "Content-Security-Policy": policy.replace("frame-ancestors 'self'", "frame-ancestors *"),
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "unsafe-none",
        "X-Robots-Tag": "noindex",
    }


def tile_source(tile_url: str | None) -> str | None:
    """The tiles' host as a source for a Content-Security-Policy; None where it is this site itself."""
    address = urlsplit((tile_url or "").replace("{s}", "*"))
    return f"{address.scheme}://{address.netloc}" if address.scheme and address.netloc else None


class SecurityHeaders:
    """ASGI middleware: adds the headers to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    present.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class OpenToEverySite:
    """ASGI middleware: pages of any site may read the public API; nothing else is shared."""

    def __init__(self, app: ASGIApp) -> None:
        self.closed = app
        self.opened = CORSMiddleware(app, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = scope["type"] == "http" and scope["path"].startswith(OPEN_PATHS)
        await (self.opened if is_open else self.closed)(scope, receive, send)
