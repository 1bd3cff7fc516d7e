"""A forgotten password: a letter with a link, and the page it leads to."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.from_where import network_of, origin_of
from api.pages.languages import language_of, prefix_of
from api.staff.access import OPEN
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.signing_in.sign_in_page import let_in
from api.staff.site_address import site_address
from api.v1.parameters import PlainText
from geo.errors import InvalidQuery
from geo.staff.accounts import RESET_MINUTES, begin_reset, change_password, find_account, find_reset
from geo.staff.audit import Doer
from geo.staff.errors import TooManyAttempts
from geo.staff.letters import Letter, send_letter
from geo.staff.rate_limit import Limit, take
from geo.words import N_, translate

router = APIRouter(dependencies=[OPEN])

LETTERS = Limit("letters to an account", 4, 900)
NETWORK = Limit("letters from a network", 30, 60)

_LETTER = N_(
    "Somebody, we hope you, asked to choose a new password for Pakmud.\n\n"
    "This link works for {minutes} minutes:\n{link}\n\n"
    "If it was not you, nothing needs to be done."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenPage:
    """`is_sent`: the form was sent; whether there is such an account is not told."""

    title: str
    shows_demo_data: bool
    is_sent: bool
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPage:
    """`is_valid` False: the link has been used, or is too old."""

    title: str
    shows_demo_data: bool
    token: str
    is_valid: bool
    errors: FormErrors


@router.get("/forgotten")
def show_forgotten(request: Request) -> Response:
    return _forgotten(request, FormErrors(language_of(request.url.path)))


@router.post("/forgotten")
def post_forgotten(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    email: Annotated[PlainText, Form()] = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    address = site_address(request, settings)
    if address is None:
        raise InvalidQuery(N_("Letters cannot be sent: the setting PAKMUD_PUBLIC_URL is missing here."))
    allowed = take(session, NETWORK, network_of(request)) and take(session, LETTERS, email.strip().lower())
    account = find_account(session, email) if allowed else None
    if account is not None and account.disabled_at is None and not account.demo:
        link = f"{address}{prefix_of(errors.language)}/staff/reset?token={begin_reset(session, account)}"
        subject = translate(N_("A new password for Pakmud"), errors.language)
        body = translate(_LETTER, errors.language, link=link, minutes=RESET_MINUTES)
        # after the answer: its time does not tell whether there is an account
        background.add_task(send_letter, settings, Letter(account.email, subject, body))
    session.commit()
    response = _forgotten(request, errors, is_sent=True)
    response.background = background
    return response


@router.get("/reset")
def show_reset(request: Request, session: DatabaseSession, token: PlainText = "") -> Response:
    is_valid = find_reset(session, token) is not None
    return _reset(request, token, FormErrors(language_of(request.url.path)), is_valid=is_valid)


@router.post("/reset")
def post_reset(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    token: Annotated[PlainText, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    if not take(session, NETWORK, network_of(request)):
        raise TooManyAttempts()
    session.commit()
    account = find_reset(session, token)
    if account is None:
        return _reset(request, token, errors, is_valid=False, status=UNPROCESSABLE)
    with errors.collect():
        change_password(session, account, Doer(None, origin_of(request)), password)
    if errors:
        session.rollback()
        return _reset(request, token, errors, is_valid=True, status=UNPROCESSABLE)
    return let_in(request, session, settings, account, f"{prefix_of(errors.language)}/staff")


def _forgotten(request: Request, errors: FormErrors, *, is_sent: bool = False) -> Response:
    title = translate(N_("A new password"), errors.language)
    page = ForgottenPage(title=title, shows_demo_data=False, is_sent=is_sent, errors=errors)
    return render_staff(request, "staff/forgotten.html", page)


def _reset(request: Request, token: str, errors: FormErrors, *, is_valid: bool, status: int = 200) -> Response:
    title = translate(N_("A new password"), errors.language)
    page = ResetPage(title=title, shows_demo_data=False, token=token, is_valid=is_valid, errors=errors)
    return render_staff(request, "staff/reset.html", page, status=status)
