"""Who may pass: every staff route declares its action, `allowed("service_point.edit", of=point_named)`.

People come with the cookie of their sign-in, programs (`/v1/staff`) with a bearer token, never the other way round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.database_session import AppSettings, DatabaseSession
from api.from_where import origin_of
from api.pages.languages import language_of, prefix_of
from api.pages.problem_page import render_problem
from api.problems import problem_of, problem_response
from api.staff.cookies import SESSION, read_cookie
from geo.settings import Settings
from geo.staff.actor import Actor, Place, find_actor
from geo.staff.api_tokens import find_program
from geo.staff.audit import Doer, Origin
from geo.staff.errors import NotSignedIn, TokenNotValid
from geo.staff.permissions import permission_of
from geo.staff.sessions import Lifetime, find_session

PROGRAMS = "/v1/"

_BEARER = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Whoever asks. `session_id` None: a program."""

    actor: Actor
    origin: Origin
    session_id: int | None = None

    @property
    def doer(self) -> Doer:
        """For what is logged."""
        return Doer(self.actor, self.origin)


def lifetime_of(settings: Settings) -> Lifetime:
    return Lifetime(
        idle=timedelta(minutes=settings.session_idle_minutes), longest=timedelta(hours=settings.session_hours)
    )


def find_signed_in(request: Request, session: Session, settings: Settings) -> SignedIn | None:
    """None for nobody. Raises: TokenNotValid."""
    if request.url.path.startswith(PROGRAMS):
        header = request.headers.get("authorization", "")
        if not header.lower().startswith(_BEARER):
            return None
        program = find_program(session, header[len(_BEARER) :].strip())
        session.commit()
        if program is None:
            raise TokenNotValid()
        return SignedIn(actor=program, origin=origin_of(request))
    secret = read_cookie(request, SESSION)
    found = find_session(session, secret, lifetime_of(settings)) if secret else None
    if found is None:
        return None
    session_id, account_id = found.id, found.account_id
    actor = find_actor(session, account_id)
    session.commit()  # it has been noted that she is here
    return SignedIn(actor=actor, origin=origin_of(request), session_id=session_id) if actor else None


def signed_in(request: Request, session: DatabaseSession, settings: AppSettings) -> SignedIn:
    """Raises: NotSignedIn."""
    found = find_signed_in(request, session, settings)
    if found is None:
        raise NotSignedIn()
    return found


Whoever = Annotated[SignedIn, Depends(signed_in)]

_ACTIONS: dict[Callable[..., Any], str] = {}
"""Which action each dependency that `allowed` made stands for."""


def allowed(action: str, of: Callable[..., Place] | None = None) -> Any:
    """For a parameter of a route: `who: Annotated[SignedIn, allowed("people.see")]`.

    `of` is a dependency that finds where the record in the address lies; without it the action must be allowed
    anywhere, and the route narrows what it finds by `who.actor.reach(...)`, or asks `who.actor.must(...)` itself.
    The answers: 401 (pages: to the sign-in) before anything is looked up, then `of`'s own 404, then 403.
    """
    permission_of(action)
    if of is None:

        def check(who: Whoever) -> SignedIn:
            who.actor.must(action)
            return who
    else:

        def check(who: Whoever, place: Place = Depends(of)) -> SignedIn:  # type: ignore[misc]
            who.actor.must(action, place)
            return who

    _ACTIONS[check] = action
    return Depends(check)


def open_door() -> None:
    """Declares `door.use`: whoever comes may ask."""


_ACTIONS[open_door] = "door.use"

OPEN = Depends(open_door)


def actions_of(dependant: Dependant) -> set[str]:
    """The actions that a route declares, for the test that walks all routes."""
    own = {_ACTIONS[dependant.call]} if dependant.call in _ACTIONS else set()
    return own.union(*(actions_of(inner) for inner in dependant.dependencies))


def answer_not_signed_in(app: FastAPI) -> None:
    """People are led to the sign-in and from there to where they wanted; programs get a 401."""

    async def answer(request: Request, error: Exception) -> Response:
        if not request.url.path.startswith(PROGRAMS):
            return RedirectResponse(_sign_in_path(request), 303)
        response = problem_response(request, problem_of(error, request.url.path), render_problem)
        response.headers["WWW-Authenticate"] = 'Bearer realm="pakmud"'
        return response

    app.add_exception_handler(NotSignedIn, answer)


def _sign_in_path(request: Request) -> str:
    path = f"{prefix_of(language_of(request.url.path))}/staff/sign-in"
    if request.method != "GET":
        return path
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{path}?next={quote(wanted, safe='/')}"


def safe_next(request: Request, wanted: str) -> str:
    """Where to go after signing in: only to our own staff pages, whatever the address says."""
    home = f"{prefix_of(language_of(request.url.path))}/staff"
    inside = wanted == home or wanted.startswith((f"{home}/", f"{home}?"))
    return wanted if inside and "\\" not in wanted and "\n" not in wanted else home
