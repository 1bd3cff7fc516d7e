"""People and their roles: found, given, changed, taken away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from geo.errors import InvalidQuery
from geo.models import Agency, ServicePoint
from geo.staff.accounts import person
from geo.staff.actor import Actor, Place, place_of_agency, place_of_point
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import NotAllowed, UnknownRecord
from geo.staff.models import StaffAccount, StaffRole
from geo.staff.roles import STATE_WIDE, Role
from geo.staff.sessions import end_sessions
from geo.words import N_

EVERYWHERE = "ทั้งประเทศ"
"""The place of a role without an agency; in Thai as all names of the data are."""

MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTo:
    """A role to be given. Raises: InvalidQuery for a role that needs another place."""

    role: Role
    agency_id: int | None = None
    service_point_id: int | None = None

    def __post_init__(self) -> None:
        if self.agency_id is None and self.role not in STATE_WIDE:
            raise InvalidQuery(N_("This role needs an agency."), field="agency")
        if self.service_point_id is not None and self.role is not Role.point_officer:
            raise InvalidQuery(N_("Only service point officers are bound to a service point."), field="service_point")

    def find_place(self, session: Session) -> Place:
        """Raises: UnknownRecord; InvalidQuery when the service point is not the agency's or one's below it."""
        if self.service_point_id is not None:
            place = place_of_point(session, self.service_point_id)
            if self.agency_id not in place.path:
                raise InvalidQuery(N_("This service point belongs to another agency."), field="service_point")
            return place
        place = place_of_agency(session, self.agency_id)
        if self.agency_id is not None and not place.path:
            raise UnknownRecord()
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """`may_change`: whether whoever asked may take it away or change it."""

    id: int
    role: Role
    place: str
    agency_id: int | None
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`roles`: those that whoever asked may see."""

    id: int
    name: str
    email: str
    roles: tuple[HeldRole, ...]
    last_signed_in_at: datetime | None


def place_name(agency: Agency | None, point: ServicePoint | None) -> str:
    if point is not None:
        return point.name_th
    return agency.name_th if agency is not None else EVERYWHERE


def check_may_give(actor: Actor, role: Role, place: Place, action: str = "people.manage") -> None:
    """State-wide roles are given by those who may appoint, all others where the action allows. Raises: NotAllowed."""
    actor.must("people.appoint" if role in STATE_WIDE else action, place)


def find_people(session: Session, actor: Actor, text: str = "") -> list[Person]:
    """People with a role where the actor may see them, by name; the text is looked for in name and address."""
    reach = actor.reach("people.see")
    seen = (
        select(StaffRole.id)
        .outerjoin(Agency, Agency.id == StaffRole.agency_id)
        .where(StaffRole.account_id == StaffAccount.id, reach.of_agencies(Agency.path))
    )
    statement = (
        select(StaffAccount)
        .where(StaffAccount.disabled_at.is_(None), exists(seen))
        .order_by(StaffAccount.name, StaffAccount.id)
        .limit(MOST_LISTED)
    )
    for word in text.split():
        found = (column.icontains(word, autoescape=True) for column in (StaffAccount.name, StaffAccount.email))
        statement = statement.where(or_(*found))
    return [_person(session, actor, account) for account in session.scalars(statement)]


def find_person(session: Session, actor: Actor, account_id: int) -> Person:
    """Raises: UnknownRecord, also for somebody who has no role where the actor may see her."""
    account = session.get(StaffAccount, account_id)
    found = _person(session, actor, account) if account else None
    if found is None or not found.roles:
        raise UnknownRecord()
    return found


def give_role(session: Session, doer: Doer, account: StaffAccount, to: GrantTo) -> None:
    """Checks nothing: by a token, or in the terminal. One that she has already is left as it is. The caller commits."""
    held = select(StaffRole.id).where(
        StaffRole.account_id == account.id,
        StaffRole.role == to.role,
        StaffRole.agency_id.is_not_distinct_from(to.agency_id),
        StaffRole.service_point_id.is_not_distinct_from(to.service_point_id),
    )
    if session.scalar(held) is not None:
        return
    role = StaffRole(account_id=account.id, role=to.role, agency_id=to.agency_id, service_point_id=to.service_point_id)
    session.add(role)
    session.flush()
    session.refresh(role)
    record(session, doer, "people.give_role", _subject(session, account, role), after=_words(role))


def change_role(session: Session, doer: Doer, role_id: int, new: Role) -> StaffAccount:
    """Another role at the same place. Raises: NotAllowed, UnknownRecord, InvalidQuery."""
    held = _find_role(session, doer, role_id)
    if held.role == new:
        return held.account
    to = GrantTo(role=new, agency_id=held.agency_id)
    check_may_give(acting(doer), new, to.find_place(session))
    before = _words(held)
    held.role = new
    held.service_point_id = None if new is not Role.point_officer else held.service_point_id
    _merge_twins(session, held)
    session.flush()
    session.refresh(held)
    subject = _subject(session, held.account, held)
    record(session, doer, "people.change_role", subject, before=before, after=_words(held))
    return held.account


def take_role(session: Session, doer: Doer, role_id: int) -> StaffAccount:
    """She leaves: her open sign-ins end at once. Raises: NotAllowed, UnknownRecord, InvalidQuery."""
    held = _find_role(session, doer, role_id)
    account = held.account
    _check_not_last(session, held)
    subject = _subject(session, account, held)
    record(session, doer, "people.take_role", subject, before=_words(held))
    session.delete(held)
    session.flush()
    end_sessions(session, account.id)
    return account


def place_of_role(session: Session, role_id: int) -> Place:
    """Raises: UnknownRecord."""
    held = session.get(StaffRole, role_id)
    if held is None:
        raise UnknownRecord()
    return _place_of(held)


def _find_role(session: Session, doer: Doer, role_id: int) -> StaffRole:
    actor = acting(doer)
    held = session.get(StaffRole, role_id, with_for_update={"of": StaffRole})
    if held is None:
        raise UnknownRecord()
    if held.account_id == actor.account_id:
        # or the last central officer of an agency locks herself out by a slip
        raise InvalidQuery(N_("Nobody changes their own role; somebody else must do it."), field="role")
    check_may_give(actor, Role(held.role), _place(session, held))
    return held


def _check_not_last(session: Session, held: StaffRole) -> None:
    if held.role != Role.platform_admin:
        return
    others = select(func.count()).where(StaffRole.role == Role.platform_admin, StaffRole.id != held.id)
    if not session.scalar(others):
        raise InvalidQuery(N_("This is the only platform administrator; appoint another one first."), field="role")


def _merge_twins(session: Session, held: StaffRole) -> None:
    """She may have the new role at this place already."""
    for twin in session.scalars(
        select(StaffRole)
        .where(
            StaffRole.account_id == held.account_id,
            StaffRole.role == held.role,
            StaffRole.agency_id.is_not_distinct_from(held.agency_id),
            StaffRole.service_point_id.is_not_distinct_from(held.service_point_id),
            StaffRole.id != held.id,
        )
        .execution_options(autoflush=False)
    ):
        session.delete(twin)
        session.flush([twin])


def _person(session: Session, actor: Actor, account: StaffAccount) -> Person:
    roles = session.scalars(
        select(StaffRole)
        .where(StaffRole.account_id == account.id)
        .options(joinedload(StaffRole.agency), joinedload(StaffRole.service_point))
        .order_by(StaffRole.id)
    )
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        roles=tuple(
            HeldRole(
                id=held.id,
                role=Role(held.role),
                place=place_name(held.agency, held.service_point),
                agency_id=held.agency_id,
                may_change=_may_change(actor, held),
            )
            for held in roles
            if actor.may("people.see", _place_of(held))
        ),
        last_signed_in_at=account.last_signed_in_at,
    )


def _may_change(actor: Actor, held: StaffRole) -> bool:
    if held.account_id == actor.account_id:
        return False
    try:
        check_may_give(actor, Role(held.role), _place_of(held))
    except NotAllowed:
        return False
    return True


def _place_of(held: StaffRole) -> Place:
    return Place(tuple(held.agency.path) if held.agency else (), held.service_point_id)


def _place(session: Session, held: StaffRole) -> Place:
    return Place(place_of_agency(session, held.agency_id).path, held.service_point_id)


def _subject(session: Session, account: StaffAccount, held: StaffRole) -> Subject:
    subject = person(account)
    return Subject(subject.kind, subject.id, subject.name, _place(session, held))


def _words(held: StaffRole) -> dict[str, object]:
    return {"role": held.role, "at": place_name(held.agency, held.service_point)}
