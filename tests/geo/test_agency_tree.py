"""The tree of agencies, up and down."""

import pytest

from geo.agency_tree import UnknownAgency, find_agencies_below, find_agency_chain
from tests.country import Country


def test_up_to_the_ministry_and_down_with_counts(country: Country) -> None:
    ministry = country.make_agency("1000000000000", name_th="กระทรวง")
    department = country.make_agency("1100000000000", parent=ministry, name_th="กรม")
    office = country.make_agency("1110000000000", parent=department, name_th="สำนัก")
    country.make_procedure()  # of the first agency, the ministry
    country.make_service_point(agency=office)
    country.make_service_point(agency=office, shown=False)
    country.make_service_point(agency=department)

    chain = find_agency_chain(country.session, office.code)
    assert [one.code for one in chain] == [ministry.code, department.code, office.code]
    (listed,) = find_agencies_below(country.session, None)
    assert (listed.code, listed.agencies, listed.points, listed.procedures) == (ministry.code, 2, 2, 1)
    (below,) = find_agencies_below(country.session, chain[0])
    assert (below.code, below.agencies, below.points, below.procedures) == (department.code, 1, 2, 0)
    assert find_agencies_below(country.session, chain[0], after=department.code) == []


def test_no_such_agency(country: Country) -> None:
    with pytest.raises(UnknownAgency, match="'0'"):
        find_agency_chain(country.session, "0")
