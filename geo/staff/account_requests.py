"""Requests for accounts: made by anybody, decided by the central officer of the agency, or of the one above it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from geo.errors import InvalidQuery
from geo.models import Agency
from geo.staff.accounts import checked_email, checked_name
from geo.staff.actor import Actor, Place, place_of_agency
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.enrolment import Issued, issue_token
from geo.staff.errors import UnknownRecord
from geo.staff.models import AccountRequest
from geo.staff.people import GrantTo
from geo.staff.roles import Role
from geo.words import N_

MOST_LISTED = 200
_LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What somebody asks for; `agency_id`, or `agency_name` and the `parent_agency_id` it belongs under."""

    name: str
    email: str
    position: str
    phone: str
    note: str
    agency_id: int | None
    agency_name: str
    parent_agency_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRequest:
    """`agency_id` None: the agency is not listed and must be added before the request can be approved."""

    id: int
    name: str
    email: str
    position: str
    phone: str
    note: str
    agency: str
    agency_id: int | None
    asked_at: datetime


def make_request(session: Session, asked: NewRequest) -> None:
    """The caller commits. Raises: InvalidQuery."""
    request = AccountRequest(
        name=checked_name(asked.name),
        email=checked_email(asked.email),
        position=_filled(asked.position, "position"),
        phone=_filled(asked.phone, "phone"),
        note=asked.note.strip()[:_LONGEST_NOTE],
        agency_id=asked.agency_id,
        agency_name=None if asked.agency_id else _filled(asked.agency_name, "agency_name"),
        parent_agency_id=None if asked.agency_id else asked.parent_agency_id,
    )
    session.add(request)
    session.flush()


def find_requests(session: Session, actor: Actor) -> list[ListedRequest]:
    """Those that wait for the actor's decision, the oldest first."""
    rows = session.scalars(
        select(AccountRequest)
        .where(AccountRequest.decided_at.is_(None), _decided_by(actor))
        .order_by(AccountRequest.id)
        .limit(MOST_LISTED)
    )
    return [_listed(row) for row in rows]


def count_open_requests(session: Session, actor: Actor) -> int:
    statement = select(func.count()).where(AccountRequest.decided_at.is_(None), _decided_by(actor))
    return session.scalar(statement) or 0


def approve_request(session: Session, doer: Doer, request_id: int, role: Role) -> tuple[str, Issued]:
    """A token for it, and the address to send it to. The caller commits. Raises: InvalidQuery, UnknownRecord."""
    request = _find(session, doer, request_id)
    if request.agency_id is None:
        raise InvalidQuery(N_("This agency is not listed yet. Add it first, then issue a token for it."), field="role")
    issued = issue_token(session, doer, GrantTo(role=role, agency_id=request.agency_id))
    _decide(session, doer, request, approved=True)
    return request.email, issued


def refuse_request(session: Session, doer: Doer, request_id: int) -> str:
    """The address to tell. The caller commits. Raises: UnknownRecord."""
    request = _find(session, doer, request_id)
    _decide(session, doer, request, approved=False)
    return request.email


def place_of_request(session: Session, request_id: int) -> Place:
    """Where it is decided: above the agency that asks. Raises: UnknownRecord."""
    request = session.get(AccountRequest, request_id)
    if request is None:
        raise UnknownRecord()
    return place_of_agency(session, request.agency_id or request.parent_agency_id)


def _find(session: Session, doer: Doer, request_id: int) -> AccountRequest:
    acting(doer).must("account_request.decide", place_of_request(session, request_id))
    request = session.get(AccountRequest, request_id, with_for_update={"of": AccountRequest})
    if request is None or request.decided_at is not None:
        raise UnknownRecord()
    return request


def _decide(session: Session, doer: Doer, request: AccountRequest, *, approved: bool) -> None:
    place = place_of_request(session, request.id)
    request.decided_at, request.decided_by = func.now(), acting(doer).account_id
    request.approved = approved
    action = "account_request.approve" if approved else "account_request.refuse"
    subject = Subject("account_request", str(request.id), request.name, place)
    before, after = {"state": "open"}, {"state": "approved" if approved else "refused"}
    record(session, doer, action, subject, before=before, after=after)


def _decided_by(actor: Actor) -> ColumnElement[bool]:
    reach = actor.reach("account_request.decide")
    where = aliased(Agency)
    if reach.everywhere:
        return AccountRequest.id.is_not(None)
    inside = select(where.id).where(reach.of_agencies(where.path))
    return or_(AccountRequest.agency_id.in_(inside), AccountRequest.parent_agency_id.in_(inside))


def _listed(row: AccountRequest) -> ListedRequest:
    if row.agency is not None:
        agency = row.agency.name_th
    else:
        parent = f" ({row.parent_agency.name_th})" if row.parent_agency else ""
        agency = f"{row.agency_name}{parent}"
    return ListedRequest(
        id=row.id,
        name=row.name,
        email=row.email,
        position=row.position,
        phone=row.phone,
        note=row.note,
        agency=agency,
        agency_id=row.agency_id,
        asked_at=row.asked_at,
    )


def _filled(text: str, field: str) -> str:
    filled = " ".join(text.split())[:200]
    if not filled:
        raise InvalidQuery(N_("Please fill this in."), field=field)
    return filled
