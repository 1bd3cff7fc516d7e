"""One service point, whole."""

import pytest
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import UnknownServicePoint
from geo.service_points import find_service_point
from tests.country import OFFICE_HOURS, Country


def test_a_service_point_comes_with_all_that_its_page_shows(session: Session, country: Country) -> None:
    procedure = country.make_procedure("p")
    place = LonLat(lon=100.8066, lat=13.1499)
    country.make_service_point("island", at=place, subdistrict_code="200801", offers=(procedure,))
    detail = find_service_point(session, "island")
    assert detail.position == place
    assert [area.code for area in detail.areas] == ["20", "2008", "200801"]
    assert detail.opening_hours == OFFICE_HOURS
    assert [offered.code for offered in detail.procedures] == ["p"]
    assert detail.name("en") == "District Office"


def test_one_without_pin_area_and_hours_says_so(session: Session, country: Country) -> None:
    country.make_service_point("bare", at=None, hours=None)
    detail = find_service_point(session, "bare")
    assert (detail.position, detail.areas, detail.opening_hours) == (None, [], None)


def test_unknown_and_hidden_ones_are_not_found(session: Session, country: Country) -> None:
    country.make_service_point("hidden", shown=False)
    for code in ("hidden", "nowhere"):
        with pytest.raises(UnknownServicePoint, match=code):
            find_service_point(session, code)
