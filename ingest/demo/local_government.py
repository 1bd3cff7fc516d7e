"""Which local governments a subdistrict has: a municipality of some rank, an organisation of its own, or both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.demo.ground import chance
from ingest.demo.places import Place

MUNICIPAL_SHARE = 0.22
"""Of the subdistricts outside the district's town."""

CITY, TOWN, SUBDISTRICT = ("นคร", "City"), ("เมือง", "Town"), ("ตำบล", "Subdistrict")

_TYPES = {CITY: "city_municipality", TOWN: "town_municipality", SUBDISTRICT: "subdistrict_municipality"}
"""Of agencies, as geo/agency_kinds.csv has them."""

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


SHARED_SHARE = 0.77
"""Of the small towns on the mainland where the municipality is the market, and an organisation has the land around."""

PATTAYA = "200408"
"""Na Kluea, the subdistrict that lies in Pattaya City as a whole."""

MUNICIPALITY, ORGANISATION, PATTAYA_CITY = 13, 14, 15
"""The numbers of their kinds of offices."""

DEPARTMENT = "0151000000000"
"""Of Local Administration: every local government stands below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalGovernment:
    """An agency of its own; `names` fill the places in its office's name."""

    code: str
    type: str
    kind_number: int
    name_th: str
    name_en: str
    subdistrict_code: str
    names: Mapping[str, str]


def local_governments(place: Place) -> list[LocalGovernment]:
    """Of the subdistrict, the municipality first; Bangkok has none, every other place has one or two."""
    if place.in_bangkok:
        return []
    if place.subdistrict.code == PATTAYA:
        return [_government(place, "pattaya", PATTAYA_CITY, "เมืองพัทยา", "Pattaya City")]
    rank = municipal_rank(place)
    if rank is None:
        return [_organisation(place)]
    name_th, name_en = municipality_name(place)
    names = {"rank": rank[0], "rank_en": rank[1], "local": name_th, "local_en": name_en}
    title_th, title_en = f"เทศบาล{rank[0]}{name_th}", f"{name_en} {rank[1]} Municipality"
    municipality = _government(place, _TYPES[rank], MUNICIPALITY, title_th, title_en, names)
    return [municipality, _organisation(place)] if _is_shared(place, rank) else [municipality]


def agency_rows(places: Iterable[Place], codes: frozenset[str]) -> Iterator[Mapping[str, object]]:
    """Those with these codes, as `pakmud ingest agencies` takes them."""
    for place in places:
        for government in local_governments(place):
            if government.code in codes:
                yield {
                    "code": government.code,
                    "parent_code": DEPARTMENT,
                    "level": "agency",
                    "name_th": government.name_th,
                    "name_en": government.name_en,
                    "type": government.type,
                    "subtype": "local",
                    "category": "general",
                    "areas_served": government.subdistrict_code,
                }


def _organisation(place: Place) -> LocalGovernment:
    name_th, name_en = place.subdistrict.name_th, place.subdistrict.name_en
    names = f"องค์การบริหารส่วนตำบล{name_th}", f"{name_en} Subdistrict Administrative Organization"
    return _government(place, "subdistrict_organization", ORGANISATION, *names)


def _government(  # noqa: PLR0913, PLR0917
    place: Place, type: str, kind_number: int, name_th: str, name_en: str, names: Mapping[str, str] | None = None
) -> LocalGovernment:
    code = str(place.subdistrict.code)
    return LocalGovernment(
        code=f"{DEPARTMENT[:5]}{kind_number}{code}",
        type=type,
        kind_number=kind_number,
        name_th=name_th,
        name_en=name_en,
        subdistrict_code=code,
        names=names or {},
    )


def _is_shared(place: Place, rank: tuple[str, str]) -> bool:
    small_town = place.is_town and rank == SUBDISTRICT and place.island_m is None
    return small_town and chance("shared", place.subdistrict.code).random() < SHARED_SHARE


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
