"""A country for the journey to Ko Sichang: a lost card is replaced only at the office of one's own district."""

from datetime import datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.government_holidays import computed_name
from geo.opening_hours import BANGKOK
from tests.api.small_country import SICHANG, load_small_country
from tests.country import Country

LOST = "0150410000003"
"""Lost card; with `ID_CARD` and `EXPIRED` one of three cases of what people call ทำบัตรประชาชน."""

EXPIRED = "0150410000002"

OWN_OFFICE = "4000000000001"
"""500 m, serves the district of Ko Sichang; open in office hours."""

PIER_OFFICE = "4000000000002"
"""100 m, serves the district of Si Racha; always open."""

SI_RACHA = LonLat(lon=100.9311, lat=13.1737)

MANUAL: dict[str, object] = {
    "documents": [
        {"name_th": "หลักฐานที่มีรูปถ่าย", "name_en": "A document with your photograph", "originals": 1},
        {"name_th": "ทะเบียนบ้าน", "name_en": "House registration", "originals": 1},
    ],
    "fees": [{"name_th": "ออกบัตรใหม่", "name_en": "New card", "amount_baht": 100}],
    "total_duration": {"amount": 20, "unit": "minute"},
}


def load_journey_country(session: Session) -> None:
    """Needs a migrated database; the caller commits."""
    load_small_country(session)
    country = Country(session)
    lost = country.make_procedure(
        LOST,
        title_th="การขอมีบัตรใหม่ กรณีบัตรหาย",
        title_en="Lost identity card",
        common_names_th=("ทำบัตรประชาชน", "บัตรหาย", "บัตรประชาชนหาย"),
        common_names_en=("lost ID card",),
        manual=MANUAL,
        jurisdiction="district",
    )
    country.make_procedure(
        EXPIRED,
        title_th="การขอมีบัตรใหม่ กรณีบัตรหมดอายุ",
        title_en="Expired identity card",
        common_names_th=("ทำบัตรประชาชน", "บัตรหมดอายุ"),
    )
    for code, metres, name, hours, area in (
        (OWN_OFFICE, 500, "ที่ว่าการอำเภอเกาะสีชัง", None, "200801"),
        (PIER_OFFICE, 100, "ที่ว่าการอำเภอศรีราชา สาขาท่าเรือ", "24/7", "200701"),
    ):
        at = LonLat(lon=SICHANG.lon + metres / 108_400, lat=SICHANG.lat)
        more = {"hours": hours} if hours else {}
        country.make_service_point(code, at=at, offers=(lost,), name_th=name, subdistrict_code=area, **more)  # type: ignore[arg-type]
    for codes, centre in ((("2008", "200801"), SICHANG), (("2007", "200701"), SI_RACHA)):
        session.execute(
            text("UPDATE area SET centre = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326) WHERE code = ANY(:codes)"),
            {"lon": centre.lon, "lat": centre.lat, "codes": list(codes)},
        )
    session.flush()


def a_saturday() -> datetime:
    """The next one before a Monday on which offices are open, at ten in the morning."""
    day = datetime.now(BANGKOK).date() + timedelta(days=1)
    while day.weekday() != 5 or computed_name(day + timedelta(days=2)):
        day += timedelta(days=1)
    return datetime.combine(day, time(10), BANGKOK)


def songkran() -> datetime:
    """The next 13 April, at three in the morning."""
    now = datetime.now(BANGKOK)
    this_year = datetime(now.year, 4, 13, 3, tzinfo=BANGKOK)
    return this_year if this_year.date() > now.date() else this_year.replace(year=now.year + 1)
