"""Offices that only serve an area, for tests about homes and filters; they share the origin of `small_country`."""

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import ServicePointType
from tests.api.small_country import SICHANG
from tests.country import Country

MOVING = "0150410000005"
"""Done at the office of the district of the home."""

BOROUGH_TAX = "0151010000003"
"""Done at the office of the subdistrict of the land; offered by `PARTLY` only."""

NEARER = "3000000000001"
"""350 m east of `SICHANG`, serves the district of Si Racha (2007); always open, no copies, no wheelchair, English."""

COMPETENT = "3000000000002"
"""4.2 km, serves the district of Ko Sichang (2008); no copies, wheelchair, GECC advanced, English and Chinese."""

PARTLY = "3000000000003"
"""6 km, a municipality that serves the subdistrict 200801, which is a part of the district 2008."""

MAINLAND = tuple(f"30000000001{number:02}" for number in range(1, 11))
"""Ten plain offices from 20 km on, which serve the district of Bang Lamung (2004)."""

MUNICIPALITY = "สำนักงานเทศบาล"


def load_registry_offices(session: Session) -> None:
    """Needs the small country; the caller commits."""
    country = Country(session)
    agency = country.make_agency("0150500000000", name_th="กรมทดสอบ")
    moving = country.make_procedure(MOVING, title_th="การแจ้งย้ายที่อยู่", title_en="Moving house", jurisdiction="district")
    tax = country.make_procedure(BOROUGH_TAX, title_th="ภาษีที่ดิน", title_en="Land tax", jurisdiction="subdistrict")
    tax.jurisdiction_of = "land"
    session.merge(ServicePointType(name_th=MUNICIPALITY, name_en="Municipality", serves="subdistrict"))
    nearer = country.make_service_point(
        NEARER, at=_east(350), offers=(moving,), name_th="ที่ว่าการอำเภอศรีราชา", hours="24/7", subdistrict_code="200701"
    )
    nearer.no_copy, nearer.accessible, nearer.languages = True, False, ["en"]
    competent = country.make_service_point(
        COMPETENT,
        at=_east(4_200),
        offers=(moving,),
        name_th="ทะเบียนอำเภอเกาะสีชัง",
        subdistrict_code="200801",
        agency=agency,
    )
    competent.no_copy, competent.accessible, competent.languages = True, True, ["en", "zh"]
    competent.gecc_level = "advanced"
    partly = country.make_service_point(
        PARTLY, at=_east(6_000), offers=(moving, tax), name_th="เทศบาลตำบลเกาะสีชัง", subdistrict_code="200801"
    )
    partly.type, partly.name_en = MUNICIPALITY, "Ko Sichang Municipality"
    for number, code in enumerate(MAINLAND):
        country.make_service_point(
            code,
            at=_east(20_000 + 1_000 * number),
            offers=(moving,),
            name_th="ที่ว่าการอำเภอบางละมุง",
            subdistrict_code="200401",
        )
    session.flush()


def _east(metres: float) -> LonLat:
    return LonLat(lon=SICHANG.lon + metres / 108_400, lat=SICHANG.lat)
