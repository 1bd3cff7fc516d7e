"""Accounts: made, found by address, given a password."""

import re

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.staff.audit import Doer, Subject, record
from geo.staff.models import PasswordReset, StaffAccount
from geo.staff.passwords import check_password, hash_password
from geo.staff.secrets import digest, new_secret
from geo.staff.sessions import end_sessions, forget_devices
from geo.words import N_

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
_LONGEST_ADDRESS = 254
_LONGEST_NAME = 120

RESET_MINUTES = 60


def checked_email(text: str) -> str:
    """The address as it is kept, in small letters. Raises: InvalidQuery."""
    email = text.strip().lower()
    if len(email) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(email):
        raise InvalidQuery(N_("'{text}' is not an e-mail address."), field="email", text=text.strip())
    return email


def checked_name(text: str) -> str:
    """Raises: InvalidQuery."""
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InvalidQuery(N_("Please give your first and last name."), field="name")
    return name


def find_account(session: Session, email: str) -> StaffAccount | None:
    return session.scalar(select(StaffAccount).where(StaffAccount.email == email.strip().lower()))


def make_account(  # noqa: PLR0913
    session: Session, doer: Doer, *, email: str, name: str, password: str | None, demo: bool = False
) -> StaffAccount:
    """An account without any role. The caller commits. Raises: InvalidQuery, also when the address has one already."""
    email, name = checked_email(email), checked_name(name)
    if password is not None:
        check_password(password, email, name)
    if find_account(session, email) is not None:
        raise InvalidQuery(N_("This e-mail address has an account already. Please sign in to it first."), field="email")
    account = StaffAccount(
        email=email, name=name, password_hash=hash_password(password) if password is not None else None, demo=demo
    )
    session.add(account)
    session.flush()
    record(session, doer, "account.make", person(account), after={"email": email, "name": name})
    return account


def person(account: StaffAccount) -> Subject:
    """The account as the subject of a line in the audit log."""
    return Subject("person", str(account.id), account.name)


def begin_reset(session: Session, account: StaffAccount) -> str:
    """The secret for a letter's link, which replaces earlier ones. The caller commits."""
    session.execute(
        delete(PasswordReset).where((PasswordReset.account_id == account.id) | (PasswordReset.expires_at < func.now()))
    )
    secret = new_secret()
    session.add(
        PasswordReset(
            token_hash=digest(secret),
            account_id=account.id,
            expires_at=func.now() + func.make_interval(0, 0, 0, 0, 0, RESET_MINUTES),
        )
    )
    session.flush()
    return secret


def find_reset(session: Session, secret: str) -> StaffAccount | None:
    """Whose password a link changes; None when it is used up or too old."""
    return session.scalar(
        select(StaffAccount)
        .join(PasswordReset, PasswordReset.account_id == StaffAccount.id)
        .where(
            PasswordReset.token_hash == digest(secret),
            PasswordReset.expires_at > func.now(),
            StaffAccount.disabled_at.is_(None),
        )
    )


def change_password(session: Session, account: StaffAccount, doer: Doer, new: str) -> None:
    """All its sign-ins end, all links are used up, all browsers are strangers again. Raises: InvalidQuery."""
    check_password(new, account.email, account.name)
    account.password_hash = hash_password(new)
    session.execute(delete(PasswordReset).where(PasswordReset.account_id == account.id))
    end_sessions(session, account.id)
    forget_devices(session, account.id)
    record(session, doer, "account.password", person(account), after={"password": "changed"})
