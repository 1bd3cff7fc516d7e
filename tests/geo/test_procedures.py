"""Procedures by code and by what was typed."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.areas import AreaName
from geo.errors import InvalidQuery, UnknownProcedure
from geo.procedure_head import find_head_of, find_procedure_head
from geo.procedure_list import ProcedureQuery, find_offered_procedures, find_procedures
from geo.procedures import find_procedure
from tests.country import Country


def codes(session: Session, text: str) -> list[str]:
    return [procedure.code for procedure in find_procedures(session, ProcedureQuery(text=text))]


def test_exact_names_come_before_beginnings_and_these_before_the_rest(session: Session, country: Country) -> None:
    country.make_procedure("holds", title_th="การทำบัตรประชาชน")
    country.make_procedure("begins", title_th="ข", common_names_th=("บัตรประชาชนหาย",))
    country.make_procedure("exact", title_th="ค", common_names_th=("อื่น", "บัตรประชาชน"))
    country.make_procedure("other", title_th="ใบขับขี่")
    assert codes(session, "บัตรประชาชน") == ["exact", "begins", "holds"]
    assert set(codes(session, "  identity   CARD ")) == {"holds", "begins", "exact", "other"}


def test_wildcards_are_plain_characters(session: Session, country: Country) -> None:
    country.make_procedure("percent", title_th="ภาษี 7% ของราคา")
    assert codes(session, "%") == ["percent"]
    assert codes(session, "_") == []


def test_hidden_procedures_are_not_found(session: Session, country: Country) -> None:
    country.make_procedure("hidden", shown=False)
    assert codes(session, "") == []
    with pytest.raises(UnknownProcedure, match="'hidden'"):
        find_procedure(session, "hidden")


def test_a_procedure_comes_with_its_names_in_order_and_its_manual(session: Session, country: Country) -> None:
    country.make_procedure(
        "id",
        common_names_th=("ทำบัตร", "บัตรหาย"),
        manual={"steps": [{"name_th": "ยื่นคำขอ", "duration": 15, "duration_unit": "minute"}]},
    )
    detail = find_procedure(session, "id")
    assert detail.name.common_names_th == ["ทำบัตร", "บัตรหาย"]
    assert detail.name.common_names_en == []
    assert detail.manual is not None
    assert detail.manual.steps[0].duration == 15
    assert detail.tags == {"category": [], "user_group": [], "free": []}


def test_a_service_points_procedures_are_those_it_offers(session: Session, country: Country) -> None:
    offered, _other = country.make_procedure("offered"), country.make_procedure("other")
    point = country.make_service_point(offers=(offered, country.make_procedure("hidden", shown=False)))
    assert [procedure.code for procedure in find_offered_procedures(session, point.id)] == ["offered"]


@pytest.mark.parametrize(("text", "limit"), [("", 0), ("", 201), ("ก" * 201, 10)])
def test_an_impossible_query_cannot_be_built(text: str, limit: int) -> None:
    with pytest.raises(InvalidQuery):
        ProcedureQuery(text=text, limit=limit)


def test_the_areas_of_a_procedure_are_those_in_force(session: Session, country: Country) -> None:
    procedure = country.make_procedure("listed")
    assert find_procedure_head(session, "listed").areas == ()
    procedure.areas = ["2008", "200701"]
    session.flush()
    abolish = text("UPDATE area SET abolished_on = '2026-01-01', successor_codes = :by WHERE code = '200701'")
    session.execute(abolish, {"by": ["100101", "100102"]})
    head = find_procedure_head(session, "listed")
    assert head.area_codes == ("100101", "100102", "2008")
    assert head.areas[2] == AreaName(code="2008", level="district", name_th="เกาะสีชัง", name_en="Ko Sichang")
    assert (head.level, head.finest_level, head.asks_for_home) == (None, "subdistrict", True)
    assert find_head_of(session, procedure) == head


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("https://www.example.go.th/x", "https://www.example.go.th/x"),
        ("HTTP://www.example.go.th", "HTTP://www.example.go.th"),
        ("javascript:alert(1)", None),
        ("ftp://example.go.th", None),
        (None, None),
    ],
)
def test_only_a_web_address_is_where_it_is_done_online(
    session: Session, country: Country, stored: str | None, told: str | None
) -> None:
    procedure = country.make_procedure("online")
    procedure.online_url = stored
    session.flush()
    assert find_procedure_head(session, "online").online_url == told
