"""OpenID Connect: sign-in at a provider ("Digital ID"), by the code flow with PKCE (RFC 7636).

Authlib speaks the protocol. Everything the provider says is checked against what was asked: issuer, audience, nonce,
times, and the signature.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException
from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from geo.settings import Settings
from geo.staff.errors import ProviderFailed
from geo.staff.models import ProviderSignIn
from geo.staff.secrets import digest, new_secret

CALLBACK = "/staff/sign-in/provider/back"
"""Registered at the provider: one address for all languages."""

_SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with the provider's own key; never `none`, nor with our secret."""

_PATIENCE_S = 10
_LEEWAY_S = 60
_VALID = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the provider says she is. `email` is None where it has not verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str


def begin_at_provider(session: Session, settings: Settings, site: str, browser: str, next_path: str) -> str:
    """The provider's address to send her to. The caller commits. Raises: ProviderFailed."""
    client = _client(settings, site)
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    session.execute(delete(ProviderSignIn).where(ProviderSignIn.expires_at < func.now()))
    session.add(
        ProviderSignIn(
            state_hash=digest(state),
            browser_hash=digest(browser),
            nonce=nonce,
            verifier=verifier,
            next_path=next_path,
            expires_at=func.now() + _VALID,
        )
    )
    session.flush()
    endpoint = _discover(settings, client)["authorization_endpoint"]
    url, _ = client.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier)
    return str(url)


def finish_at_provider(
    session: Session, settings: Settings, site: str, browser: str, answer: dict[str, str]
) -> tuple[Identity, str]:
    """Who came back, and where she wanted to go. The caller commits. Raises: ProviderFailed."""
    begun = session.get(ProviderSignIn, digest(answer.get("state", "")), with_for_update=True)
    if begun is None:
        raise ProviderFailed()
    nonce, verifier, next_path = begun.nonce, begun.verifier, begun.next_path
    is_here = begun.browser_hash == digest(browser)
    session.delete(begun)  # used up, whatever comes of it
    session.commit()
    if not is_here or "code" not in answer:
        raise ProviderFailed()
    client = _client(settings, site)
    try:
        about = _discover(settings, client)
        token = client.fetch_token(
            about["token_endpoint"], code=answer["code"], code_verifier=verifier, timeout=_PATIENCE_S
        )
        claims = _checked_claims(settings, client, about, token, nonce)
    except (AuthlibBaseError, JoseError, RequestException, KeyError, ValueError) as error:
        raise ProviderFailed() from error
    return _identity(claims), next_path


def _client(settings: Settings, site: str) -> OAuth2Session:
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None
    return OAuth2Session(
        settings.oidc_client_id,
        secret,
        scope=_SCOPE,
        redirect_uri=site + CALLBACK,
        code_challenge_method="S256",
    )


def _discover(settings: Settings, client: OAuth2Session) -> dict[str, Any]:
    """Asked each time: providers change their keys, and a sign-in may take a moment. Raises: ProviderFailed."""
    address = f"{(settings.oidc_issuer or '').rstrip('/')}/.well-known/openid-configuration"
    try:
        found: dict[str, Any] = client.get(address, timeout=_PATIENCE_S, withhold_token=True).json()
    except (RequestException, ValueError) as error:
        raise ProviderFailed() from error
    if found.get("issuer") != settings.oidc_issuer:
        raise ProviderFailed()
    return found


def _checked_claims(
    settings: Settings, client: OAuth2Session, about: dict[str, Any], token: dict[str, Any], nonce: str
) -> dict[str, Any]:
    keys = KeySet.import_key_set(client.get(about["jwks_uri"], timeout=_PATIENCE_S, withhold_token=True).json())
    signed = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        {
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": settings.oidc_client_id},
        },
        {"nonce": nonce, "client_id": settings.oidc_client_id, "access_token": token.get("access_token")},
    )
    claims.validate(leeway=_LEEWAY_S)
    told = dict(claims)
    if "email" not in told and "userinfo_endpoint" in about:
        # the code flow tells these there (OpenID Connect Core, 5.4); of somebody else they would be worth nothing
        more = client.get(about["userinfo_endpoint"], timeout=_PATIENCE_S).json()
        if more.get("sub") == told["sub"]:
            told = more | told
    return told


def _identity(claims: dict[str, Any]) -> Identity:
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=str(email).lower() if email else None,
        name=str(claims.get("name") or email or claims["sub"])[:120],
    )
