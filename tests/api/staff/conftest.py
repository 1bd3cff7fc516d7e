"""A small state with its staff: a department with two district offices, another department, and one person a role."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency
from geo.staff.accounts import make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role
from tests.api.conftest import ServeApp
from tests.api.staff.visitor import PASSWORD, SignIn, visitors
from tests.country import Country
from tests.mail_server import MailServer, mail_server

PROVIDER = Path(__file__).parents[2] / "provider"

DEPARTMENT = "0150800000000"
OTHER_DEPARTMENT = "0160100000000"
OFFICE = "3000000000001"
"""The point officer's own."""

NEIGHBOUR = "3000000000002"
"""Of the same department, but nobody's."""

STRANGE_OFFICE = "3000000000003"
"""Of the other department."""


@dataclass(frozen=True, slots=True)
class StaffSite:
    """`address` without a slash at the end; `url` is the database's."""

    address: str
    url: str


def load_staff(session: Session) -> None:
    """Needs a migrated, empty database; the caller commits. Everybody's password is `PASSWORD`.

    The department has an office in each of the 11 districts of Chon Buri.
    """
    country = Country(session)
    ministry = country.make_agency("0150000000000", name_th="กระทรวงมหาดไทย")
    ours = country.make_agency(DEPARTMENT, parent=ministry, name_th="กรมการพัฒนาชุมชน")
    theirs = country.make_agency(OTHER_DEPARTMENT, parent=ministry, name_th="กรมที่ดิน")
    office = country.make_service_point(OFFICE, name_th="สำนักงานพัฒนาชุมชนอำเภอบางละมุง", agency=ours)
    country.make_service_point(NEIGHBOUR, name_th="สำนักงานพัฒนาชุมชนอำเภอศรีราชา", agency=ours)
    country.make_service_point(STRANGE_OFFICE, name_th="สำนักงานที่ดินอำเภอศรีราชา", agency=theirs)
    for number in range(1, 12):
        country.make_service_point(
            f"31000000000{number:02}",
            name_th=f"สำนักงานพัฒนาชุมชนอำเภอที่ {number}",
            agency=ours,
            subdistrict_code=f"20{number:02}01",
        )
    for role in Role:
        everywhere = role in (Role.platform_admin, Role.opdc_officer)
        to = GrantTo(
            role=role,
            agency_id=None if everywhere else ours.id,
            service_point_id=office.id if role is Role.point_officer else None,
        )
        _make(session, role.value, to)
    _make(session, "stranger", GrantTo(role=Role.central_officer, agency_id=theirs.id))
    _make(session, "removed", None)


def agency_id_of(session: Session, code: str) -> int:
    found = session.scalar(select(Agency.id).where(Agency.code == code))
    assert found is not None
    return found


def _make(session: Session, name: str, to: GrantTo | None) -> None:
    account = make_account(
        session, AT_THE_TERMINAL, email=f"{name}@example.go.th", name=f"Khun {name}", password=PASSWORD
    )
    if to is not None:
        give_role(session, AT_THE_TERMINAL, account, to)


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def make_staff_template(make_database: Callable[[], str]) -> str:
    """Name of a database with the small state, which nobody is connected to: hashing its passwords takes a while."""
    engine = create_engine(make_database(), poolclass=NullPool)
    with Session(engine) as session:
        load_staff(session)
        session.commit()
    return str(engine.url.database)


@pytest.fixture(scope="session")
def make_staff_database(make_database: Callable[[], str], copy_of: Callable[[str], str]) -> Callable[[], str]:
    """Makes a database with the small state; returns its URL."""
    template = make_staff_template(make_database)
    return lambda: copy_of(template)


@pytest.fixture(scope="session")
def staff_site(serve_for_all: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """The app on the small state. Tests that use it change nothing that another one looks at."""
    url = make_staff_database()
    return StaffSite(serve_for_all(url), url)


@pytest.fixture
def staff_database(staff_site: StaffSite) -> Iterator[Session]:
    """The database of `staff_site`, to look into."""
    engine = create_engine(staff_site.url, poolclass=NullPool)
    with Session(engine) as session:
        yield session


@pytest.fixture
def visitor(staff_site: StaffSite) -> Iterator[SignIn]:
    """A browser without pages for each name, signed in; '' is somebody who has not signed in."""
    with visitors(staff_site.address) as sign_in:
        yield sign_in


@pytest.fixture(scope="session")
def provider_site(serve_for_all: ServeApp, make_staff_database: Callable[[], str]) -> Iterator[StaffSite]:
    """The app on the small state with a real OpenID Connect provider, in which a name is enough to sign in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = make_staff_database()
    address = serve_for_all(
        url,
        oidc_issuer=f"http://127.0.0.1:{port}",
        oidc_client_id="pakmud",
        oidc_client_secret="secret-of-the-tests",  # noqa: S106
    )
    with provider_running(port, f"{address}/staff/sign-in/provider/back"):
        yield StaffSite(address, url)


@contextmanager
def provider_running(port: int, callback: str) -> Iterator[None]:
    """Ends with the block; what it complains about goes to the tests' own output."""
    script = PROVIDER / "provider.js"
    assert (PROVIDER / "node_modules").is_dir(), "the provider is not installed: make setup-test"
    node = subprocess.Popen(["node", script, str(port), callback], stdout=subprocess.PIPE, text=True, cwd=PROVIDER)
    try:
        assert node.stdout is not None
        assert next(line for line in node.stdout if "ready" in line)
        # or it would stand still when nobody reads what it says
        threading.Thread(target=node.stdout.read, daemon=True).start()
        yield
    finally:
        node.terminate()
        node.wait(timeout=30)
