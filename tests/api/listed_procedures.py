"""Procedures that can be had in listed areas only, done by the offices of `registry_offices`; some are done online."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.models import Procedure, ServicePoint
from tests.api.registry_offices import COMPETENT, NEARER, PARTLY
from tests.api.small_country import MANUAL
from tests.country import Country

BEACH = "0150410000011"
"""Any office, for businesses in the district 2008 or the subdistrict 200401; online; offered by `OFFICES`."""

SURVEY = "0150410000012"
"""The office of the district, for land in a dozen areas, 2008 and 2007 among them; no manual; offered by `OFFICES`."""

FERRY = "0150410000013"
"""Any office, for homes in a subdistrict that is abolished: 102901 took its place. Its link is none to be followed."""

OFFICES = (NEARER, COMPETENT, PARTLY)
"""In the order of their distance from `SICHANG`; they serve 2007, 2008 and 200801."""

ONLINE = "https://beach.example.go.th/e-service?form=7"

SURVEYED = ("21", "22", "2007", "2008", "500101", "500102", "500203", "5003", "5004", "5005", "5006", "5007")


def load_listed_procedures(session: Session) -> None:
    """Needs the small country and the registry offices; the caller commits."""
    country = Country(session)
    beach = country.make_procedure(
        BEACH, title_th="การขออนุญาตให้เช่าเตียงชายหาด", title_en="Beach chair permit", manual=MANUAL
    )
    beach.jurisdiction_of, beach.areas, beach.online_url = "business", ["200401", "2008"], ONLINE
    survey = country.make_procedure(SURVEY, title_th="การรังวัดที่ดิน", title_en="Land survey", jurisdiction="district")
    survey.jurisdiction_of, survey.areas = "land", [*SURVEYED, "210101"]
    ferry = country.make_procedure(FERRY, title_th="บัตรเรือข้ามฟาก", title_en="Ferry pass", manual=MANUAL)
    ferry.areas, ferry.online_url = ["100205"], "javascript:alert(1)"
    points = list(session.scalars(select(ServicePoint).where(ServicePoint.code.in_(OFFICES))))
    for procedure in (beach, survey, ferry):
        _offer(country, points, procedure)
    session.flush()


def _offer(country: Country, points: list[ServicePoint], procedure: Procedure) -> None:
    for point in points:
        country.make_offering(point, procedure)
