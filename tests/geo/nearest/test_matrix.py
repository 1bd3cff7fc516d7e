"""The matrix against single questions from each area's centre."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from geo.areas import AreaName, find_area_centre
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import AREA_LEVELS, Area
from geo.nearest.competence import Home
from geo.nearest.matrix import AreaReach, find_matrix
from geo.nearest.question import NearestQuery
from geo.nearest.search import Hit, find_nearest
from geo.procedure_head import ProcedureHead, find_procedure_head
from geo.words import Name
from tests.geo.nearest.random_country import JURISDICTIONS, SUBDISTRICTS, RandomCountry, make_random_country

CENTRES = {
    code: LonLat(lon=round(100.2 + place * 0.03, 3), lat=round(13.9 - place * 0.02, 3))
    for place, code in enumerate(sorted({code[:length] for code in SUBDISTRICTS for length in (2, 4, 6)}))
}


@pytest.fixture(scope="module")
def random_country(random_engine: Engine) -> RandomCountry:
    country = make_random_country(random_engine, seed=13, points=250)
    with Session(random_engine) as session:
        for code, centre in CENTRES.items():
            session.execute(update(Area).where(Area.code == code).values(centre=centre.as_wkt()))
        session.commit()
    return country


@pytest.fixture
def matrix_session(random_engine: Engine, random_country: RandomCountry) -> Iterator[Session]:
    with Session(random_engine) as session:
        yield session


@pytest.mark.parametrize("level", AREA_LEVELS)
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_each_area_is_answered_as_a_citizen_in_its_centre_is(
    matrix_session: Session, level: str, jurisdiction: str
) -> None:
    head = find_procedure_head(matrix_session, f"P{jurisdiction}")
    areas = find_matrix(matrix_session, head, level)
    assert [area.code for area in areas] == sorted(area.code for area in areas)
    assert {len(area.code) for area in areas} == {2 * (AREA_LEVELS.index(level) + 1)}
    known = [area for area in areas if area.centre is not None]
    assert {area.code for area in known} == {code for code in CENTRES if len(code) == len(areas[0].code)}
    assert all(area.nearest is None and area.competent is None for area in areas if area.centre is None)
    exact_enough = AREA_LEVELS.index(level) >= AREA_LEVELS.index(jurisdiction) if head.level else False
    for area in known:
        assert area.centre == find_area_centre(matrix_session, area.code)
        [nearest] = single(matrix_session, head, area)
        assert area.nearest is not None
        assert (area.nearest.code, area.nearest.distance_m) == (nearest.code, nearest.distance_m)
        if exact_enough:
            first = single(matrix_session, head, area, Home(code=area.code, level=jurisdiction))
            expected = [(hit.code, hit.distance_m) for hit in first if hit.competent]
            found = [(area.competent.code, area.competent.distance_m)] if area.competent else []
            assert found == expected
        else:
            assert area.competent is None


def test_where_it_cannot_be_had_nobody_is_competent(matrix_session: Session) -> None:
    head = find_procedure_head(matrix_session, "Pdistrict")
    everywhere = {area.code: area.competent for area in find_matrix(matrix_session, head, "subdistrict")}
    listed = AreaName(code="2001", level="district", name_th="เมืองชลบุรี", name_en="Mueang Chon Buri")
    areas = find_matrix(matrix_session, replace(head, areas=(listed,)), "subdistrict")
    assert any(area.competent for area in areas)
    for area in areas:
        assert area.competent == (everywhere[area.code] if area.code[:4] == "2001" else None)
        assert area.nearest is None or area.centre is not None


def single(session: Session, head: ProcedureHead, area: AreaReach, home: Home | None = None) -> list[Hit]:
    assert area.centre is not None
    query = NearestQuery(origin=area.centre, procedure_id=head.id, limit=1, home=home)
    return find_nearest(session, query).hits


def test_areas_have_names_and_what_holds_them(matrix_session: Session) -> None:
    head = find_procedure_head(matrix_session, "Panywhere")
    [sichang] = [area for area in find_matrix(matrix_session, head, "subdistrict") if area.code == "200801"]
    assert sichang.name.th == "ท่าเทววงษ์"
    assert sichang.district == Name("เกาะสีชัง", "Ko Sichang")
    assert sichang.province == Name("ชลบุรี", "Chon Buri")
    [province] = [area for area in find_matrix(matrix_session, head, "province") if area.code == "20"]
    assert (province.district, province.name) == (None, province.province)


def test_competence_may_be_left_out(matrix_session: Session) -> None:
    head = find_procedure_head(matrix_session, "Pdistrict")
    assert all(area.competent is None for area in find_matrix(matrix_session, head, "district", competent=False))
    assert any(area.competent for area in find_matrix(matrix_session, head, "district", competent=True))


def test_a_province_has_no_competent_district_office(matrix_session: Session) -> None:
    head = find_procedure_head(matrix_session, "Pdistrict")
    with pytest.raises(InvalidQuery, match="office of the district"):
        find_matrix(matrix_session, head, "province", competent=True)
