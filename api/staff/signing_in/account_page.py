"""One's own account: where one is signed in, ending that, and another password."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.dates import clock_time, date_in_words
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed, lifetime_of
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.signing_in.sign_in_page import let_in
from geo.opening_hours import BANGKOK
from geo.settings import Settings
from geo.staff.accounts import change_password
from geo.staff.errors import NotSignedIn
from geo.staff.models import StaffAccount
from geo.staff.passwords import is_password
from geo.staff.people import place_name
from geo.staff.rate_limit import take
from geo.staff.roles import ROLE_NAMES, Role
from geo.staff.sessions import end_session, end_sessions, find_sessions
from geo.staff.sign_in import OWN_DEVICE
from geo.words import N_, translate

router = APIRouter()

Owner = Annotated[SignedIn, allowed("own_account.manage")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRow:
    id: int
    device: str
    network: str
    since: str
    last_seen: str
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    role: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    title: str
    shows_demo_data: bool
    name: str
    email: str
    roles: tuple[RoleRow, ...]
    sign_ins: tuple[SignInRow, ...]
    has_password: bool
    errors: FormErrors


@router.get("/account")
def show_account(request: Request, session: DatabaseSession, settings: AppSettings, who: Owner) -> Response:
    return _page(request, session, settings, who, FormErrors(language_of(request.url.path)))


@router.post("/account/sign-ins/{number}/end")
def post_end(request: Request, session: DatabaseSession, who: Owner, number: int) -> Response:
    end_session(session, who.actor.account_id, number)
    session.commit()
    return see_other(request, "/staff/account")


@router.post("/account/sign-ins/end-others")
def post_end_others(request: Request, session: DatabaseSession, who: Owner) -> Response:
    end_sessions(session, who.actor.account_id, but=who.session_id)
    session.commit()
    return see_other(request, "/staff/account")


@router.post("/account/password")
def post_password(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    who: Owner,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    account = session.get_one(StaffAccount, who.actor.account_id)
    # whoever finds a computer unlocked has no more tries than at the sign-in
    counted = take(session, OWN_DEVICE, account.email, "current password")
    session.commit()
    if not counted or not is_password(account.password_hash, current):
        errors.by_field["current"] = translate(N_("The current password is not right."), errors.language)
        return _page(request, session, settings, who, errors, status=UNPROCESSABLE)
    with errors.collect():
        change_password(session, account, who.doer, password)
    if errors:
        session.rollback()
        return _page(request, session, settings, who, errors, status=UNPROCESSABLE)
    return let_in(request, session, settings, account, request.url.path.removesuffix("/password"))


def _page(  # noqa: PLR0913
    request: Request,
    session: DatabaseSession,
    settings: Settings,
    who: SignedIn,
    errors: FormErrors,
    *,
    status: int = 200,
) -> Response:
    account = session.get(StaffAccount, who.actor.account_id)
    if account is None:
        raise NotSignedIn()
    language = errors.language
    page = AccountPage(
        title=translate(N_("Your account"), language),
        shows_demo_data=False,
        name=account.name,
        email=account.email,
        roles=tuple(
            RoleRow(
                role=translate(ROLE_NAMES[Role(one.role)], language), place=place_name(one.agency, one.service_point)
            )
            for one in account.roles
        ),
        sign_ins=tuple(
            SignInRow(
                id=one.id,
                device=one.device,
                network=one.network,
                since=date_in_words(one.created_at.astimezone(BANGKOK).date(), language),
                last_seen=clock_time(one.last_seen_at.astimezone(BANGKOK)),
                is_this=one.id == who.session_id,
            )
            for one in find_sessions(session, account.id, lifetime_of(settings))
        ),
        has_password=account.password_hash is not None,
        errors=errors,
    )
    return render_staff(request, "staff/account.html", page, who, status=status)
