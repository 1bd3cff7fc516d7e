"""The address that links in letters begin with."""

from fastapi import Request

from api.staff.cookies import THIS_MACHINE
from geo.settings import Settings


def site_address(request: Request, settings: Settings) -> str | None:
    """Without a slash at the end; None where nobody has said what it is.

    What the request calls us is not believed, or somebody could have a letter sent with a link to a site of their own.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    return str(request.base_url).rstrip("/") if request.url.hostname in THIS_MACHINE else None
