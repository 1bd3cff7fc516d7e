"""`pakmud holidays`: what the cabinet decides, typed in by an administrator."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.api.terminal.conftest import Done, Pakmud

CABINET = "มติ ครม. 3 พ.ย. 2569"


def holidays(pakmud: Pakmud, database: str, *words: str, language: str = "en") -> Done:
    return pakmud("holidays", *words, database_url=database, language=language)


def line_of(listed: Done, day: str) -> str:
    assert listed.code == 0, listed.err
    return next((line for line in listed.out.splitlines() if day in line), "")


def logged(database: str) -> list[tuple[object, ...]]:
    """What the audit log says of holidays, the oldest first: by nobody with an account."""
    statement = text(
        "SELECT action, subject_id, before, after FROM audit_log "
        "WHERE subject_kind = 'holiday' AND account_id IS NULL AND account_name = 'pakmud' ORDER BY id"
    )
    with create_engine(database, poolclass=NullPool).connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def test_the_computed_calendar(pakmud: Pakmud, small_country: str) -> None:
    listed = holidays(pakmud, small_country, "list", "2569")
    assert "Songkran Festival" in line_of(listed, "13 April 2026")
    assert "Labour" not in listed.out
    assert "วันสงกรานต์" in line_of(holidays(pakmud, small_country, "list", "2026", language="th"), "13 เมษายน 2569")
    assert holidays(pakmud, small_country, "list").code == 0


def test_a_day_is_added_removed_and_reset(pakmud: Pakmud, fresh_database: str) -> None:
    added = holidays(
        pakmud, fresh_database, "add", "๒๔/๑๑/๒๕๖๙", "วันหยุดพิเศษ", "--name-en", "Special holiday", "--source", CABINET
    )
    assert (added.code, added.err) == (0, "")
    assert added.out == "Offices are closed on 24 November 2026: วันหยุดพิเศษ.\n"
    line = line_of(holidays(pakmud, fresh_database, "list", "2026"), "24 November 2026")
    assert line.split("  ")[0].strip() == "Tuesday"
    assert "Special holiday" in line
    assert CABINET in line

    removed = holidays(pakmud, fresh_database, "remove", "2569-11-24", "--source", CABINET)
    assert removed.out == "Offices work on 24 November 2026.\n"
    assert "no holiday: Special holiday" in line_of(holidays(pakmud, fresh_database, "list", "2026"), "24 November")

    reset = holidays(pakmud, fresh_database, "reset", "2026-11-24")
    assert (reset.code, reset.err) == (0, "")
    assert line_of(holidays(pakmud, fresh_database, "list", "2026"), "24 November 2026") == ""

    assert logged(fresh_database) == [
        (
            "holiday.add",
            "2026-11-24",
            None,
            {"closed": True, "name_th": "วันหยุดพิเศษ", "name_en": "Special holiday", "source": CABINET},
        ),
        ("holiday.remove", "2026-11-24", {"closed": True}, {"closed": False}),
        (
            "holiday.reset",
            "2026-11-24",
            {"closed": False, "name_th": "วันหยุดพิเศษ", "name_en": "Special holiday", "source": CABINET},
            None,
        ),
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("list", "69"), "'69' is not a year"),
        (("add", "someday", "วันหยุด", "--source", CABINET), "'someday' is not a date"),
        (("add", "31/2/2569", "วันหยุด", "--source", CABINET), "no such day as '31/2/2569'"),
        (("add", "2026-11-24", " ", "--source", CABINET), "name in Thai"),
        (("add", "2026-11-24", "วันหยุด", "--source", " "), "who decided it"),
        (("remove", "2026-11-24", "--source", CABINET), "offices work anyway"),
        (("reset", "2026-11-24"), "Nobody has added or removed"),
    ],
)
def test_bad_input_gets_a_sentence(pakmud: Pakmud, small_country: str, words: tuple[str, ...], says: str) -> None:
    refused = holidays(pakmud, small_country, *words)
    assert refused.code == 2
    assert says in refused.err
    assert refused.out == ""


def test_a_decision_needs_a_source(pakmud: Pakmud, small_country: str) -> None:
    refused = holidays(pakmud, small_country, "add", "2026-11-24", "วันหยุดพิเศษ")
    assert refused.code == 2
    assert "--source" in refused.err
