"""Enrolment tokens: a code of fifteen characters that gives whoever enters it first a role somewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from geo.errors import InvalidQuery
from geo.models import Agency, Area, ServicePoint
from geo.staff.actor import Actor, Place, place_of_agency, place_of_point
from geo.staff.audit import Doer, Origin, Subject, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.models import EnrolmentToken, StaffAccount
from geo.staff.people import GrantTo, check_may_give, give_role, place_name
from geo.staff.roles import Role
from geo.staff.secrets import digest, new_code, typed_code
from geo.words import N_

VALID_DAYS = 30

MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token with its code, which is shown this once."""

    id: int
    code: str
    role: Role
    place: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedToken:
    """`state`: open, used, revoked or expired; `used_by` is a name."""

    id: int
    role: Role
    place: str
    state: Literal["open", "used", "revoked", "expired"]
    issued_at: datetime
    expires_at: datetime
    used_by: str | None


def issue_token(
    session: Session,
    doer: Doer,
    to: GrantTo,
    *,
    refreshes: EnrolmentToken | None = None,
) -> Issued:
    """A new token; `actor` None: in the terminal. The caller commits. Raises: NotAllowed, InvalidQuery."""
    place = to.find_place(session)
    if doer.actor is not None:
        check_may_give(doer.actor, to.role, place, "enrolment.issue")
    code = new_code()
    token = EnrolmentToken(
        token_hash=digest(code),
        role=to.role,
        agency_id=to.agency_id,
        service_point_id=to.service_point_id,
        issued_by=doer.actor.account_id if doer.actor else None,
        expires_at=func.now() + timedelta(days=VALID_DAYS),
        refreshes=refreshes.id if refreshes else None,
    )
    session.add(token)
    session.flush()
    session.refresh(token)
    name = place_name(token.agency, token.service_point)
    action = "enrolment.refresh" if refreshes else "enrolment.issue"
    after = {"role": str(to.role), "for": name, **({"refreshes": refreshes.id} if refreshes else {})}
    record(session, doer, action, _subject(token, place), after=after)
    return Issued(id=token.id, code=code, role=to.role, place=name, expires_at=token.expires_at)


def refresh_token(session: Session, doer: Doer, token_id: int) -> Issued:
    """Another code for the same role at the same place; the old one ends. Raises: NotAllowed, UnknownRecord."""
    token = _find(session, doer, token_id)
    if token.used_at is None and token.revoked_at is None:
        token.revoked_at = func.now()
    to = GrantTo(role=Role(token.role), agency_id=token.agency_id, service_point_id=token.service_point_id)
    return issue_token(session, doer, to, refreshes=token)


def revoke_token(session: Session, doer: Doer, token_id: int) -> None:
    """Raises: NotAllowed, UnknownRecord."""
    token = _find(session, doer, token_id)
    if token.used_at is not None or token.revoked_at is not None:
        return
    token.revoked_at = func.now()
    subject = _subject(token, _place(session, token))
    record(session, doer, "enrolment.revoke", subject, before={"state": "open"}, after={"state": "revoked"})


def check_token(session: Session, typed: str) -> EnrolmentToken:
    """The token, kept for this transaction. Raises: InvalidQuery when it is no good."""
    token = session.scalar(
        select(EnrolmentToken)
        .where(
            EnrolmentToken.token_hash == digest(typed_code(typed)),
            EnrolmentToken.used_at.is_(None),
            EnrolmentToken.revoked_at.is_(None),
            EnrolmentToken.expires_at > func.now(),
        )
        .with_for_update()  # of two who enter it at the same instant one comes second
    )
    if token is None:
        raise InvalidQuery(
            N_("This token is not known, has been used or is no longer valid. Ask for a new one."),
            field="token",
        )
    return token


def enrol(session: Session, account: StaffAccount, origin: Origin, typed: str) -> None:
    """Use a token up for this account. The caller commits. Raises: InvalidQuery when it is no good."""
    token = check_token(session, typed)
    token.used_by, token.used_at = account.id, func.now()
    place = _place(session, token)
    doer = Doer(Actor(account_id=account.id, name=account.name, email=account.email, grants=()), origin)
    to = GrantTo(role=Role(token.role), agency_id=token.agency_id, service_point_id=token.service_point_id)
    after = {"state": "used", "by": account.name}
    record(session, doer, "enrolment.use", _subject(token, place), before={"state": "open"}, after=after)
    give_role(session, doer, account, to)


def find_tokens(session: Session, actor: Actor, *, with_closed: bool = False) -> list[ListedToken]:
    """Those the actor may refresh and revoke, the newest first, at most `MOST_LISTED`."""
    reach = actor.reach("enrolment.issue")
    statement = (
        select(EnrolmentToken)
        .outerjoin(Agency, Agency.id == EnrolmentToken.agency_id)
        .options(joinedload(EnrolmentToken.agency), joinedload(EnrolmentToken.service_point))
        .options(joinedload(EnrolmentToken.user))
        .where(reach.of_agencies(Agency.path))
        .order_by(EnrolmentToken.id.desc())
        .limit(MOST_LISTED)
    )
    if not with_closed:
        statement = statement.where(EnrolmentToken.revoked_at.is_(None))
    now = session.scalar(select(func.now()))
    assert now is not None  # noqa: S101
    return [_listed(token, now) for token in session.scalars(statement)]


def find_points_for_tokens(session: Session, actor: Actor, agency_id: int, text: str) -> list[ServicePoint]:
    """Service points of an agency (and below) to issue tokens for, by name.

    Each word of the text stands in the name, or in that of the district or province.
    """
    reach = actor.reach("enrolment.issue")
    statement = (
        select(ServicePoint)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(Agency.path.bool_op("@>")([agency_id]), reach.of_agencies(Agency.path))
        .order_by(ServicePoint.name_th, ServicePoint.id)
        .limit(MOST_LISTED)
    )
    for word in text.split():
        around = select(Area.code).where(
            Area.name_th.contains(word, autoescape=True), ServicePoint.subdistrict_code.startswith(Area.code)
        )
        statement = statement.where(ServicePoint.name_th.contains(word, autoescape=True) | exists(around))
    return list(session.scalars(statement))


def _listed(token: EnrolmentToken, now: datetime) -> ListedToken:
    state: Literal["open", "used", "revoked", "expired"]
    if token.used_at is not None:
        state = "used"
    elif token.revoked_at is not None:
        state = "revoked"
    else:
        state = "open" if token.expires_at > now else "expired"
    return ListedToken(
        id=token.id,
        role=Role(token.role),
        place=place_name(token.agency, token.service_point),
        state=state,
        issued_at=token.issued_at,
        expires_at=token.expires_at,
        used_by=token.user.name if token.user else None,
    )


def _find(session: Session, doer: Doer, token_id: int) -> EnrolmentToken:
    token = session.get(EnrolmentToken, token_id, with_for_update=True)
    if token is None:
        raise UnknownRecord()
    check_may_give(acting(doer), Role(token.role), _place(session, token), "enrolment.issue")
    return token


def _place(session: Session, token: EnrolmentToken) -> Place:
    if token.service_point_id is not None:
        return place_of_point(session, token.service_point_id)
    return place_of_agency(session, token.agency_id)


def _subject(token: EnrolmentToken, place: Place) -> Subject:
    return Subject("enrolment_token", str(token.id), place_name(token.agency, token.service_point), place)
