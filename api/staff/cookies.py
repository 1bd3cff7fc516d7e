"""The two cookies of staff: of the sign-in, and of the browser. Citizens get none."""

from fastapi import Request
from starlette.responses import Response

from geo.staff.secrets import new_secret
from geo.staff.sessions import DEVICE_DAYS

SESSION = "pakmud-staff"
BROWSER = "pakmud-browser"

THIS_MACHINE = frozenset(["localhost", "127.0.0.1", "::1"])


def read_cookie(request: Request, name: str) -> str:
    """Empty where there is none."""
    return request.cookies.get(_full_name(request, name), "")


def set_session_cookie(request: Request, response: Response, secret: str) -> None:
    """Without an age: it ends with the browser, or when the sign-in does."""
    _set(request, response, SESSION, secret, None)


def drop_session_cookie(request: Request, response: Response) -> None:
    _set(request, response, SESSION, "", 0)


def browser_secret(request: Request) -> str:
    """Of this browser's own cookie; a new one, which `keep_browser_cookie` sets, where it has none."""
    made: str | None = getattr(request.state, "browser_secret", None)
    secret = read_cookie(request, BROWSER) or made or new_secret()
    request.state.browser_secret = secret
    return secret


def keep_browser_cookie(request: Request, response: Response) -> None:
    """Sets the cookie where a page has asked for the secret, and again so that it lasts."""
    secret: str | None = getattr(request.state, "browser_secret", None)
    if secret is not None:
        _set(request, response, BROWSER, secret, DEVICE_DAYS * 24 * 3600)


def _is_plain(request: Request) -> bool:
    """HTTP without encryption is good enough on the machine itself, and nowhere else."""
    return request.url.scheme == "http" and request.url.hostname in THIS_MACHINE


def _full_name(request: Request, name: str) -> str:
    # __Host-: no other host of the domain can set it, and no path narrows it
    return name if _is_plain(request) else f"__Host-{name}"


def _set(request: Request, response: Response, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        _full_name(request, name),
        value,
        max_age=max_age,
        path="/",
        secure=not _is_plain(request),
        httponly=True,
        samesite="lax",
    )
