"""Every place outside Bangkok has its local government: an agency with an office, which serves its subdistrict."""

from collections import Counter

from sqlalchemy import Connection, text

from ingest.demo.local_government import DEPARTMENT, local_governments
from ingest.demo.offices import Office
from ingest.demo.places import all_places


def test_every_subdistrict_has_one_or_shares_its_town_with_the_land_around(offices: list[Office]) -> None:
    governments = Counter(o.subdistrict_code for o in offices if o.code[1:3] in {"13", "14", "15"})
    expected = {place.subdistrict.code for place in all_places() if not place.in_bangkok}
    assert set(governments) == expected
    assert set(governments.values()) == {1, 2}
    assert governments["200801"] == 1  # an island has no land around
    assert 7_700 < governments.total() < 8_000


def test_codes_are_stable_and_of_thirteen_digits() -> None:
    codes = [government.code for place in all_places() for government in local_governments(place)]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 13 and code.isdigit() for code in codes)
    (ko_sichang,) = (place for place in all_places() if place.subdistrict.code == "200801")
    assert [(g.code, g.name_th) for g in local_governments(ko_sichang)] == [("0151013200801", "เทศบาลตำบลเกาะสีชัง")]


def test_each_is_an_agency_with_one_office_and_serves_its_subdistrict(demo: Connection) -> None:
    rows = demo.execute(
        text(
            "SELECT a.level, s.subdistrict_code, s.serves, "
            "ARRAY(SELECT area_code FROM area_served v WHERE v.agency_id = a.id) AS served "
            "FROM agency a JOIN agency p ON p.id = a.parent_id LEFT JOIN service_point s ON s.agency_id = a.id "
            "WHERE p.code = :department"
        ),
        {"department": DEPARTMENT},
    ).all()
    assert 7_700 < len(rows) < 8_000
    assert {row.level for row in rows} == {"agency"}
    assert all(row.serves == row.served == [row.subdistrict_code] for row in rows)


def test_pattaya_is_a_city_of_its_own(demo: Connection) -> None:
    statement = (
        "SELECT s.name_th, s.serves FROM service_point s JOIN agency a ON a.id = agency_id WHERE a.name_th = 'เมืองพัทยา'"
    )
    assert [tuple(row) for row in demo.execute(text(statement))] == [("ศาลาว่าการเมืองพัทยา", ["200408"])]
