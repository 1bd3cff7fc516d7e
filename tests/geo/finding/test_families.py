"""Cases of one thing are known by the name they share."""

from geo.finding.families import family_names
from geo.procedure_list import ProcedureName


def named(procedure_id: int, *names: str) -> ProcedureName:
    return ProcedureName(
        id=procedure_id,
        code=str(procedure_id),
        title_th="เรื่อง",
        title_en=None,
        agency_code="1",
        agency_name_th="กรม",
        agency_name_en=None,
        common_names_th=list(names),
        common_names_en=[],
    )


def test_the_name_that_most_share_names_the_family() -> None:
    licences = [named(1, "ใบขับขี่", "ทำใบขับขี่"), named(2, "ทำใบขับขี่", "ใบขับขี่หาย"), named(3, "ทำใบขับขี่", "ใบขับขี่")]
    assert family_names(licences) == {1: "ทำใบขับขี่", 2: "ทำใบขับขี่", 3: "ทำใบขับขี่"}


def test_spellings_do_not_part_a_family() -> None:
    assert family_names([named(1, "ID Card"), named(2, "id  card"), named(3, "passport")]) == {
        1: "ID Card",
        2: "ID Card",
    }


def test_one_alone_is_no_family() -> None:
    assert family_names([named(1, "บัตร", "บัตร "), named(2, "หนังสือ")]) == {}
