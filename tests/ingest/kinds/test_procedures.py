"""Procedures with all that belongs to them."""

from sqlalchemy.orm import Session

from ingest.load import load_rows
from tests.ingest.written_files import AGENCY, counts, reasons, stored

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


def test_a_manual_with_a_nul_is_refused(prepared: Session) -> None:
    report = load_rows(prepared, "procedures", [PASSPORT | {"manual": {"steps": [{"name_th": "ก\x00"}]}}])
    assert reasons(report) == [(1, "manual", "manual has characters that are not text.")]
