"""Which local government a subdistrict has: a municipality of some rank, or an organisation of its own."""

from ingest.demo.ground import chance
from ingest.demo.places import Place

MUNICIPAL_SHARE = 0.22
"""Of the subdistricts outside the district's town."""

CITY, TOWN, SUBDISTRICT = ("นคร", "City"), ("เมือง", "Town"), ("ตำบล", "Subdistrict")

CITY_CAPITALS = frozenset(
    {"11", "12", "14", "21", "30", "34", "40", "41", "47", "50", "52", "57", "60", "65", "73", "74", "80", "83", "84",
     "90", "92", "95"}
)  # fmt: skip
"""Provinces whose capital is a city municipality (เทศบาลนคร); the other capitals are towns."""

CITIES = frozenset({"หาดใหญ่", "แม่สอด", "เกาะสมุย", "ปากเกร็ด", "หัวหิน"})
TOWNS = frozenset(
    {"เบตง", "ศรีราชา", "บ้านบึง", "พนัสนิคม", "สัตหีบ", "ชะอำ", "บ้านไผ่", "ชุมแพ", "บัวใหญ่", "ปากช่อง", "สีคิ้ว", "อรัญประเทศ",
     "ทุ่งสง", "ปากพนัง", "หลังสวน", "สะเดา", "วารินชำราบ", "เดชอุดม", "สวรรคโลก", "ตะพานหิน", "บางมูลนาก", "หล่มสัก", "ท่าบ่อ",
     "ตะกั่วป่า", "กันตัง", "สุไหงโก-ลก", "ตากใบ", "บ้านหมี่", "ชุมแสง", "ตาคลี", "สองพี่น้อง", "บ้านโป่ง", "โพธาราม", "กระทุ่มแบน"}
)  # fmt: skip


def municipal_rank(place: Place) -> tuple[str, str] | None:
    """The municipality's rank in Thai and English; None where there is a subdistrict administrative organisation."""
    if not place.is_town:
        dice = chance("local government", place.subdistrict.code)
        return SUBDISTRICT if dice.random() < MUNICIPAL_SHARE else None
    if place.in_capital:
        return CITY if place.province.code in CITY_CAPITALS else TOWN
    if place.town_th in CITIES:
        return CITY
    return TOWN if place.town_th in TOWNS else SUBDISTRICT


def municipality_name(place: Place) -> tuple[str, str]:
    """The town's where it is in town, else the subdistrict's."""
    if place.is_town:
        return place.town_th, place.town_en
    return str(place.subdistrict.name_th), str(place.subdistrict.name_en)
