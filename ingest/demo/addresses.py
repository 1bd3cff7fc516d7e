"""Addresses, telephone numbers and e-mail of made-up offices: they read like real ones and reach nobody.

Telephone numbers are all of the form 0 1000 xxxx: numbers that begin with 01 have not been in use since 2006; e-mail is
under `.example`, which RFC 2606 keeps out of the real world.
"""

from random import Random

from ingest.demo.places import Place

ROADS = (
    "เทศบาล 1", "เทศบาล 2", "เทศบาล 3", "ราชดำเนิน", "ประชาอุทิศ", "ประชาราษฎร์", "สถานีรถไฟ", "ศาลากลาง", "ราษฎร์บำรุง",
    "สุขาภิบาล", "หน้าอำเภอ", "ชลประทาน", "ตลาดเก่า", "ราษฎร์พัฒนา", "ร่วมใจ", "สันติสุข",
)  # fmt: skip


def write_address(place: Place, dice: Random, *, in_town: bool) -> str:
    """In town at a road, elsewhere in a numbered village; without the postcode."""
    number = f"เลขที่ {dice.randint(1, 399)}" + (f"/{dice.randint(1, 30)}" if dice.random() < 0.2 else "")
    if place.in_bangkok:
        return f"{number} ซอย {dice.randint(1, 60)} {area_names(place)}"
    where = f"ถนน{dice.choice(ROADS)}" if in_town else f"หมู่ที่ {dice.randint(1, 12)}"
    return f"{number} {where} {area_names(place)}"


def write_address_in_centre(place: Place, centre: str, building: int, floor: int) -> str:
    return f"{centre} อาคาร {building} ชั้น {floor} {area_names(place)}"


def area_names(place: Place) -> str:
    if place.in_bangkok:
        return f"แขวง{place.subdistrict.name_th} {place.district.name_th} {place.province.name_th}"
    return f"ตำบล{place.subdistrict.name_th} อำเภอ{place.district.name_th} จังหวัด{place.province.name_th}"


def make_phone(dice: Random) -> str:
    return f"0 1000 {dice.randint(0, 9999):04}"


def make_email(code: str) -> str:
    return f"{code}@demo.example"
