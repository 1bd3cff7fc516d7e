"""The lists people pick their place from, and where an area's people are taken to be."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.areas import find_area_centre, find_area_chain, find_areas
from geo.coordinates import LonLat
from geo.errors import UnknownArea


def test_provinces_districts_and_subdistricts_are_listed_in_thai_order(session: Session) -> None:
    provinces = find_areas(session)
    assert len(provinces) == 77
    assert [area.name_th for area in provinces[:3]] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    # In the order of code points เลย would come after ราชบุรี's neighbours; by the dictionary its consonant counts.
    names = [area.name_th for area in provinces]
    assert names.index("ลำปาง") < names.index("เลย") < names.index("ศรีสะเกษ")
    assert "เกาะสีชัง" in {area.name_th for area in find_areas(session, "20")}
    assert [area.code for area in find_areas(session, "2008")] == ["200801"]
    assert find_areas(session, "200801") == []


def test_an_area_knows_what_it_is_in(session: Session) -> None:
    assert [area.name("en") for area in find_area_chain(session, "200801")] == [
        "Chon Buri",
        "Ko Sichang",
        "Tha Devawongse",
    ]


@pytest.mark.parametrize("code", ["99", "", "x", "2008010"])
def test_an_unknown_code_gets_a_sentence(session: Session, code: str) -> None:
    with pytest.raises(UnknownArea, match=f"code '{code}'"):
        find_area_chain(session, code)
    with pytest.raises(UnknownArea):
        find_area_centre(session, code)


def test_the_centre_is_the_town_else_a_point_inside_the_outline(session: Session) -> None:
    assert find_area_centre(session, "2008") is None
    session.execute(
        text(
            "UPDATE area SET boundary = ST_Multi(ST_GeomFromText("
            "'POLYGON((100 13, 101 13, 101 14, 100.9 14, 100.9 13.1, 100 13.1, 100 13))', 4326)) WHERE code = '2008'"
        )
    )
    inside = find_area_centre(session, "2008")
    assert inside is not None
    assert session.scalar(
        text("SELECT ST_Covers(boundary, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) FROM area WHERE code = '2008'"),
        {"lon": inside.lon, "lat": inside.lat},
    )
    session.execute(text("UPDATE area SET centre = ST_SetSRID(ST_MakePoint(100.8, 13.15), 4326) WHERE code = '2008'"))
    assert find_area_centre(session, "2008") == LonLat(lon=100.8, lat=13.15)


def test_abolished_areas_lead_to_their_successors_and_are_not_listed(session: Session) -> None:
    code, parent, successors = session.execute(
        text(
            "SELECT code, parent_code, successor_codes FROM area "
            "WHERE level = 'subdistrict' AND cardinality(successor_codes) > 0 ORDER BY code LIMIT 1"
        )
    ).one()
    assert all(len(successor) == 6 for successor in successors)
    assert code not in {area.code for area in find_areas(session, parent)}
