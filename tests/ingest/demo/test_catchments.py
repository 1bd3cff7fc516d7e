"""Where offices of a kind share a province, every district is served by one of them: the nearest."""

from collections import Counter

import pytest
from sqlalchemy import Connection, text

from ingest.demo.catchments import catchments
from ingest.demo.ground import distance_m
from ingest.demo.office_kinds import OFFICE_KINDS
from ingest.demo.offices import Office
from ingest.demo.places import all_places

DIVIDING = sorted({kind.key for kind in OFFICE_KINDS if kind.divides_districts})
DISTRICTS = {place.district.code for place in all_places()}
METROPOLIS = {district for district in DISTRICTS if district[:2] in {"10", "11", "12"}}
"""Bangkok, Nonthaburi and Samut Prakan have an electricity and a waterworks authority of their own."""


def districts_of(kind: str) -> set[str]:
    """Where the kind is in charge of all."""
    if kind.startswith("metropolitan_"):
        return METROPOLIS
    return DISTRICTS - METROPOLIS if kind == "electricity_office" else DISTRICTS


@pytest.mark.parametrize("kind", DIVIDING)
def test_every_district_is_served_by_exactly_one(kind: str, offices: list[Office], demo: Connection) -> None:
    codes = [office.code for office in offices if office.kind == kind]
    served = demo.scalars(text("SELECT serves FROM service_point WHERE code = ANY (:codes)"), {"codes": codes}).all()
    districts = Counter(district for areas in served for district in areas)
    assert len(served) == len(codes)
    assert all(served)
    assert set(districts.values()) == {1}
    assert set(districts) == districts_of(kind)


def test_it_is_the_nearest_of_the_province_or_the_districts_own(offices: list[Office]) -> None:
    towns = {place.district.code: place.at for place in all_places() if place.is_town}
    land = {office.code: office for office in offices if office.kind == "land_office"}
    served = {code: districts for code, districts in catchments(offices, all_places()).items() if code in land}
    for code, districts in served.items():
        for district in districts:
            rivals = [o for o in land.values() if o.subdistrict_code[:2] == district[:2]]
            own = [o for o in rivals if o.subdistrict_code[:4] == district]
            nearest = min(own or rivals, key=lambda o, town=towns[district]: distance_m(town, o.at))  # type: ignore[misc]
            assert nearest.code == code


def test_other_kinds_serve_what_their_type_says(demo: Connection) -> None:
    statement = text("SELECT bool_and(serves = ARRAY[left(subdistrict_code, 4)]) FROM service_point WHERE type = :type")
    assert demo.scalar(statement, {"type": "ที่ว่าการอำเภอ"}) is True
    assert demo.scalar(text("SELECT count(serves) FROM service_point WHERE type = 'สถานีตำรวจ'")) == 0
