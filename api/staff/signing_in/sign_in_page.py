"""Signing in and out."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.database_session import AppSettings, DatabaseSession
from api.from_where import network_of, origin_of
from api.pages.languages import language_of, prefix_of
from api.staff.access import OPEN, SignedIn, find_signed_in, lifetime_of, safe_next
from api.staff.cookies import browser_secret, drop_session_cookie, keep_browser_cookie, set_session_cookie
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.signing_in.demo_sign_in import DemoAccount, find_demo_account, find_demo_accounts
from api.v1.parameters import PlainText
from geo.settings import Settings
from geo.staff.actor import find_actor
from geo.staff.errors import SignInFailed, TooManyAttempts, UnknownRecord
from geo.staff.models import StaffAccount
from geo.staff.sessions import begin_session, end_session, remember_device
from geo.staff.sign_in import Attempt, sign_in
from geo.words import N_, translate

router = APIRouter(dependencies=[OPEN])


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """`provider` is empty where no other sign-in is set up, `demo_accounts` but in the demo."""

    title: str
    shows_demo_data: bool
    email: str
    next: str
    errors: FormErrors
    provider: str
    demo_accounts: tuple[DemoAccount, ...]


@router.get("/sign-in")
def show_sign_in(request: Request, session: DatabaseSession, settings: AppSettings, next: PlainText = "") -> Response:
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, settings, errors, next_path=next)


@router.post("/sign-in")
def post_sign_in(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    email: Annotated[PlainText, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[PlainText, Form()] = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    attempt = Attempt(email=email, password=password, network=network_of(request), device=browser_secret(request))
    try:
        account = sign_in(session, attempt)
    except SignInFailed as error:
        errors.add(error)
        return _page(request, session, settings, errors, email=email, next_path=next, status=UNPROCESSABLE)
    except TooManyAttempts as error:
        errors.by_field["email"] = error.sentence.render(errors.language)
        return _page(request, session, settings, errors, email=email, next_path=next, status=429)
    return let_in(request, session, settings, account, safe_next(request, next))


@router.post("/sign-in/demo")
def post_demo_sign_in(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    account_id: Annotated[int, Form()],
    next: Annotated[PlainText, Form()] = "",
) -> Response:
    account = find_demo_account(request, session, settings, account_id)
    if account is None:
        raise UnknownRecord()
    return let_in(request, session, settings, account, safe_next(request, next))


@router.post("/sign-out")
def post_sign_out(request: Request, session: DatabaseSession, settings: AppSettings) -> Response:
    who = find_signed_in(request, session, settings)
    if who is not None and who.session_id is not None:
        end_session(session, who.actor.account_id, who.session_id)
        session.commit()
    response = see_other(request, "/staff/sign-in")
    drop_session_cookie(request, response)
    return response


def let_in(request: Request, session: Session, settings: Settings, account: StaffAccount, where: str) -> Response:
    """A new sign-in with a new cookie, in a browser that is known from now on; commits.

    Without a role it leads to where an enrolment token is entered.
    """
    who = find_signed_in(request, session, settings)
    if who is not None and who.session_id is not None:
        end_session(session, who.actor.account_id, who.session_id)
    secret = begin_session(session, account.id, origin_of(request), lifetime_of(settings))
    remember_device(session, account.id, browser_secret(request))
    actor = find_actor(session, account.id)
    session.commit()
    if actor is None or not actor.grants:
        where = f"{prefix_of(language_of(where))}/staff/enrol"
    response = RedirectResponse(where, 303)
    set_session_cookie(request, response, secret)
    keep_browser_cookie(request, response)
    return response


def _page(  # noqa: PLR0913
    request: Request,
    session: Session,
    settings: Settings,
    errors: FormErrors,
    *,
    email: str = "",
    next_path: str = "",
    status: int = 200,
) -> Response:
    who: SignedIn | None = find_signed_in(request, session, settings)
    page = SignInPage(
        title=translate(N_("Sign in"), errors.language),
        shows_demo_data=False,
        email=email,
        next=safe_next(request, next_path) if next_path else "",
        errors=errors,
        provider=settings.oidc_name if settings.oidc_issuer else "",
        demo_accounts=tuple(find_demo_accounts(request, session, settings, errors.language)),
    )
    return render_staff(request, "staff/sign_in.html", page, who, status=status)
