"""To the provider and back (OpenID Connect), where the settings name one."""

from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.database_session import AppSettings, DatabaseSession
from api.from_where import network_of, origin_of
from api.staff.access import OPEN, safe_next
from api.staff.cookies import browser_secret, keep_browser_cookie
from api.staff.signing_in.provider import CALLBACK, Identity, begin_at_provider, finish_at_provider
from api.staff.signing_in.sign_in_page import let_in
from api.staff.site_address import site_address
from api.v1.parameters import PlainText
from geo.settings import Settings
from geo.staff.accounts import find_account, make_account
from geo.staff.audit import Doer
from geo.staff.errors import ProviderFailed, SignInFailed, TooManyAttempts, UnknownRecord
from geo.staff.models import StaffAccount
from geo.staff.rate_limit import Limit, take

router = APIRouter(dependencies=[OPEN])

NETWORK = Limit("sign-in at the provider from a network", 60, 3)


@router.get("/sign-in/provider")
def go_to_provider(
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    next: PlainText = "",
) -> Response:
    """A link, not a form: the content security policy lets no form lead to another site."""
    site = _site(request, settings)
    if not take(session, NETWORK, network_of(request)):
        raise TooManyAttempts()
    address = begin_at_provider(session, settings, site, browser_secret(request), safe_next(request, next))
    session.commit()
    response = RedirectResponse(address, 303)
    keep_browser_cookie(request, response)
    return response


@router.get(CALLBACK.removeprefix("/staff"))
def come_back(request: Request, session: DatabaseSession, settings: AppSettings) -> Response:
    answer = dict(request.query_params)
    site = _site(request, settings)
    identity, next_path = finish_at_provider(session, settings, site, browser_secret(request), answer)
    return let_in(request, session, settings, _account(session, request, identity), next_path)


def _site(request: Request, settings: Settings) -> str:
    """Raises: UnknownRecord where no provider is set up."""
    site = site_address(request, settings)
    if settings.oidc_issuer is None or site is None:
        raise UnknownRecord()
    return site


def _account(session: Session, request: Request, identity: Identity) -> StaffAccount:
    """Hers from before, the one with her verified address, or a new one without a role. Raises: SignInFailed."""
    account = session.scalar(
        select(StaffAccount).where(
            StaffAccount.provider_issuer == identity.issuer, StaffAccount.provider_subject == identity.subject
        )
    )
    if account is None:
        if identity.email is None:
            raise ProviderFailed()
        account = find_account(session, identity.email)
        if account is None:
            doer = Doer(None, origin_of(request))
            account = make_account(session, doer, email=identity.email, name=identity.name, password=None)
        elif account.provider_subject is not None:
            raise SignInFailed()
        account.provider_issuer, account.provider_subject = identity.issuer, identity.subject
        session.flush()
    if account.disabled_at is not None or account.demo:
        raise SignInFailed()
    return account
