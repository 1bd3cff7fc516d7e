"""Service points of an area and of an agency, in one order, page by page."""

import pytest

from geo import listed_points
from geo.errors import UnknownServicePoint
from geo.listed_points import count_points_by_area, find_points_in, find_points_of
from tests.country import Country


def test_pages_follow_each_other_in_the_order_of_areas_and_names(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed_points, "POINTS_A_PAGE", 2)
    agency = country.make_agency()
    for name, area in (("ข", "200801"), ("ก", "200801"), ("เก", "200801"), ("ฮ", None), ("ก", "200701")):
        country.make_service_point(name_th=name, subdistrict_code=area, agency=agency)
    country.make_service_point(subdistrict_code="200801", shown=False)

    seen: list[tuple[str | None, str]] = []
    after = ""
    for _page in range(3):
        page = find_points_of(country.session, agency.id, after)
        seen += [(point.subdistrict_code, point.name_th) for point in page.points]
        after = page.next or ""
    assert seen == [(None, "ฮ"), ("200701", "ก"), ("200801", "ก"), ("200801", "เก"), ("200801", "ข")]
    assert after == ""
    assert [point.name_th for point in find_points_in(country.session, "2008").points] == ["ก", "เก"]
    assert count_points_by_area(country.session, "district") == {"2007": 1, "2008": 3}
    assert count_points_by_area(country.session, "province") == {"20": 4}


def test_after_something_that_is_not_there(country: Country) -> None:
    with pytest.raises(UnknownServicePoint):
        find_points_in(country.session, "2008", after="x")
