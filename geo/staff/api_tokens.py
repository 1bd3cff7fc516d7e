"""Tokens for programs: each does what its owner may do, as far as its scopes go, until it is revoked."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.staff.actor import Actor, find_actor
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.models import ApiToken
from geo.staff.permissions import actions_for_programs
from geo.staff.secrets import digest, new_secret
from geo.words import N_

PREFIX = "pakmud_"
"""So that scanners for leaked secrets know one when they see it."""

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedApiToken:
    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    is_revoked: bool


def make_api_token(session: Session, doer: Doer, name: str, *, scopes: list[str], days: int) -> tuple[int, str]:
    """Its number, and the token, which is shown this once. The caller commits. Raises: InvalidQuery."""
    name = " ".join(name.split())[:100]
    if not name:
        raise InvalidQuery(N_("Please say what the token is for."), field="name")
    if not scopes or not set(scopes) <= set(actions_for_programs()):
        raise InvalidQuery(N_("Please choose what the program may do."), field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidQuery(N_("A token is valid for 1 to {longest} days."), field="days", longest=LONGEST_DAYS)
    secret = PREFIX + new_secret()
    actor = acting(doer)
    token = ApiToken(
        token_hash=digest(secret),
        account_id=actor.account_id,
        name=name,
        scopes=sorted(set(scopes)),
        expires_at=func.now() + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    record(session, doer, "api_token.make", _subject(token), after={"name": name, "scopes": token.scopes})
    return token.id, secret


def find_api_tokens(session: Session, actor: Actor) -> list[ListedApiToken]:
    """Her own, the newest first."""
    rows = session.scalars(select(ApiToken).where(ApiToken.account_id == actor.account_id).order_by(ApiToken.id.desc()))
    return [
        ListedApiToken(
            id=row.id,
            name=row.name,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_on=row.last_used_on,
            is_revoked=row.revoked_at is not None,
        )
        for row in rows
    ]


def revoke_api_token(session: Session, doer: Doer, token_id: int) -> None:
    """Raises: UnknownRecord, also for somebody else's."""
    token = session.get(ApiToken, token_id, with_for_update=True)
    if token is None or token.account_id != acting(doer).account_id:
        raise UnknownRecord()
    if token.revoked_at is None:
        token.revoked_at = func.now()
        before, after = {"state": "valid"}, {"state": "revoked"}
        record(session, doer, "api_token.revoke", _subject(token), before=before, after=after)


def find_program(session: Session, secret: str) -> Actor | None:
    """What a program may do now: when its owner loses a role, it does too. Notes the day; the caller commits."""
    token = session.scalar(
        select(ApiToken).where(
            ApiToken.token_hash == digest(secret), ApiToken.revoked_at.is_(None), ApiToken.expires_at > func.now()
        )
    )
    owner = find_actor(session, token.account_id) if token else None
    if token is None or owner is None or not owner.grants:
        return None
    session.execute(
        update(ApiToken)
        .where(ApiToken.id == token.id, ApiToken.last_used_on.is_distinct_from(func.current_date()))
        .values(last_used_on=func.current_date())
        .execution_options(synchronize_session=False)
    )
    return replace(owner, program=token.name, scopes=frozenset(token.scopes))


def _subject(token: ApiToken) -> Subject:
    return Subject("api_token", str(token.id), token.name)
