"""Parts of all records: stretches of ids, so that a record stays in its part."""

from geo.public_records import find_areas_with_pages, find_part, find_parts
from tests.country import Country


def test_parts_hold_every_shown_record_once(country: Country) -> None:
    shown = {country.make_service_point(shown=number % 3 != 0).code: number % 3 != 0 for number in range(10)}
    parts = find_parts(country.session, "service-points", 4)
    listed = [[one.code for one in find_part(country.session, "service-points", 4, part.number)] for part in parts]
    assert all(0 < len(codes) <= 4 for codes in listed)
    assert sorted(code for codes in listed for code in codes) == sorted(
        code for code, is_shown in shown.items() if is_shown
    )
    assert all(part.changed_at for part in parts)


def test_nothing_is_in_no_part(country: Country) -> None:
    assert find_parts(country.session, "procedures", 100) == []
    assert list(find_part(country.session, "procedures", 100, 1)) == []


def test_areas_in_force_without_subdistricts(country: Country) -> None:
    codes = [one.code for one in find_areas_with_pages(country.session)]
    assert {"20", "2008"} <= set(codes)
    assert not [code for code in codes if len(code) == 6]
    assert codes == sorted(set(codes))
