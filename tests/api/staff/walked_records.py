"""Records of our department for the addresses that the walk asks, made anew where an asker uses them up."""

from collections.abc import Callable, Mapping
from secrets import token_bytes, token_hex

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geo.manual_revisions.read import find_open_revision
from geo.manual_revisions.write import begin_revision
from geo.models import Agency, Offering, Photo, Procedure, ServicePoint, Tag
from geo.staff.account_requests import NewRequest, make_request
from geo.staff.accounts import find_account, make_account
from geo.staff.actor import find_actor
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.data_set_models import DataSet
from geo.staff.enrolment import issue_token
from geo.staff.manual_reports import NewReport, make_report
from geo.staff.models import AccountRequest, StaffAccount, StaffRole
from geo.staff.offerings.write_change import write_links
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role
from tests.api.staff.conftest import DEPARTMENT, OFFICE, agency_id_of
from tests.country import Country

PROCEDURE = "0150810000002"


def make_record(session: Session, kind: str) -> str:
    """What stands in an address behind `kind`, such as a code or a number. The caller commits."""
    assert kind in _MAKERS, f"the walk knows no record for {kind}/{{...}}: add one"
    return str(_MAKERS[kind](session))


def _victim(session: Session) -> StaffAccount:
    account = find_account(session, "victim@example.go.th") or make_account(
        session, AT_THE_TERMINAL, email="victim@example.go.th", name="Khun Victim", password=None
    )
    give_role(session, AT_THE_TERMINAL, account, _as_author(session))
    return account


def _role(session: Session) -> int:
    return session.scalars(select(StaffRole.id).where(StaffRole.account_id == _victim(session).id)).one()


def _enrolment_token(session: Session) -> int:
    return issue_token(session, AT_THE_TERMINAL, _as_author(session)).id


def _as_author(session: Session) -> GrantTo:
    return GrantTo(role=Role.author, agency_id=agency_id_of(session, DEPARTMENT))


def make_account_request(session: Session) -> int:
    request = NewRequest(
        name="Khun Newcomer",
        email="newcomer@example.go.th",
        position="นักวิชาการ",
        phone="0 2000 0000",
        note="",
        agency_id=agency_id_of(session, DEPARTMENT),
        agency_name="",
        parent_agency_id=None,
    )
    make_request(session, request)
    return session.scalars(select(AccountRequest.id).order_by(AccountRequest.id.desc()).limit(1)).one()


def _data_set(session: Session) -> int:
    [uploader] = session.scalars(select(StaffAccount.id).where(StaffAccount.email.like("central%")))
    agency_id = agency_id_of(session, DEPARTMENT)
    data_set = DataSet(kind="agencies", agency_id=agency_id, file_name="x.csv", file_bytes=1, uploaded_by=uploader)
    session.add(data_set)
    session.flush()
    return data_set.id


def _procedure(session: Session) -> Procedure:
    """With a manual in force; always the same."""
    found = session.scalar(select(Procedure).where(Procedure.code == PROCEDURE))
    if found is not None:
        return found
    agency = session.get_one(Agency, agency_id_of(session, DEPARTMENT))
    return Country(session).make_procedure(PROCEDURE, agency=agency, manual={"summary_th": "เดิม"})


def _revision(session: Session) -> int:
    """One that is being worked on."""
    _procedure(session)
    found = find_open_revision(session, PROCEDURE)
    return (found or begin_revision(session, _doer(session, "author"), PROCEDURE)).number


def _report(session: Session) -> int:
    report = NewReport(procedure_id=_procedure(session).id, revision=None, part="fees", comment="ผิด", email="")
    return make_report(session, report)


def _tag(session: Session) -> int:
    tag = Tag(kind="free", name_th=f"ป้าย {session.scalar(select(func.count(Tag.id)))}")
    session.add(tag)
    session.flush()
    return tag.id


def _closure(session: Session) -> int:
    """The only one of our office, until further notice."""
    values = {"point": _office(session).id}
    session.execute(text("DELETE FROM temporary_hours WHERE service_point_id = :point"), values)
    made = text("""
        INSERT INTO temporary_hours (service_point_id, during, expression)
        VALUES (:point, CAST(:during AS tstzrange), 'off') RETURNING id
    """)
    return int(session.execute(made, values | {"during": "[2026-01-01,)"}).scalar_one())


def _offered(session: Session) -> str:
    """A procedure that our office offers."""
    code = session.scalar(select(Procedure.code).join(Offering, Offering.procedure_id == Procedure.id).limit(1))
    if code is None:
        country = Country(session)
        procedure = country.make_procedure()
        country.make_offering(_office(session), procedure)
        code = procedure.code
    return code


def _offering_change(session: Session) -> int | None:
    procedure_id, office_id = _procedure(session).id, _office(session).id
    doer = _doer(session, "platform_admin")
    write_links(session, doer, [office_id], take_away=[procedure_id], at_point=office_id)
    return write_links(session, doer, [office_id], link=[procedure_id], at_point=office_id).number


def _photo(session: Session) -> int:
    """Of the office; no file is behind it."""
    photo = Photo(
        service_point_id=_office(session).id,
        position=1,
        key=token_hex(16),
        digest=token_bytes(32),
        widths=[480],
        width=480,
        height=360,
        added_by="Khun Photographer",
    )
    session.add(photo)
    session.flush()
    return photo.id


def _office(session: Session) -> ServicePoint:
    return session.scalars(select(ServicePoint).where(ServicePoint.code == OFFICE)).one()


def _doer(session: Session, name: str) -> Doer:
    account = find_account(session, f"{name}@example.go.th")
    assert account is not None
    return Doer(find_actor(session, account.id), Origin("test", "-"))


def _nobodys(session: Session) -> str:
    """One's own only: there is none of such a number."""
    return "999999"


_MAKERS: Mapping[str, Callable[[Session], object]] = {
    "agencies": lambda _: DEPARTMENT,
    "people": lambda session: _victim(session).id,
    "roles": _role,
    "enrolment": _enrolment_token,
    "enrolment-tokens": _enrolment_token,
    "requests": make_account_request,
    "account-requests": make_account_request,
    "temporary-hours": _closure,
    "offerings": _offered,
    "changes": _offering_change,
    "photos": _photo,
    "move": lambda _: "up",
    "data-sets": _data_set,
    "procedures": lambda session: _procedure(session).code,
    "revisions": _revision,
    "parts": lambda _: "fees",
    "tags": _tag,
    "reports": _report,
    "sign-ins": _nobodys,
    "api-tokens": _nobodys,
    "manual-import": _nobodys,
}
"""By the part of the address before it."""
