"""The tree of agencies comes in any order, and only whole."""

from sqlalchemy.orm import Session

from ingest.load import load_rows
from tests.ingest.written_files import counts, point, reasons, stored

TREE = [
    {"code": "3", "parent_code": "2", "level": "agency", "name_th": "สำนัก", "name_en": "Bureau"},
    {"code": "2", "parent_code": "1", "level": "department", "name_th": "กรม", "name_en": ""},
    {"code": "1", "parent_code": "", "level": "ministry", "name_th": "กระทรวง", "name_en": ""},
]


def parents(session: Session) -> list[tuple[object, ...]]:
    return stored(session, "SELECT a.code, p.code FROM agency a LEFT JOIN agency p ON p.id = a.parent_id ORDER BY 1")


def test_children_may_stand_before_their_parents(session: Session) -> None:
    assert counts(load_rows(session, "agencies", TREE)) == (3, 0, 0, 0)
    assert parents(session) == [("1", None), ("2", "1"), ("3", "2")]


def test_the_same_again_changes_nothing_and_a_change_changes_what_changed(session: Session) -> None:
    load_rows(session, "agencies", TREE)
    assert counts(load_rows(session, "agencies", TREE)) == (0, 0, 3, 0)
    moved = [
        TREE[0] | {"parent_code": "4"},
        {"code": "4", "parent_code": "1", "level": "department", "name_th": "กรมใหม่"},
    ]
    assert counts(load_rows(session, "agencies", moved)) == (1, 1, 0, 0)
    assert parents(session) == [("1", None), ("2", "1"), ("3", "4"), ("4", "1")]


def test_an_absent_column_leaves_and_an_empty_cell_clears(session: Session) -> None:
    load_rows(session, "agencies", TREE)
    plain = {"code": "3", "level": "agency", "name_th": "สำนัก"}
    assert counts(load_rows(session, "agencies", [plain])) == (0, 0, 1, 0)
    assert counts(load_rows(session, "agencies", [plain | {"name_en": " "}])) == (0, 1, 0, 0)
    assert stored(session, "SELECT name_en FROM agency WHERE code = '3'") == [(None,)]


def test_a_circle_is_refused_also_through_what_is_stored(session: Session) -> None:
    load_rows(session, "agencies", TREE)
    report = load_rows(session, "agencies", [TREE[2] | {"parent_code": "3"}])
    assert reasons(report) == [(1, "parent_code", "The parents of '1' lead round in a circle.")]


def test_below_a_refused_parent_nothing_is_accepted(session: Session) -> None:
    report = load_rows(session, "agencies", [*TREE[:2], TREE[2] | {"level": "king"}])
    assert reasons(report) == [
        (3, "level", "level is 'king', but must be one of: ministry, department, agency."),
        (2, "parent_code", "No agency has the code '1'."),
        (1, "parent_code", "No agency has the code '2'."),
    ]


def test_the_service_points_of_an_agency_serve_its_areas_but_those_with_areas_of_their_own(session: Session) -> None:
    rows = [TREE[0] | {"areas_served": "200801; 2001"}, *TREE[1:]]
    assert counts(load_rows(session, "agencies", rows)) == (3, 0, 0, 0)
    points = [point(code="A", agency_code="3"), point(code="B", agency_code="3", areas_served="10")]
    load_rows(session, "service-points", points)
    serves = "SELECT serves FROM service_point ORDER BY code"
    assert stored(session, serves) == [(["2001", "200801"],), (["10"],)]
    assert counts(load_rows(session, "agencies", rows)) == (0, 0, 3, 0)
    assert counts(load_rows(session, "agencies", TREE)) == (0, 0, 3, 0)
    assert counts(load_rows(session, "agencies", [rows[0] | {"areas_served": "2002"}])) == (0, 1, 0, 0)
    assert stored(session, serves) == [(["2002"],), (["10"],)]
    assert counts(load_rows(session, "agencies", [rows[0] | {"areas_served": ""}])) == (0, 1, 0, 0)
    assert stored(session, serves) == [(None,), (["10"],)]
    report = load_rows(session, "agencies", [rows[0] | {"areas_served": "2001 x"}])
    assert reasons(report) == [(1, "areas_served", "No province, district or subdistrict has the code 'x'.")]


def test_type_subtype_and_category_are_of_the_lists_and_go_together(session: Session) -> None:
    sorted_ = {"type": "department", "subtype": "central", "category": "Social"}
    rows = [TREE[0], TREE[1] | sorted_, TREE[2]]
    assert counts(load_rows(session, "agencies", rows)) == (3, 0, 0, 0)
    kinds = "SELECT type, subtype, category FROM agency WHERE code = '2'"
    assert stored(session, kinds) == [("department", "central", "social")]
    assert counts(load_rows(session, "agencies", TREE)) == (0, 0, 3, 0)  # columns that are not there are left
    assert counts(load_rows(session, "agencies", [rows[1] | {"category": ""}])) == (0, 1, 0, 0)
    assert stored(session, kinds) == [("department", "central", None)]
    report = load_rows(session, "agencies", [rows[1] | {"subtype": "local"}, TREE[0] | {"type": "king"}])
    ((_, first, sentence), (_, second, _)) = reasons(report)
    assert (first, second) == ("subtype", "type")
    assert sentence == "subtype is 'local', which does not go with the type 'department'."
