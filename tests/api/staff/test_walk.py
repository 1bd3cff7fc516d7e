"""Every staff route, asked by everybody: only what the matrix allows passes, and no route is outside the matrix."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.app import create_app
from api.staff.access import actions_of
from api.staff.csrf import check_form
from api.staff.not_kept import is_for_staff
from geo.settings import Settings
from geo.staff.accounts import find_account, make_account
from geo.staff.actor import Actor, find_actor
from geo.staff.api_tokens import PREFIX, make_api_token
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.models import ApiToken
from geo.staff.people import GrantTo, give_role
from geo.staff.permissions import PERMISSIONS, Permission, actions_for_programs
from geo.staff.roles import Role
from geo.staff.secrets import digest
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import NEIGHBOUR, OFFICE
from tests.api.staff.walked_records import make_record

PEOPLE = (*(role.value for role in Role), "stranger", "removed", "nobody")
"""`stranger` is a central officer of another department; `removed` has an account and no role; `nobody` no account."""

WITHOUT_ROLE = ("removed", "nobody")

NOBODYS = ("/staff/offerings/{code}", "/v1/staff/offerings/{code}")
"""Records that belong to no agency: whoever may see any sees them, with her own service points there."""

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
            path = path.replace(f"{{{parameter}}}", point if kind == "service-points" else self._make_record(kind))
        return path

    def _make_record(self, kind: str) -> str:
        with Session(self.engine) as session:
            record = make_record(session, kind)
            session.commit()
        return record

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
