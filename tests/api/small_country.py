"""A country of a dozen offices around Ko Sichang, for tests that ask over HTTP; its codes are named here."""

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import Area
from tests.country import Country

SICHANG = LonLat(lon=100.8085, lat=13.1492)
"""On the island, beside its district office."""

OUTLINED = "961301"
OUTLINED_AT = LonLat(lon=101.9, lat=6.3)
"""The one subdistrict, far away, whose outline is loaded, and a place in the middle of it."""

ID_CARD = "0150410000001"
"""Offered by every office but the embassy's; its manual has every part."""

PASSPORT = "0300110000001"
"""Offered by `CHIANG_RAI` only; no manual yet, no English title."""

NOBODYS = "0990010000001"
"""Offered by nobody."""

HIDDEN_PROCEDURE = "0990010000002"

ISLAND_OFFICE = "1000000000001"
"""The nearest to `SICHANG`; open in office hours, in subdistrict 200801."""

ALWAYS_OPEN = "1000000000002"
BY_APPOINTMENT = "1000000000003"
HOURS_UNKNOWN = "1000000000004"
HOSTILE_NAME = "1000000000005"
"""Its name is `HOSTILE`, to be shown as the letters it has."""

DEMO_OFFICE = "1000000000006"
"""Synthetic: its pin was made by the demo country."""

CHIANG_RAI = "1000000000007"
NOT_PINNED = "1000000000008"
HIDDEN_OFFICE = "1000000000009"
ROADSIDE = tuple(f"20000000000{number:02}" for number in range(1, 13))
"""A dozen plain offices along the road east of the island, each further than the one before."""

HOSTILE = '</script><b onclick="alert(1)">\'`${1+1}`{{7*7}}&'

OFFICE_HOURS = "Mo-Fr 08:30-16:30; PH off"

MANUAL: dict[str, object] = {
    "summary_th": "คนสัญชาติไทยอายุ 7 ปีต้องมีบัตร",
    "summary_en": "A Thai national must have a card from the age of seven.",
    "situations": [{"text_th": "กระเป๋าเงินถูกขโมยไป", "text_en": "My wallet was stolen."}],
    "conditions": [{"text_th": "อายุ 7 ถึง 70 ปี", "text_en": "Aged 7 to 70."}],
    "documents": [
        {"name_th": "สำเนาทะเบียนบ้าน", "name_en": "House registration", "originals": 1, "copy_needed": False},
        {"name_th": "ใบแจ้งความ", "copies": 2, "required": False, "note_th": "กรณีบัตรหาย"},
    ],
    "fees": [{"name_th": "ออกบัตรใหม่", "name_en": "New card", "amount_baht": 100, "per_th": "ฉบับ"}],
    "total_duration": {"amount": 15, "unit": "minute"},
    "channels": [{"kind": "counter", "name_th": "ที่ว่าการอำเภอ"}],
    "steps": [{"name_th": "ตรวจเอกสาร", "duration": 5, "duration_unit": "minute", "unit_th": "งานบัตร"}],
    "forms": [{"name_th": "บ.ป.1", "url": "https://example.go.th/form.pdf"}],
    "law": [{"name_th": "พ.ร.บ. บัตรประจำตัวประชาชน พ.ศ. 2526"}],
    "complaints": [{"name_th": "ศูนย์ดำรงธรรม", "phone": "1567"}],
}


def load_small_country(session: Session) -> None:
    """Needs a migrated database, whose areas it uses; the caller commits."""
    country = Country(session)
    country.make_agency("0150400000000")
    card = country.make_procedure(
        ID_CARD, common_names_th=("ทำบัตรประชาชน", "บัตรหาย"), manual=MANUAL, jurisdiction="district"
    )
    passport = country.make_procedure(PASSPORT, title_th="การขอหนังสือเดินทาง", title_en=None)
    country.make_procedure(NOBODYS, title_th="การขออนุญาตเลี้ยงช้าง", title_en="Elephant permit")
    country.make_procedure(HIDDEN_PROCEDURE, title_th="เรื่องที่ซ่อนไว้", shown=False)

    def make(code: str, east_m: float, name_th: str = "ที่ว่าการอำเภอ", hours: str | None = OFFICE_HOURS) -> None:
        country.make_service_point(code, at=_east(east_m), offers=(card,), name_th=name_th, hours=hours)

    country.make_service_point(
        ISLAND_OFFICE, at=_east(350), offers=(card,), name_th="ที่ว่าการอำเภอเกาะสีชัง", subdistrict_code="200801"
    )
    make(ALWAYS_OPEN, 1_200, "สถานีตำรวจภูธรเกาะสีชัง", hours="24/7")
    make(BY_APPOINTMENT, 2_000, hours='24/7 open "by appointment"')
    make(HOURS_UNKNOWN, 3_000, hours=None)
    make(HOSTILE_NAME, 4_000, HOSTILE)
    demo = country.make_service_point(DEMO_OFFICE, at=_east(5_000), offers=(card,))
    demo.pin_method = "demo"
    country.make_service_point(
        CHIANG_RAI, at=LonLat(lon=99.8406, lat=19.9105), offers=(passport,), name_th="สำนักงานหนังสือเดินทาง เชียงราย"
    )
    country.make_service_point(NOT_PINNED, at=None, offers=(card,))
    country.make_service_point(HIDDEN_OFFICE, at=SICHANG, offers=(card,), shown=False)
    for number, code in enumerate(ROADSIDE):
        make(code, 6_000 + 1_000 * number, f"สำนักงานเทศบาลที่ {number + 1}")
    _outline(session)
    session.flush()


def _outline(session: Session) -> None:
    around = func.ST_Multi(func.ST_Expand(OUTLINED_AT.as_wkt(), 0.05))
    session.execute(update(Area).where(Area.code == OUTLINED).values(boundary=around))


def _east(metres: float) -> LonLat:
    # a degree of longitude is 108.4 km long at this latitude
    return LonLat(lon=SICHANG.lon + metres / 108_400, lat=SICHANG.lat)
