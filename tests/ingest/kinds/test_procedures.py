"""Procedures with all that belongs to them."""

from sqlalchemy.orm import Session

from geo.merged_procedures import find_successor
from ingest.load import load_rows
from tests.ingest.written_files import AGENCY, PROCEDURE, counts, point, reasons, stored

PASSPORT: dict[str, object] = {
    "code": "P1",
    "title_th": "การขอหนังสือเดินทาง",
    "title_en": "Passport",
    "agency_code": AGENCY,
    "common_names_th": ["ทำพาสปอร์ต", "ต่อพาสปอร์ต", "ทำพาสปอร์ต", " "],
    "common_names_en": ["passport"],
    "tags": {"category": ["การเดินทาง"], "free": ["ข", "ก"]},
    "jurisdiction": "anywhere",
    "manual": {"summary_th": "บรรทัดหนึ่ง\r\nบรรทัดสอง", "fees": [{"name_th": "ค่าธรรมเนียม", "amount_baht": 1000}]},
}
NAMES = "SELECT language, name, position FROM common_name ORDER BY language, position"
TAGS = "SELECT kind, name_th, position FROM procedure_tag JOIN tag ON tag.id = tag_id ORDER BY 1, 3"


def test_names_and_tags_keep_their_order_each_once(prepared: Session) -> None:
    assert counts(load_rows(prepared, "procedures", [PASSPORT])) == (1, 0, 0, 0)
    assert stored(prepared, NAMES) == [("en", "passport", 0), ("th", "ทำพาสปอร์ต", 0), ("th", "ต่อพาสปอร์ต", 1)]
    assert stored(prepared, TAGS) == [("category", "การเดินทาง", 0), ("free", "ข", 0), ("free", "ก", 1)]
    assert stored(prepared, "SELECT content->>'summary_th' FROM manual") == [("บรรทัดหนึ่ง\nบรรทัดสอง",)]


def test_the_same_again_changes_nothing_and_each_part_can_change(prepared: Session) -> None:
    load_rows(prepared, "procedures", [PASSPORT])
    changes: list[dict[str, object]] = [
        {"title_en": ""},
        {"jurisdiction": "district", "jurisdiction_of": "land"},
        {"kind": "permit"},
        {"areas": ["50", "1001"]},
        {"areas": ["1001", "50"]},
        {"online_url": "https://www.passport.in.th"},
        {"shown": False},
        {"shown": True},
        {"merged_into": PROCEDURE, "shown": None},
        {"merged_into": None},
        {"common_names_th": ["ต่อพาสปอร์ต", "ทำพาสปอร์ต"]},
        {"tags": {"free": ["ก", "ข"]}},
        {"manual": {"summary_th": "ใหม่"}},
        {"manual": None},
    ]
    row = PASSPORT
    for change in changes:
        assert counts(load_rows(prepared, "procedures", [row])) == (0, 0, 1, 0)
        row = row | change
        assert counts(load_rows(prepared, "procedures", [row])) == (0, 1, 0, 0)
    assert stored(prepared, "SELECT count(*) FROM manual") == [(0,)]
    assert stored(prepared, TAGS) == [("free", "ก", 0), ("free", "ข", 1)]


def test_what_is_absent_is_left(prepared: Session) -> None:
    load_rows(prepared, "procedures", [PASSPORT])
    plain = {name: PASSPORT[name] for name in ("code", "title_th", "agency_code")}
    assert counts(load_rows(prepared, "procedures", [plain])) == (0, 0, 1, 0)


def row(code: str, **values: object) -> dict[str, object]:
    return {"code": code, "title_th": f"กระบวนงาน {code}", "agency_code": AGENCY, **values}


STATE = "SELECT kind, areas, online_url, shown FROM procedure WHERE code = 'P1'"
INTO = """
    SELECT p.code, q.code, p.shown FROM procedure p LEFT JOIN procedure q ON q.id = p.merged_into_id
    WHERE p.code LIKE 'P%' ORDER BY 1
"""


def test_without_the_columns_the_defaults_and_afterwards_what_was_there(prepared: Session) -> None:
    load_rows(prepared, "procedures", [row("P1")])
    assert stored(prepared, STATE) == [("other", [], None, True)]
    given = row("P1", kind="permit", areas="๕๐, 1001", online_url="www.cdd.go.th", shown="no")
    load_rows(prepared, "procedures", [given])
    kept = ("permit", ["50", "1001"], "https://www.cdd.go.th", False)
    assert stored(prepared, STATE) == [kept]
    assert counts(load_rows(prepared, "procedures", [row("P1")])) == (0, 0, 1, 0)
    assert stored(prepared, STATE) == [kept]
    load_rows(prepared, "procedures", [row("P1", kind="", areas=None, online_url="", shown=None)])
    assert stored(prepared, STATE) == [("other", [], None, True)]


def test_a_file_may_merge_into_what_comes_later(prepared: Session) -> None:
    rows = [row("P1", merged_into="P2"), row("P2", merged_into="P3"), row("P3"), row("P4", shown=False)]
    assert counts(load_rows(prepared, "procedures", rows)) == (4, 0, 0, 0)
    assert stored(prepared, INTO) == [
        ("P1", "P2", False),
        ("P2", "P3", False),
        ("P3", None, True),
        ("P4", None, False),
    ]
    assert find_successor(prepared, "P1") == "P3"
    assert counts(load_rows(prepared, "procedures", rows)) == (0, 0, 4, 0)
    load_rows(prepared, "procedures", [row("P1", merged_into=None, shown=True)])
    assert stored(prepared, INTO)[0] == ("P1", None, True)


def test_whoever_offers_what_is_merged_offers_what_it_became_part_of(prepared: Session) -> None:
    load_rows(prepared, "procedures", [row("P1"), row("P2"), row("P3")])
    load_rows(prepared, "service-points", [point(code="A"), point(code="B")])
    offered = [("A", "P1"), ("B", "P1"), ("A", "P3")]
    load_rows(prepared, "offerings", [{"service_point_code": at, "procedure_code": what} for at, what in offered])
    load_rows(prepared, "procedures", [row("P2", merged_into="P3"), row("P1", merged_into="P2")])
    offers = """
        SELECT s.code FROM offering o JOIN service_point s ON s.id = o.service_point_id
        JOIN procedure p ON p.id = o.procedure_id WHERE p.code = 'P3' ORDER BY 1
    """
    assert stored(prepared, offers) == [("A",), ("B",)]


def test_mergers_that_lead_nowhere_are_refused_and_the_others_loaded(prepared: Session) -> None:
    load_rows(prepared, "procedures", [row("P7", merged_into=PROCEDURE), row("P8"), row("P9")])
    rows = [
        row("P1", merged_into="P1"),
        row("P2", merged_into="nobody"),
        row("P3", merged_into="P2"),
        row("P4", merged_into="P5"),
        row("P5", merged_into="P4"),
        row("P6", merged_into=PROCEDURE, shown="yes"),
        row("P7", shown=True),
        row("P8", merged_into="P9"),
        row("P0", merged_into="P7"),
    ]
    report = load_rows(prepared, "procedures", rows)
    round_in_a_circle = "What '{}' has become part of leads round in a circle."
    shown = "shown is yes, but '{}' has become part of '2000000000001': an empty merged_into undoes that."
    assert sorted(reasons(report)) == [
        (1, "merged_into", "A procedure cannot become part of itself."),
        (2, "merged_into", "No procedure has the code 'nobody'."),
        (3, "merged_into", "No procedure has the code 'P2'."),
        (4, "merged_into", round_in_a_circle.format("P4")),
        (5, "merged_into", round_in_a_circle.format("P5")),
        (6, "shown", shown.format("P6")),
        (7, "shown", shown.format("P7")),
    ]
    assert counts(report) == (1, 1, 0, 7)
    back = load_rows(prepared, "procedures", [row("P9", merged_into="P8")])
    assert reasons(back) == [(1, "merged_into", round_in_a_circle.format("P9"))], "the other half is stored"


def test_faults_name_their_place(prepared: Session) -> None:
    manual = {
        "fees": [{"name_th": "ก", "amount_baht": -1}, {"name_th": ""}],
        "steps": [{"name_th": "ก", "duration": 1, "duration_unit": "weeks"}],
        "forms": [{"name_th": "ก", "url": "javascript:alert(1)"}],
        "prices": 1,
    }
    wrong = {"manual": manual, "tags": {"colour": ["แดง"]}, "common_names_th": "x", "jurisdiction": "region"}
    report = load_rows(prepared, "procedures", [PASSPORT | wrong])
    units = "'minute', 'hour', 'working_day', 'calendar_day' or 'month'"
    assert sorted(reasons(report), key=str) == sorted(
        [
            (1, "common_names_th", "common_names_th must be a list of texts."),
            (
                1,
                "jurisdiction",
                "jurisdiction is 'region', but must be one of: anywhere, province, district, subdistrict.",
            ),
            (1, "tags.colour", "tags.colour is not a kind of tag: those are category, user_group, free."),
            (1, "manual.fees[0].amount_baht", "manual.fees[0].amount_baht is -1, but must not be less than 0.0."),
            (1, "manual.fees[1].name_th", "manual.fees[1].name_th is empty."),
            (1, "manual.fees[1].amount_baht", "manual.fees[1].amount_baht is missing."),
            (
                1,
                "manual.steps[0].duration_unit",
                f"manual.steps[0].duration_unit is 'weeks', but must be one of: {units}.",
            ),
            (1, "manual.forms[0].url", "manual.forms[0].url is 'javascript:alert(1)', which is not a web address."),
            (1, "manual.prices", "manual.prices is not a part of a manual."),
        ],
        key=str,
    )


def test_faults_of_what_staff_keep_name_their_place_too(prepared: Session) -> None:
    wrong = {
        "kind": "licence",
        "areas": ["50", "999999"],
        "online_url": "javascript:alert(1)",
        "shown": "perhaps",
        "merged_into": "a b",
    }
    found = {
        column: sentence for _row, column, sentence in reasons(load_rows(prepared, "procedures", [row("P1", **wrong)]))
    }
    assert set(found) == set(wrong)
    assert found["kind"] == "kind is 'licence', but must be one of: permit, other."
    assert found["shown"] == "shown is 'perhaps', but must be yes or no."
    assert "999999" in str(found["areas"])
    assert stored(prepared, STATE) == []


def test_a_manual_with_a_nul_is_refused(prepared: Session) -> None:
    report = load_rows(prepared, "procedures", [PASSPORT | {"manual": {"steps": [{"name_th": "ก\x00"}]}}])
    assert reasons(report) == [(1, "manual", "manual has characters that are not text.")]
