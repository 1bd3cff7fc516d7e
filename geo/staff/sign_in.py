"""Signing in with a password, and what holds off whoever guesses.

Three buckets: a network's, an account's for strange browsers, and one for each browser in which the account was signed
in to before (OWASP's device cookies). An attack from many addresses fills the account's bucket for strangers and lets
through one guess in a while; her own browser has a bucket of its own, and a letter makes any browser hers.
All count tries for addresses that have no account, too, and all of that takes as long.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.staff.accounts import find_account
from geo.staff.errors import SignInFailed, TooManyAttempts
from geo.staff.models import StaffAccount
from geo.staff.passwords import hash_password, is_outdated, is_password
from geo.staff.rate_limit import Limit, give_back, has_room, take
from geo.staff.sessions import is_known_device
from geo.words import N_

NETWORK = Limit("sign-in of a network", 50, 6)
"""Offices share an address: many may mistype on a Monday morning."""

STRANGERS = Limit("sign-in of strangers", 10, 60)
OWN_DEVICE = Limit("sign-in of a known device", 10, 30)

_LOCKED = N_(
    "There were too many attempts to sign in to this account from unknown browsers. Use a browser you have signed in "
    "with before, or have a letter sent to your e-mail address to choose a new password."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`device`: the secret of the browser's device cookie, empty where it has none."""

    email: str
    password: str
    network: str
    device: str


def sign_in(session: Session, attempt: Attempt) -> StaffAccount:
    """The account that the password belongs to.

    Commits what it counts, so that a try counts whatever happens after. Raises: SignInFailed, TooManyAttempts.
    """
    email = attempt.email.strip().lower()
    account = find_account(session, email)
    known = bool(attempt.device) and is_known_device(session, account.id if account else 0, attempt.device)
    limit, what = (OWN_DEVICE, (email, attempt.device)) if known else (STRANGERS, (email,))
    if not has_room(session, NETWORK, attempt.network):
        raise TooManyAttempts()
    # counted before the password is looked at: a thousand tries at the same instant are no more than room for ten
    if not take(session, limit, *what):
        session.rollback()
        raise TooManyAttempts(_LOCKED)
    session.commit()
    stored = account.password_hash if account and account.disabled_at is None else None
    session.commit()  # the connection is not kept while the processor works on the hash
    if not is_password(stored, attempt.password):
        take(session, NETWORK, attempt.network)
        session.commit()
        raise SignInFailed()
    assert account is not None  # noqa: S101 - there was a hash
    assert stored is not None  # noqa: S101
    if is_outdated(stored):
        account.password_hash = hash_password(attempt.password)
    give_back(session, limit, *what)
    session.commit()
    return account
