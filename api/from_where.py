"""From where a request comes: from which site, and as coarse as the audit log may know it from which network."""

import ipaddress
from urllib.parse import urlsplit

from fastapi import Request

from geo.staff.audit import Origin
from geo.staff.errors import FormExpired

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)


def origin_of(request: Request) -> Origin:
    """The kind of browser and the network: '203.0.113.0/24', never the address itself."""
    agent = request.headers.get("user-agent", "")
    kinds = (_first(agent, _BROWSERS), _first(agent, _SYSTEMS))
    return Origin(", ".join(kind for kind in kinds if kind) or "program", network_of(request))


def network_of(request: Request) -> str:
    """Behind a proxy uvicorn has put the caller's address here (--forwarded-allow-ips, FORWARDED_ALLOW_IPS)."""
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return "-"
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def check_sender(request: Request) -> None:
    """What browsers say by themselves and no page can forge; old ones say nothing. Raises: FormExpired."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormExpired()
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FormExpired()


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in agent), "")
