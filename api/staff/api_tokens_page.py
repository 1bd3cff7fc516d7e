"""Tokens for one's own programs, which ask `/v1/staff` in one's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.api_tokens import ListedApiToken, find_api_tokens, make_api_token, revoke_api_token
from geo.staff.permissions import PERMISSIONS, actions_for_programs
from geo.words import N_, translate

router = APIRouter()

Makes = Annotated[SignedIn, allowed("api_token.manage")]

DAYS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Scope:
    """`action` is its name for programs, `what` tells people what it allows."""

    action: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenRow:
    id: int
    name: str
    scopes: tuple[Scope, ...]
    expires: str
    last_used: str
    is_revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokensPage:
    """`made` is the token just made, shown this once."""

    title: str
    shows_demo_data: bool
    made: str
    tokens: tuple[ApiTokenRow, ...]
    scopes: tuple[Scope, ...]
    days: tuple[int, ...]
    errors: FormErrors


@router.get("/api-tokens")
def show_api_tokens(request: Request, session: DatabaseSession, who: Makes) -> Response:
    return _page(request, session, who, FormErrors(language_of(request.url.path)))


@router.post("/api-tokens")
def post_api_token(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Makes,
    name: Annotated[PlainText, Form()] = "",
    scopes: Annotated[list[str], Form()] = [],  # noqa: B006 - read only
    days: Annotated[int, Form()] = 90,
) -> Response:
    """Answers with the token itself, not by a redirect: it is stored nowhere and can be shown only now."""
    errors = FormErrors(language_of(request.url.path))
    made = ""
    with errors.collect():
        _, made = make_api_token(session, who.doer, name, scopes=scopes, days=days)
    if errors:
        session.rollback()
        return _page(request, session, who, errors, status=UNPROCESSABLE)
    session.commit()
    return _page(request, session, who, errors, made=made)


@router.post("/api-tokens/{token_id}/revoke")
def post_revoke(request: Request, session: DatabaseSession, who: Makes, token_id: int) -> Response:
    revoke_api_token(session, who.doer, token_id)
    session.commit()
    return see_other(request, "/staff/api-tokens")


def _page(  # noqa: PLR0913
    request: Request,
    session: DatabaseSession,
    who: SignedIn,
    errors: FormErrors,
    *,
    made: str = "",
    status: int = 200,
) -> Response:
    page = ApiTokensPage(
        title=translate(N_("Tokens for programs"), errors.language),
        shows_demo_data=find_demo_data(session),
        made=made,
        tokens=tuple(_row(one, errors.language) for one in find_api_tokens(session, who.actor)),
        scopes=_scopes([action for action in actions_for_programs() if who.actor.may(action)], errors.language),
        days=DAYS,
        errors=errors,
    )
    return render_staff(request, "staff/api_tokens.html", page, who, status=status)


def _scopes(actions: Iterable[str], language: str) -> tuple[Scope, ...]:
    """An action that the matrix has no more is shown as it is called."""
    return tuple(
        Scope(action, translate(PERMISSIONS[action].what, language) if action in PERMISSIONS else action)
        for action in actions
    )


def _row(one: ListedApiToken, language: str) -> ApiTokenRow:
    return ApiTokenRow(
        id=one.id,
        name=one.name,
        scopes=_scopes(one.scopes, language),
        expires=date_in_words(one.expires_at.astimezone(BANGKOK).date(), language),
        last_used=date_in_words(one.last_used_on, language) if one.last_used_on else "–",
        is_revoked=one.is_revoked,
    )
