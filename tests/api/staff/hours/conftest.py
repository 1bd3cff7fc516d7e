"""A site whose office lies in Chon Buri and offers two procedures: hours are changed here as much as tests like."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import httpx
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.coordinates import LonLat
from geo.government_holidays import COMPUTED
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from tests.api.conftest import ServeApp
from tests.api.staff.citizen import find_codes
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.program import programs
from tests.api.staff.visitor import Visitor, visitors
from tests.country import OFFICE_HOURS, Country

CARD, PASSPORT = "2000000000001", "2000000000002"

PLACE = LonLat(lon=100.88, lat=12.93)


@pytest.fixture(scope="module")
def changing_site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        country = Country(session)
        point = session.scalars(select(ServicePoint).where(ServicePoint.code == OFFICE)).one()
        point.location = PLACE.as_wkt()  # type: ignore[assignment]
        session.flush()
        for code, title in ((CARD, "การขอมีบัตรประจำตัวประชาชน"), (PASSPORT, "การขอหนังสือเดินทาง")):
            country.make_offering(point, country.make_procedure(code, title_th=title))
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def hours_site(changing_site: StaffSite) -> StaffSite:
    """With the usual hours of an office; only the log remembers what tests before have done."""
    with Session(create_engine(changing_site.url, poolclass=NullPool)) as session:
        session.execute(text("DELETE FROM temporary_hours"))
        session.execute(text("UPDATE offering SET own_schedule_id = NULL WHERE own_schedule_id IS NOT NULL"))
        usual = "(SELECT id FROM schedule WHERE expression = :hours AND exceptions = '[]')"
        change = f"UPDATE service_point SET schedule_id = {usual}, hours_note = NULL WHERE code = :code"  # noqa: S608
        session.execute(text(change), {"hours": OFFICE_HOURS, "code": OFFICE})
        session.commit()
    return changing_site


@pytest.fixture(scope="module")
def officer(changing_site: StaffSite) -> Iterator[Visitor]:
    """The officer of the office, signed in, without a browser."""
    with visitors(changing_site.address) as sign_in:
        yield sign_in("point_officer")


@pytest.fixture(scope="module")
def program(changing_site: StaffSite) -> Iterator[httpx.Client]:
    """A program of hers."""
    with programs(changing_site.address, changing_site.url) as program:
        yield program("point_officer")


def next_working_monday() -> date:
    """The next Monday on which offices of the state work, and on the Tuesday after it too."""
    day = datetime.now(BANGKOK).date() + timedelta(days=1)
    while day.weekday() != 0 or COMPUTED.is_holiday(day) or COMPUTED.is_holiday(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


def open_offices(address: str, day: date, clock: str = "10:00", procedure: str = CARD) -> list[str]:
    """Codes of the service points that a citizen is told are open then."""
    at = f"{day.isoformat()}T{clock}:00+07:00"
    return find_codes(address, procedure, {"open_only": "true", "at": at})
