"""One service point, whole, as its own page and the API show it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.areas import AreaName, find_area_chain
from geo.coordinates import LonLat
from geo.errors import UnknownServicePoint
from geo.models import Agency, Schedule, ServicePoint
from geo.opening_hours import Hours
from geo.procedure_list import ProcedureName, find_offered_procedures


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePointDetail:
    """`position` is None when not pinned; `areas` go from the province down; `hours` with temporary ones."""

    code: str
    name_th: str
    name_en: str | None
    type: str | None
    agency_code: str
    agency_name_th: str
    agency_name_en: str | None
    address_th: str | None
    areas: list[AreaName]
    postcode: str | None
    phone: str | None
    email: str | None
    hours: Hours
    hours_note: str | None
    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: list[str]
    serves: list[str] | None
    position: LonLat | None
    pin_method: str | None
    pinned_at: datetime | None
    pin_verified_at: datetime | None
    updated_at: datetime
    procedures: list[ProcedureName]

    @property
    def opening_hours(self) -> str | None:
        """The usual hours as an OSM expression, None where nobody knows."""
        return self.hours.expression

    def name(self, language: str) -> str:
        return self.name_th if language == "th" or not self.name_en else self.name_en


def find_service_point(session: Session, code: str) -> ServicePointDetail:
    """Raises: UnknownServicePoint, also for one that is hidden."""
    row = session.execute(
        select(
            ServicePoint,
            Agency,
            Schedule.expression,
            Schedule.exceptions,
            func.ST_X(ServicePoint.location),
            func.ST_Y(ServicePoint.location),
        )
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .outerjoin(Schedule, Schedule.id == ServicePoint.effective_schedule_id)
        .where(ServicePoint.code == code, ServicePoint.shown)
    ).one_or_none()
    if row is None:
        raise UnknownServicePoint(code)
    point, agency, expression, exceptions, lon, lat = row
    return ServicePointDetail(
        code=point.code,
        name_th=point.name_th,
        name_en=point.name_en,
        type=point.type,
        agency_code=agency.code,
        agency_name_th=agency.name_th,
        agency_name_en=agency.name_en,
        address_th=point.address_th,
        areas=find_area_chain(session, point.subdistrict_code) if point.subdistrict_code else [],
        postcode=point.postcode,
        phone=point.phone,
        email=point.email,
        hours=Hours.parse(expression, exceptions or ()),
        hours_note=point.hours_note,
        gecc_level=point.gecc_level,
        no_copy=point.no_copy,
        accessible=point.accessible,
        languages=point.languages,
        serves=point.serves,
        position=None if lon is None else LonLat(lon=lon, lat=lat),
        pin_method=point.pin_method,
        pinned_at=point.pinned_at,
        pin_verified_at=point.pin_verified_at,
        updated_at=point.updated_at,
        procedures=find_offered_procedures(session, point.id),
    )
