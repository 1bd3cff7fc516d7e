"""Who is asking, and whether she may: the roles of one person, each with where it counts."""

from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, Integer, cast, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from geo.models import Agency, ServicePoint
from geo.staff.errors import NotAllowed
from geo.staff.models import StaffAccount, StaffRole
from geo.staff.permissions import permission_of
from geo.staff.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """Where something lies in the tree: ids of agencies from the root, and of the service point if it is about one.

    The path is empty for what belongs to the whole state.
    """

    path: tuple[int, ...] = ()
    service_point_id: int | None = None

    @property
    def agency_id(self) -> int | None:
        return self.path[-1] if self.path else None


WHOLE_STATE = Place()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, and where: everywhere (no agency), in an agency and all below it, or at one service point."""

    role: Role
    agency_id: int | None = None
    service_point_id: int | None = None

    def covers(self, place: Place) -> bool:
        if self.service_point_id is not None:
            # by its id alone: the office stays hers when it changes its agency
            return place.service_point_id == self.service_point_id
        return self.agency_id is None or self.agency_id in place.path


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody may do something: a filter for lists."""

    everywhere: bool
    agency_ids: tuple[int, ...]
    service_point_ids: tuple[int, ...]

    @property
    def is_nowhere(self) -> bool:
        return not (self.everywhere or self.agency_ids or self.service_point_ids)

    def of_agencies(self, path: InstrumentedAttribute[list[int]]) -> ColumnElement[bool]:
        """A clause for rows of `agency` (or joined to it) by their `path`."""
        if self.everywhere:
            return true()
        return path.bool_op("&&")(cast(list(self.agency_ids), ARRAY(Integer))) if self.agency_ids else false()

    def of_points(
        self, path: InstrumentedAttribute[list[int]], point_id: InstrumentedAttribute[int]
    ) -> ColumnElement[bool]:
        """A clause for rows about service points: by their agency's `path`, or their own id."""
        if self.everywhere:
            return true()
        return or_(self.of_agencies(path), point_id.in_(self.service_point_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person, or her program, which may do what the `scopes` name and she herself may."""

    account_id: int
    name: str
    email: str
    grants: tuple[Grant, ...]
    program: str | None = None
    scopes: frozenset[str] | None = None

    def reach(self, action: str) -> Reach:
        """Where she may do it."""
        permission = permission_of(action)
        if self.scopes is not None and not (permission.program and action in self.scopes):
            return Reach(False, (), ())
        grants = [grant for grant in self.grants if grant.role in permission.roles]
        whole = [grant for grant in grants if grant.service_point_id is None]
        return Reach(
            everywhere=any(grant.agency_id is None for grant in whole),
            agency_ids=tuple(sorted({grant.agency_id for grant in whole if grant.agency_id is not None})),
            service_point_ids=tuple(
                sorted({grant.service_point_id for grant in grants if grant.service_point_id is not None})
            ),
        )

    def may(self, action: str, place: Place | None = None) -> bool:
        """Whether she may do it there; without a place: anywhere at all."""
        if permission_of(action).signed_in and self.scopes is None:
            return True
        reach = self.reach(action)
        if place is None or reach.everywhere:
            return not reach.is_nowhere
        return bool(set(reach.agency_ids) & set(place.path)) or place.service_point_id in reach.service_point_ids

    def must(self, action: str, place: Place | None = None) -> None:
        """Raises: NotAllowed."""
        if not self.may(action, place):
            raise NotAllowed()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


def find_actor(session: Session, account_id: int) -> Actor | None:
    """None for an account that is disabled or unknown; one without a role has no grants."""
    account = session.get(StaffAccount, account_id)
    if account is None or account.disabled_at is not None:
        return None
    rows = session.execute(
        select(StaffRole.role, StaffRole.agency_id, StaffRole.service_point_id)
        .where(StaffRole.account_id == account_id)
        .order_by(StaffRole.id)
    )
    grants = tuple(Grant(Role(role), agency_id, point_id) for role, agency_id, point_id in rows)
    return Actor(account_id=account.id, name=account.name, email=account.email, grants=grants)


def place_of_agency(session: Session, agency_id: int | None) -> Place:
    """The whole state for None."""
    if agency_id is None:
        return Place()
    return Place(tuple(session.scalar(select(Agency.path).where(Agency.id == agency_id)) or ()))


def place_of_point(session: Session, point_id: int) -> Place:
    path = session.scalar(
        select(Agency.path).join(ServicePoint, ServicePoint.agency_id == Agency.id).where(ServicePoint.id == point_id)
    )
    return Place(tuple(path or ()), point_id)
