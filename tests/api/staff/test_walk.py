"""Every staff route, asked by everybody: only what the matrix allows passes, and no route is outside the matrix."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import token_bytes, token_hex

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.app import create_app
from api.staff.access import actions_of
from api.staff.csrf import check_form
from api.staff.not_kept import is_for_staff
from geo.manual_revisions.read import find_open_revision
from geo.manual_revisions.write import begin_revision
from geo.models import (
    Agency,
    Offering,
    Photo,
    Procedure,
    ServicePoint,
    Tag,
)
from geo.settings import Settings
from geo.staff.account_requests import NewRequest, make_request
from geo.staff.accounts import find_account, make_account
from geo.staff.actor import Actor, find_actor
from geo.staff.api_tokens import PREFIX, make_api_token
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.data_set_models import DataSet
from geo.staff.enrolment import issue_token
from geo.staff.manual_reports import NewReport, make_report
from geo.staff.models import (
    AccountRequest,
    ApiToken,
    StaffAccount,
    StaffRole,
)
from geo.staff.offerings.write_change import write_links
from geo.staff.people import GrantTo, give_role
from geo.staff.permissions import PERMISSIONS, Permission, actions_for_programs
from geo.staff.roles import Role
from geo.staff.secrets import digest
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, agency_id_of
from tests.country import Country

PEOPLE = (*(role.value for role in Role), "stranger", "removed", "nobody")
"""`stranger` is a central officer of another department; `removed` has an account and no role; `nobody` no account."""

WITHOUT_ROLE = ("removed", "nobody")

NOBODYS = ("/staff/offerings/{code}", "/v1/staff/offerings/{code}")
"""Records that belong to no agency: whoever may see any sees them, with her own service points there."""
PROCEDURE = "0150810000002"

PARAMETER = re.compile(r"([\w-]+)/{(\w+)}")


@dataclass(frozen=True, slots=True)
class StaffRoute:
    method: str
    path: str
    permission: Permission

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_for_programs(self) -> bool:
        return self.path.startswith("/v1/")


def staff_routes() -> list[tuple[str, APIRoute]]:
    app = create_app(Settings(_env_file=None))  # type: ignore[call-arg]
    found = []
    for context in iter_route_contexts(app.routes):
        path = str(context.path)
        if is_for_staff(path):
            assert isinstance(context.original_route, APIRoute), path
            found.append((path, context.original_route))
    return found


def declared() -> Iterator[StaffRoute]:
    for path, route in staff_routes():
        actions = actions_of(route.dependant)
        for method in sorted(route.methods or ()):
            yield StaffRoute(method, path, PERMISSIONS[min(actions)] if actions else None)  # type: ignore[arg-type]


ROUTES = list(declared())
# the same functions serve every language: one is walked
WALKED = [route for route in ROUTES if not route.path.startswith("/en/")]


def test_there_are_staff_routes_in_both_languages() -> None:
    assert len(WALKED) > 30
    pages = {str(route) for route in ROUTES if not route.is_for_programs}
    assert {page for page in pages if " /en/" not in page} == {
        page.replace(" /en/", " /") for page in pages if " /en/" in page
    }


@pytest.mark.parametrize(("path", "route"), staff_routes(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_route_declares_exactly_one_action_of_the_matrix(path: str, route: APIRoute) -> None:
    actions = actions_of(route.dependant)
    assert len(actions) == 1, f"{path}: declare allowed(...) or OPEN"
    [action] = actions
    if path.startswith("/v1/"):
        assert PERMISSIONS[action].program, f"{path}: the matrix has {action} for people only"


def test_every_page_checks_its_forms() -> None:
    app = create_app(Settings(_env_file=None))  # type: ignore[call-arg]
    for context in iter_route_contexts(app.routes):
        path = str(context.path)
        if is_for_staff(path) and not path.startswith("/v1/"):
            calls = {one.call for one in context.dependant.dependencies}
            assert check_form in calls, path


class Walk:
    """The site to walk through: a session and a program's token for each person, and records of our department."""

    def __init__(self, address: str, url: str) -> None:
        self.address = address
        self.engine = create_engine(url, poolclass=NullPool)

    def make_session(self, person: str) -> str:
        secret = f"session of {person}"
        with Session(self.engine) as session:
            account = find_account(session, f"{person}@example.go.th")
            assert account is not None
            session.execute(
                text("""
                    INSERT INTO staff_session (secret_hash, account_id, expires_at, device, network)
                    VALUES (:hash, :account, now() + interval '1 hour', 'test', '-')
                    ON CONFLICT (secret_hash) DO NOTHING
                """),
                {"hash": digest(secret), "account": account.id},
            )
            session.commit()
        return secret

    def make_token(self, person: str) -> str:
        secret = f"{PREFIX}token of {person}"
        with Session(self.engine) as session:
            account = find_account(session, f"{person}@example.go.th")
            assert account is not None
            if session.scalar(select(ApiToken).where(ApiToken.token_hash == digest(secret))) is None:
                actor = Actor(account_id=account.id, name=account.name, email=account.email, grants=())
                scopes = list(actions_for_programs())
                number, _ = make_api_token(session, Doer(actor, Origin("test", "-")), "walk", scopes=scopes, days=1)
                session.get_one(ApiToken, number).token_hash = digest(secret)
            session.commit()
        return secret

    def fill(self, path: str, *, point: str = OFFICE) -> str:
        """The path with numbers of records of our department, made anew: an earlier asker may have used them up."""
        for kind, parameter in PARAMETER.findall(path):
            path = path.replace(f"{{{parameter}}}", self._record(kind, point))
        return path

    def ask(self, route: StaffRoute, person: str, *, point: str = OFFICE) -> httpx.Response:
        path = self.fill(route.path, point=point)
        with httpx.Client(base_url=self.address, timeout=30) as client:
            if route.is_for_programs:
                headers = {} if person == "nobody" else {"Authorization": f"Bearer {self.make_token(person)}"}
                return client.request(route.method, path, headers=headers)
            secret = "" if person == "nobody" else self.make_session(person)
            cookie = {"pakmud-staff": secret} if secret else {"pakmud-browser": "somebody"}
            client.cookies.update(cookie)
            form = hmac.new((secret or "somebody").encode(), b"form", hashlib.sha256).hexdigest()
            data = {"form": form} if route.method == "POST" else None
            return client.request(route.method, path, data=data, headers={"Accept": "text/html"})

    def _record(self, kind: str, point: str) -> str:  # noqa: PLR0911, PLR0912 - one for each kind
        with Session(self.engine) as session:
            agency_id = agency_id_of(session, DEPARTMENT)
            to = GrantTo(role=Role.author, agency_id=agency_id)
            match kind:
                case "service-points":
                    return point
                case "agencies":
                    return DEPARTMENT
                case "people" | "roles":
                    account = find_account(session, "victim@example.go.th") or make_account(
                        session, AT_THE_TERMINAL, email="victim@example.go.th", name="Khun Victim", password=None
                    )
                    give_role(session, AT_THE_TERMINAL, account, to)
                    session.commit()
                    role_id = session.scalar(select(StaffRole.id).where(StaffRole.account_id == account.id))
                    return str(account.id if kind == "people" else role_id)
                case "enrolment" | "enrolment-tokens":
                    issued = issue_token(session, AT_THE_TERMINAL, to)
                    session.commit()
                    return str(issued.id)
                case "requests" | "account-requests":
                    make_request(session, _request(agency_id))
                    session.commit()
                    return str(session.scalar(select(AccountRequest.id).order_by(AccountRequest.id.desc()).limit(1)))
                case "temporary-hours" | "offerings":
                    found = _closure(session) if kind == "temporary-hours" else _offered(session)
                    session.commit()
                    return found
                case "changes":
                    self._procedure(session, agency_id)
                    change = _offering_change(session)
                    session.commit()
                    return str(change)
                case "photos":
                    photo = _photo(session)
                    session.commit()
                    return str(photo.id)
                case "move":
                    return "up"
                case "data-sets":
                    [uploader] = session.scalars(select(StaffAccount.id).where(StaffAccount.email.like("central%")))
                    data_set = DataSet(
                        kind="agencies", agency_id=agency_id, file_name="x.csv", file_bytes=1, uploaded_by=uploader
                    )
                    session.add(data_set)
                    session.commit()
                    return str(data_set.id)
                case "procedures":
                    self._procedure(session, agency_id)
                    return PROCEDURE
                case "revisions":
                    self._procedure(session, agency_id)
                    return self._revision(session)
                case "parts":
                    return "fees"
                case "tags":
                    tag = Tag(kind="free", name_th=f"ป้าย {session.scalar(select(func.count(Tag.id)))}")
                    session.add(tag)
                    session.commit()
                    return str(tag.id)
                case "reports":
                    self._procedure(session, agency_id)
                    number = make_report(session, _report(session))
                    session.commit()
                    return str(number)
                case "sign-ins" | "api-tokens" | "manual-import":
                    return "999999"  # one's own only: there is none of such a number
        raise AssertionError(f"the walk knows no record for {kind}/{{...}}: add one")

    def _procedure(self, session: Session, agency_id: int) -> None:
        if session.scalar(select(Procedure.id).where(Procedure.code == PROCEDURE)) is None:
            agency = session.get_one(Agency, agency_id)
            Country(session).make_procedure(PROCEDURE, agency=agency, manual={"summary_th": "เดิม"})
            session.commit()

    def _revision(self, session: Session) -> str:
        """One that is being worked on."""
        found = find_open_revision(session, PROCEDURE)
        if found is None:
            account = find_account(session, "author@example.go.th")
            assert account is not None
            actor = find_actor(session, account.id)
            number = begin_revision(session, Doer(actor, Origin("test", "-")), PROCEDURE).number
            session.commit()
            return str(number)
        return str(found.number)


def _report(session: Session) -> NewReport:
    procedure_id = session.scalars(select(Procedure.id).where(Procedure.code == PROCEDURE)).one()
    return NewReport(procedure_id=procedure_id, revision=None, part="fees", comment="ผิด", email="")


def _closure(session: Session) -> str:
    """The only one of our office, until further notice."""
    values = {"point": session.scalar(select(ServicePoint.id).where(ServicePoint.code == OFFICE))}
    session.execute(text("DELETE FROM temporary_hours WHERE service_point_id = :point"), values)
    made = text("""
        INSERT INTO temporary_hours (service_point_id, during, expression)
        VALUES (:point, CAST(:during AS tstzrange), 'off') RETURNING id
    """)
    return str(session.scalar(made, values | {"during": "[2026-01-01,)"}))


def _offered(session: Session) -> str:
    """A procedure that our office offers."""
    code = session.scalar(select(Procedure.code).join(Offering, Offering.procedure_id == Procedure.id).limit(1))
    if code is None:
        point = session.scalars(select(ServicePoint).where(ServicePoint.code == OFFICE)).one()
        country = Country(session)
        procedure = country.make_procedure()
        country.make_offering(point, procedure)
        code = procedure.code
    return code


def _offering_change(session: Session) -> int | None:
    procedure_id = session.scalars(select(Procedure.id).where(Procedure.code == PROCEDURE)).one()
    account = find_account(session, "platform_admin@example.go.th")
    assert account is not None
    doer = Doer(find_actor(session, account.id), Origin("test", "-"))
    office = session.scalars(select(ServicePoint.id).where(ServicePoint.code == OFFICE)).one()
    write_links(session, doer, [office], take_away=[procedure_id], at_point=office)
    return write_links(session, doer, [office], link=[procedure_id], at_point=office).number


def _photo(session: Session) -> Photo:
    """Of the office; no file is behind it."""
    photo = Photo(
        service_point_id=session.scalars(select(ServicePoint.id).where(ServicePoint.code == OFFICE)).one(),
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
    return photo


def _request(agency_id: int) -> NewRequest:
    return NewRequest(
        name="Khun Newcomer",
        email="newcomer@example.go.th",
        position="นักวิชาการ",
        phone="0 2000 0000",
        note="",
        agency_id=agency_id,
        agency_name="",
        parent_agency_id=None,
    )


@pytest.fixture(scope="module")
def walk(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> Walk:
    url = make_staff_database()
    return Walk(serve_app(url), url)


def passes(route: StaffRoute, person: str) -> bool:
    """What the matrix says of a person who asks about a record of our department, or about none."""
    if route.permission.nobody:
        return True
    if person in WITHOUT_ROLE:
        return route.permission.signed_in and person == "removed"
    if route.permission.signed_in:
        return True
    if person == "stranger":
        is_anybodys = "{" not in route.path or route.path in NOBODYS
        return Role.central_officer in route.permission.roles and is_anybodys
    return Role(person) in route.permission.roles


def is_kept_out(route: StaffRoute, person: str, answer: httpx.Response) -> bool:
    """401 (pages: to the sign-in) for whoever is nobody, 403 or nothing there for everybody else."""
    if route.is_for_programs and person in WITHOUT_ROLE:
        return answer.status_code == 401
    if person == "nobody":
        return answer.status_code == 303 and "/staff/sign-in" in answer.headers["location"]
    return answer.status_code in (403, 404)


def is_let_in(route: StaffRoute, person: str, answer: httpx.Response) -> bool:
    if route.permission.nobody:
        return answer.status_code not in (401, 403)
    is_own = route.path.rpartition("/{")[0].endswith(("sign-ins", "api-tokens", "manual-import"))
    return not is_kept_out(route, person, answer) or (is_own and answer.status_code == 404)


@pytest.mark.parametrize("route", WALKED, ids=str)
def test_the_matrix_holds(walk: Walk, route: StaffRoute) -> None:
    wrong = []
    # those who are kept out first: whoever may, also does
    for person in sorted(PEOPLE, key=lambda person: passes(route, person)):
        answer = walk.ask(route, person)
        right = is_let_in if passes(route, person) else is_kept_out
        if answer.status_code >= 500 or not right(route, person, answer):
            wrong.append((person, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "route", [route for route in WALKED if "service-points/{" in route.path and route.method != "GET"], ids=str
)
def test_a_point_officer_changes_no_other_point(walk: Walk, route: StaffRoute) -> None:
    assert walk.ask(route, "point_officer", point=NEIGHBOUR).status_code in (401, 403)


def test_a_disabled_account_is_nobody(walk: Walk) -> None:
    with Session(walk.engine) as session:
        account = make_account(session, AT_THE_TERMINAL, email="gone@example.go.th", name="Khun Gone", password=None)
        give_role(session, AT_THE_TERMINAL, account, GrantTo(role=Role.platform_admin))
        session.commit()
        assert find_actor(session, account.id) is not None
    home = next(route for route in WALKED if str(route) == "GET /staff")
    assert walk.ask(home, "gone").status_code == 200
    with Session(walk.engine) as session:
        session.execute(text("UPDATE staff_account SET disabled_at = now() WHERE email = 'gone@example.go.th'"))
        session.commit()
    assert walk.ask(home, "gone").status_code == 303
