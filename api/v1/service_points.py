"""`/v1/service-points`: one place where an agency serves people, whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import Field

from api.database_session import DatabaseSession
from api.v1.agencies import AgencyShape
from api.v1.areas import AreaShape
from api.v1.opening import OpeningShape
from api.v1.parameters import plain_text
from api.v1.photos import PhotoShape
from api.v1.procedures import ProcedureShape
from api.v1.shape import CODE, Shape, problems
from geo.calendar import find_calendar
from geo.government_holidays import GovernmentCalendar
from geo.nearest.search import Hit
from geo.opening_hours import BANGKOK
from geo.photos.find_photos import ShownPhoto, find_shown_photos
from geo.service_points import ServicePointDetail, find_service_point

router = APIRouter(tags=["service points"])

SYNTHETIC_PIN = "demo"


class _ServicePoint(Shape):
    code: str = Field(description=CODE, examples=["0150400200801"])
    name_th: str = Field(examples=["ที่ว่าการอำเภอเกาะสีชัง"])
    name_en: str | None = Field(examples=["Ko Sichang District Office"])
    type: str | None = Field(description="kind of office, in Thai", examples=["ที่ว่าการอำเภอ"])
    agency: AgencyShape
    address_th: str | None = Field(description="house, road and village; the areas are in `subdistrict_code`")
    subdistrict_code: str | None = Field(description="6 digits, see `/v1/areas`", examples=["200801"])
    postcode: str | None = Field(examples=["20120"])
    phone: str | None = Field(examples=["0 3821 6201"])
    email: str | None
    opening_hours: str | None = Field(
        description="OpenStreetMap's syntax; null when not known", examples=["Mo-Fr 08:30-16:30; PH off"]
    )
    hours_note: str | None = Field(description="what the hours cannot say, in Thai")
    gecc_level: str = Field(
        description="as a Government Easy Contact Center: none, basic, intermediate or advanced", examples=["basic"]
    )
    no_copy: bool = Field(description="asks for no paper copies of what the state issued")
    accessible: bool | None = Field(description="with a wheelchair; null when not known")
    languages: list[str] = Field(description="spoken besides Thai: ISO 639-1 codes", examples=[["en"]])
    serves: list[str] | None = Field(
        description="codes of the areas it serves, where that matters; null when nobody says", examples=[["2008"]]
    )
    synthetic: bool = Field(description="true for an invented place of the demo country")


class ServicePointShape(_ServicePoint):
    """A service point in an answer to the nearest search; its hours are those of the procedure asked for."""

    lat: float = Field(description="degrees, WGS84", examples=[13.1495])
    lon: float = Field(description="degrees, WGS84", examples=[100.8117])

    @classmethod
    def of(cls, hit: Hit) -> Self:
        return cls(
            code=hit.code,
            name_th=hit.name_th,
            name_en=hit.name_en,
            type=hit.type,
            agency=AgencyShape(code=hit.agency_code, name_th=hit.agency_name_th, name_en=hit.agency_name_en),
            lat=hit.position.lat,
            lon=hit.position.lon,
            address_th=hit.address_th,
            subdistrict_code=hit.subdistrict_code,
            postcode=hit.postcode,
            phone=hit.phone,
            email=hit.email,
            opening_hours=hit.opening_hours,
            hours_note=hit.hours_note,
            gecc_level=hit.gecc_level,
            no_copy=hit.no_copy,
            accessible=hit.accessible,
            languages=hit.languages,
            serves=hit.serves,
            synthetic=hit.pin_method == SYNTHETIC_PIN,
        )


class ServicePointDetailShape(_ServicePoint):
    """Everything known about a service point."""

    lat: float | None = Field(description="degrees, WGS84; null when not pinned yet")
    lon: float | None = Field(description="degrees, WGS84; null when not pinned yet")
    areas: list[AreaShape] = Field(description="province, district, subdistrict, as far as known")
    pin_method: str | None = Field(description="how the coordinate was set", examples=["map"])
    pin_verified_at: datetime | None = Field(description="when somebody confirmed the coordinate")
    updated_at: datetime
    open: OpeningShape = Field(description="the state now, by the service point's own hours")
    procedures: list[ProcedureShape] = Field(description="what it offers, in the order of the Thai titles")
    photos: list[PhotoShape] = Field(description="of the office, in the order that its staff gave them")

    @classmethod
    def of(
        cls, point: ServicePointDetail, now: datetime, calendar: GovernmentCalendar, photos: Sequence[ShownPhoto]
    ) -> Self:
        agency = AgencyShape(code=point.agency_code, name_th=point.agency_name_th, name_en=point.agency_name_en)
        subdistrict = next((area.code for area in point.areas if area.level == "subdistrict"), None)
        return cls(
            code=point.code,
            name_th=point.name_th,
            name_en=point.name_en,
            type=point.type,
            agency=agency,
            address_th=point.address_th,
            subdistrict_code=subdistrict,
            postcode=point.postcode,
            phone=point.phone,
            email=point.email,
            opening_hours=point.opening_hours,
            hours_note=point.hours_note,
            gecc_level=point.gecc_level,
            no_copy=point.no_copy,
            accessible=point.accessible,
            languages=point.languages,
            serves=point.serves,
            synthetic=point.pin_method == SYNTHETIC_PIN,
            lat=point.position.lat if point.position else None,
            lon=point.position.lon if point.position else None,
            areas=[AreaShape.model_validate(area, from_attributes=True) for area in point.areas],
            pin_method=point.pin_method,
            pin_verified_at=point.pin_verified_at and point.pin_verified_at.astimezone(BANGKOK),
            updated_at=point.updated_at.astimezone(BANGKOK),
            open=OpeningShape.at(point.hours, now, calendar),
            procedures=[ProcedureShape.of(name) for name in point.procedures],
            photos=[PhotoShape.of(photo) for photo in photos],
        )


@router.get("/service-points/{code}", responses=problems(_404="No service point has this code."))
def show_service_point(
    code: Annotated[str, Path(description=CODE)], session: DatabaseSession
) -> ServicePointDetailShape:
    """One service point, with what it offers and whether it is open now."""
    point = find_service_point(session, plain_text(code))
    photos = find_shown_photos(session, point.code)
    return ServicePointDetailShape.of(point, datetime.now(BANGKOK), find_calendar(session), photos)
