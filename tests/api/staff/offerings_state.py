"""Procedures for the small state of `conftest.py`: six of our department, two of the other, and who may link them."""

from collections.abc import Callable

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, OTHER_DEPARTMENT, StaffSite, agency_id_of
from tests.country import Country

OURS = tuple(f"01508000000{number:02}" for number in range(1, 7))
THEIRS = ("0160100000001", "0160100000002")

OF_KIND = "ที่ว่าการอำเภอ"
"""What all service points of the small state are."""


def serve_offerings(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """A site of its own, where nothing is linked yet."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        load_procedures(session)
        session.commit()
    return StaffSite(serve_app(url), url)


def load_procedures(session: Session) -> None:
    """The caller commits."""
    country = Country(session)
    for codes, agency in ((OURS, DEPARTMENT), (THEIRS, OTHER_DEPARTMENT)):
        for number, code in enumerate(codes, 1):
            title = f"การขอรับเรื่องที่ {number}" if agency == DEPARTMENT else f"การรังวัดที่ดินแบบที่ {number}"
            english = f"Matter {number}" if agency == DEPARTMENT else f"Survey {number}"
            owner = session.get_one(Agency, agency_id_of(session, agency))
            country.make_procedure(code, title_th=title, title_en=english, agency=owner)
