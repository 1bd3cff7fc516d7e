"""An office in a square, its officer, and the central officer of its agency."""

import pytest
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import Agency, ServicePoint
from geo.staff.actor import Actor, Grant
from geo.staff.audit import Doer, Origin
from geo.staff.roles import Role
from tests.country import Country
from tests.geo.pins.conftest import outline

AT = LonLat(lon=100.9363318, lat=13.1707797)
"""In the square, and nowhere near its middle."""


@pytest.fixture
def agency(country: Country) -> Agency:
    return country.make_agency()


@pytest.fixture
def office(session: Session, country: Country, agency: Agency) -> ServicePoint:
    """Pinned by a file at `AT`, stated to be in 200701, which is a square of some 3 km around it."""
    outline(session, "200701", w=100.925, e=100.955, s=13.155, n=13.185)
    offers = (country.make_procedure(),)
    return country.make_service_point("office", at=AT, agency=agency, subdistrict_code="200701", offers=offers)


@pytest.fixture
def officer(office: ServicePoint) -> Doer:
    grant = Grant(Role.point_officer, office.agency_id, office.id)
    return doer("Khun Officer", grant)


@pytest.fixture
def central(agency: Agency) -> Doer:
    return doer("Khun Central", Grant(Role.central_officer, agency.id))


def doer(name: str, grant: Grant) -> Doer:
    actor = Actor(account_id=1, name=name, email="x@example.go.th", grants=(grant,))
    return Doer(actor, Origin("test", "-"))
