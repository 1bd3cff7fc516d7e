"""The small state with the outline of Si Racha's subdistrict, in which our office stands and offers a procedure."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import ServicePoint
from geo.pins.audit import CONFIRM_WITHIN
from geo.pins.refresh_findings import begin_refresh, refresh_findings
from tests.api.conftest import ServeApp
from tests.api.staff.citizen import find_place
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.program import programs
from tests.api.staff.visitor import SignIn, visitors
from tests.country import Country
from tests.geo.pins.conftest import outline

PROCEDURE = "0150400000001"
PIN = f"/staff/service-points/{OFFICE}/pin"
AT = (13.1699512, 100.9391234)
"""Where the office's pin is at first: in the outline, 300 m from what the tests paste."""

UTM = "47P 709870 1456830"
UTM_AT = (13.1707797, 100.9363318)
MINUTES = "13°10'N 100°55'E"
"""As the old record had it: in whole minutes, a kilometre out at sea."""

SWAPPED = "100.9363318°N 13.1707797°E"


_AS_AT_FIRST = """
    UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), subdistrict_code = '200701',
        pin_method = 'import', pinned_at = '2020-01-01', pinned_by = NULL,
        pin_verified_at = NULL, pin_verified_by = NULL
    WHERE code = :code
"""


@pytest.fixture(scope="module")
def served_site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        outline(session, "200701", w=100.925, e=100.955, s=13.155, n=13.185)
        country = Country(session)
        procedure = country.make_procedure(PROCEDURE)
        office = session.scalars(select(ServicePoint).where(ServicePoint.code == OFFICE)).one()
        country.make_offering(office, procedure)
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def pin_site(served_site: StaffSite) -> StaffSite:
    """As at first: nobody has confirmed the office's pin since 2020, and nobody has looked at the pins."""
    with Session(create_engine(served_site.url, poolclass=NullPool)) as session:
        session.execute(text(_AS_AT_FIRST), {"lat": AT[0], "lon": AT[1], "code": OFFICE})
        for table in ("pin_history", "pin_finding", "pin_audit_run"):
            session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own words
        session.commit()
    return served_site


@pytest.fixture
def program(pin_site: StaffSite) -> Iterator[httpx.Client]:
    """The central officer's, which may do whatever she may."""
    with programs(pin_site.address, pin_site.url) as program:
        yield program("central_officer")


@pytest.fixture
def sign_in(pin_site: StaffSite) -> Iterator[SignIn]:
    with visitors(pin_site.address) as sign_in:
        yield sign_in


def look_at_all_pins(engine: Engine) -> None:
    """As the pin audit does it, to the end."""
    with Session(engine) as session:
        run_id = begin_refresh(session, "Khun platform_admin")
        session.commit()
    assert run_id is not None
    refresh_findings(engine, run_id, CONFIRM_WITHIN)


def nearest(site: StaffSite) -> tuple[float, float]:
    """Where the next citizen's question finds the office."""
    return find_place(site.address, PROCEDURE)
