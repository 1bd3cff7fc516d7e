"""The first sign-in: an enrolment token makes an account, or gives the one that is signed in another role."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.from_where import network_of, origin_of
from api.pages.languages import language_of, prefix_of
from api.staff.access import OPEN, SignedIn, find_signed_in
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.signing_in.sign_in_page import let_in
from api.v1.parameters import PlainText
from geo.staff.accounts import make_account
from geo.staff.audit import Doer
from geo.staff.enrolment import check_token, enrol
from geo.staff.errors import TooManyAttempts
from geo.staff.models import StaffAccount
from geo.staff.rate_limit import Limit, give_back, take
from geo.words import N_, translate

router = APIRouter(dependencies=[OPEN])

NETWORK = Limit("enrolment from a network", 20, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolPage:
    """`has_account`: only the token is asked for; `has_role`: there is one already."""

    title: str
    shows_demo_data: bool
    has_account: bool
    has_role: bool
    token: str
    email: str
    name: str
    errors: FormErrors


@router.get("/enrol")
def show_enrol(request: Request, session: DatabaseSession, settings: AppSettings, token: PlainText = "") -> Response:
    who = find_signed_in(request, session, settings)
    return _page(request, who, FormErrors(language_of(request.url.path)), token=token)


@router.post("/enrol")
def post_enrol(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    token: Annotated[PlainText, Form()] = "",
    email: Annotated[PlainText, Form()] = "",
    name: Annotated[PlainText, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    who = find_signed_in(request, session, settings)
    if not take(session, NETWORK, network_of(request)):
        raise TooManyAttempts()
    session.commit()
    origin = origin_of(request)
    with errors.collect():
        # first, so that nobody without a token learns which addresses have accounts
        check_token(session, token)
        if who is not None:
            account = session.get_one(StaffAccount, who.actor.account_id)
        else:
            account = make_account(session, Doer(None, origin), email=email, name=name, password=password)
        enrol(session, account, origin, token)
    if errors:
        session.rollback()
        return _page(request, who, errors, token=token, email=email, name=name, status=UNPROCESSABLE)
    give_back(session, NETWORK, network_of(request))
    session.commit()
    if who is not None:
        return see_other(request, "/staff")
    return let_in(request, session, settings, account, f"{prefix_of(errors.language)}/staff")


def _page(  # noqa: PLR0913
    request: Request,
    who: SignedIn | None,
    errors: FormErrors,
    *,
    token: str,
    email: str = "",
    name: str = "",
    status: int = 200,
) -> Response:
    page = EnrolPage(
        title=translate(N_("Enter your enrolment token"), errors.language),
        shows_demo_data=False,
        has_account=who is not None,
        has_role=who is not None and bool(who.actor.grants),
        token=token,
        email=email,
        name=name,
        errors=errors,
    )
    return render_staff(request, "staff/enrol.html", page, who, status=status)
