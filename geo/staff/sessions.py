"""Sign-ins that last: made, recognised by their cookie, listed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geo.staff.audit import Origin
from geo.staff.models import StaffAccount, StaffDevice, StaffSession
from geo.staff.secrets import digest, new_secret

DEVICE_DAYS = 180
_SEEN_EVERY = timedelta(minutes=1)
"""How exactly `last_seen_at` is kept: not every page should write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """`idle`: without asking for anything; `longest`: in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in as its owner sees it in the list."""

    id: int
    device: str
    network: str
    created_at: datetime
    last_seen_at: datetime


def begin_session(session: Session, account_id: int, origin: Origin, lifetime: Lifetime) -> str:
    """The secret for the cookie. What has expired is dropped on the way. The caller commits."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at < func.now()))
    secret = new_secret()
    session.add(
        StaffSession(
            secret_hash=digest(secret),
            account_id=account_id,
            expires_at=func.now() + lifetime.longest,
            device=origin.device,
            network=origin.network,
        )
    )
    session.execute(update(StaffAccount).where(StaffAccount.id == account_id).values(last_signed_in_at=func.now()))
    session.flush()
    return secret


def find_session(session: Session, secret: str, lifetime: Lifetime) -> StaffSession | None:
    """The sign-in that a cookie belongs to, None when it has ended. Notes that it is in use; the caller commits."""
    found = session.scalar(
        select(StaffSession).where(
            StaffSession.secret_hash == digest(secret),
            StaffSession.expires_at > func.now(),
            StaffSession.last_seen_at > func.now() - lifetime.idle,
        )
    )
    if found is not None:
        session.execute(
            update(StaffSession)
            .where(StaffSession.id == found.id, StaffSession.last_seen_at < func.now() - _SEEN_EVERY)
            .values(last_seen_at=func.now())
            .execution_options(synchronize_session=False)
        )
    return found


def find_sessions(session: Session, account_id: int, lifetime: Lifetime) -> list[SignIn]:
    """Those that still last, the latest used first."""
    rows = session.scalars(
        select(StaffSession)
        .where(
            StaffSession.account_id == account_id,
            StaffSession.expires_at > func.now(),
            StaffSession.last_seen_at > func.now() - lifetime.idle,
        )
        .order_by(StaffSession.last_seen_at.desc(), StaffSession.id)
    )
    return [
        SignIn(
            id=row.id,
            device=row.device,
            network=row.network,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
        )
        for row in rows
    ]


def end_session(session: Session, account_id: int, session_id: int) -> None:
    session.execute(delete(StaffSession).where(StaffSession.account_id == account_id, StaffSession.id == session_id))


def end_sessions(session: Session, account_id: int, *, but: int | None = None) -> None:
    """All sign-ins of the account, except one where it is given."""
    session.execute(
        delete(StaffSession).where(StaffSession.account_id == account_id, StaffSession.id.is_distinct_from(but))
    )


def remember_device(session: Session, account_id: int, secret: str) -> None:
    """From now on the browser with this cookie is known to the account."""
    session.execute(delete(StaffDevice).where(StaffDevice.expires_at < func.now()))
    session.merge(
        StaffDevice(
            secret_hash=digest(secret), account_id=account_id, expires_at=func.now() + timedelta(days=DEVICE_DAYS)
        )
    )
    session.flush()


def is_known_device(session: Session, account_id: int, secret: str) -> bool:
    return (
        session.scalar(
            select(StaffDevice.account_id).where(
                StaffDevice.secret_hash == digest(secret),
                StaffDevice.account_id == account_id,
                StaffDevice.expires_at > func.now(),
            )
        )
        is not None
    )


def forget_devices(session: Session, account_id: int) -> None:
    session.execute(delete(StaffDevice).where(StaffDevice.account_id == account_id))
