"""The home, from a code, a postcode or a position."""

import pytest
from geoalchemy2 import WKTElement
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownArea
from geo.models import Area
from geo.nearest.home import AmbiguousHome, find_home

BANGLAMUNG_POSTCODE = "20150"


@pytest.mark.parametrize(
    ("code", "level"), [("200801", "subdistrict"), ("200801", "district"), ("200801", "province"), ("2008", "district")]
)
def test_a_code_that_is_exact_enough_is_the_home(session: Session, code: str, level: str) -> None:
    home = find_home(session, code, level)
    assert (home.code, home.level) == (code, level)


def test_of_a_code_that_is_too_rough_a_part_must_be_chosen(session: Session) -> None:
    with pytest.raises(AmbiguousHome, match="office of the district") as refused:
        find_home(session, "20", "district")
    assert "2008" in [area.code for area in refused.value.choices]
    assert {area.level for area in refused.value.choices} == {"district"}
    with pytest.raises(AmbiguousHome) as refused:
        find_home(session, "2008", "subdistrict")
    assert [area.code for area in refused.value.choices] == ["200801"]


def test_a_postcode_is_the_home_where_all_of_its_places_share_the_area(session: Session) -> None:
    [place] = session.scalars(text("SELECT code FROM area WHERE postcodes = '{20120}' AND abolished_on IS NULL"))
    assert find_home(session, "20120", "subdistrict").code == place
    assert find_home(session, BANGLAMUNG_POSTCODE, "province").code == "20"


def test_a_postcode_of_several_areas_asks_which(session: Session) -> None:
    expected = set(
        session.scalars(
            text("SELECT code FROM area WHERE :postcode = ANY (postcodes) AND abolished_on IS NULL"),
            {"postcode": BANGLAMUNG_POSTCODE},
        )
    )
    with pytest.raises(AmbiguousHome, match="Which one") as refused:
        find_home(session, BANGLAMUNG_POSTCODE, "subdistrict")
    assert {area.code for area in refused.value.choices} == expected
    assert len(expected) > 1


@pytest.mark.parametrize("given", ["99", "200899", "x", "20080", "00000", ""])
def test_what_is_no_area_is_refused(session: Session, given: str) -> None:
    with pytest.raises((UnknownArea, InvalidQuery)) as refused:
        find_home(session, given, "district")
    assert refused.value.field == "home"


def test_an_abolished_area_is_followed_and_asked_about_where_it_was_divided(session: Session) -> None:
    abolish = text("UPDATE area SET abolished_on = '2026-01-01', successor_codes = :by WHERE code = '200801'")
    session.execute(abolish, {"by": ["200701"]})
    assert find_home(session, "200801", "subdistrict").code == "200701"
    session.execute(abolish, {"by": ["200701", "200702"]})
    assert find_home(session, "200801", "district").code == "2007"
    with pytest.raises(AmbiguousHome) as refused:
        find_home(session, "200801", "subdistrict")
    assert [area.code for area in refused.value.choices] == ["200701", "200702"]


def test_a_position_is_in_the_area_whose_outline_holds_it(session: Session) -> None:
    square = WKTElement("MULTIPOLYGON(((100 13, 101 13, 101 14, 100 14, 100 13)))", srid=4326)
    session.execute(update(Area).where(Area.code == "200801").values(boundary=square))
    assert find_home(session, LonLat(lon=100.5, lat=13.5), "district").code == "200801"
    with pytest.raises(InvalidQuery, match="No area is known"):
        find_home(session, LonLat(lon=99.5, lat=13.5), "district")


def test_a_position_on_a_border_asks_which(session: Session) -> None:
    square = WKTElement("MULTIPOLYGON(((100 13, 101 13, 101 14, 100 14, 100 13)))", srid=4326)
    session.execute(update(Area).where(Area.code.in_(["200801", "200701"])).values(boundary=square))
    with pytest.raises(AmbiguousHome, match="Which one") as refused:
        find_home(session, LonLat(lon=100.5, lat=13.5), "district")
    assert [area.code for area in refused.value.choices] == ["2007", "2008"]
