"""No other site posts our forms: each carries a token that only this browser's cookie can vouch for."""

import hashlib
import hmac

from fastapi import Request

from api.from_where import check_sender
from api.staff.cookies import SESSION, browser_secret, read_cookie
from geo.staff.errors import FormExpired

FIELD = "form"
_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])


def form_token(request: Request) -> str:
    """For the hidden field: of the sign-in where there is one, else of the browser."""
    secret = read_cookie(request, SESSION) or browser_secret(request)
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


async def check_form(request: Request) -> None:
    """A dependency of all staff pages, so that no form can forget it. Raises: FormExpired."""
    if request.method in _SAFE:
        return
    check_sender(request)
    form = await request.form()
    sent = form.get(FIELD)
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), form_token(request).encode()):
        raise FormExpired()
