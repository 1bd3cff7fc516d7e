"""From A to Z, by label, by agency."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from geo.browsing import find_letters, find_names_under
from geo.models import Agency, Tag
from geo.procedure_list import ProcedureQuery, find_filtered_ids, find_procedures
from geo.tags import Label, find_labels, find_labels_of
from tests.country import Country


def test_names_stand_under_their_first_consonant(session: Session, country: Country) -> None:
    country.make_procedure(
        "id",
        title_th="การขอมีบัตรประจำตัวประชาชน",
        title_en="The identity card",
        common_names_th=("เปลี่ยนบัตร", "ป้ายบัตร"),
        common_names_en=("card",),
    )
    country.make_procedure("hidden", title_th="การขายของ", shown=False)
    assert find_letters(session, "th") == ["บ", "ป"]
    assert [listed.name for listed in find_names_under(session, "th", "ป")] == ["ป้ายบัตร", "เปลี่ยนบัตร"]
    assert [listed.name for listed in find_names_under(session, "th", "บ")] == ["บัตรประจำตัวประชาชน"]
    assert find_letters(session, "en") == ["C", "I"]
    [card] = find_names_under(session, "en", "C")
    assert (card.name, card.code, card.title_en) == ("card", "id", "The identity card")
    assert find_names_under(session, "th", "ฮ") == []


def test_labels_are_counted_and_life_comes_in_its_order(session: Session, country: Country) -> None:
    old = country.make_procedure(tags={"user_group": ["ผู้สูงอายุ", "ชาวต่างชาติ"], "category": ["สวัสดิการ"]})
    born = country.make_procedure(tags={"user_group": ["เกิด", "ชาวต่างชาติ"], "category": ["ทะเบียน"]})
    country.make_procedure(tags={"user_group": ["ธุรกิจ"]}, shown=False)
    assert find_labels(session, "user_group") == [
        Label("user_group", "เกิด", 1, "Birth"),
        Label("user_group", "ผู้สูงอายุ", 1, "Old age"),
        Label("user_group", "ชาวต่างชาติ", 2),
    ]
    assert [label.name_th for label in find_labels_of(session, [born.id, old.id], "category")] == ["ทะเบียน", "สวัสดิการ"]
    assert find_labels_of(session, [], "category") == []
    session.execute(update(Tag).where(Tag.name_th == "สวัสดิการ").values(name_en="Welfare"))
    assert [label.name_en for label in find_labels(session, "category")] == [None, "Welfare"]


def test_an_agency_has_what_those_below_it_have(session: Session, country: Country) -> None:
    ministry = country.make_agency("ministry")
    department = country.make_agency("department", parent=ministry)
    other = country.make_agency("other")
    for agency, code in ((ministry, "own"), (department, "below"), (other, "elsewhere")):
        make_owned(country, agency, code)
    found = find_procedures(session, ProcedureQuery(agency="ministry"))
    assert {name.code for name in found} == {"own", "below"}
    assert len(find_filtered_ids(session, ProcedureQuery(agency="department"))) == 1


def make_owned(country: Country, agency: Agency, code: str) -> None:
    country.make_procedure(code).agency_id = agency.id
    country.session.flush()
