"""`pakmud hours` says what it understood, and marks what it did not; no database is asked."""

import json

from tests.api.terminal.conftest import Pakmud

TEXT = "จันทร์-ศุกร์ 8.30-4.30 น. (รับบัตรคิวถึง 15.30 น.) เว้นวันหยุดราชการ"


def test_what_was_understood_and_what_was_not(pakmud: Pakmud) -> None:
    done = pakmud("hours", TEXT, language="th")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == "จันทร์-ศุกร์ 8.30-4.30 น. (⟦รับบัตรคิวถึง 15.30⟧ น.) เว้นวันหยุดราชการ"
    assert lines[1:4] == ["  จันทร์–ศุกร์ 08:30–16:30", "  ปิดวันหยุดราชการ", "? ระบบอ่าน '4.30' เป็นเวลา 16:30 น."]
    assert "Mo-Fr 08:30-16:30; PH off" in lines
    assert sum("08:30–16:30" in line for line in lines[5:]) >= 7


def test_several_words_and_another_language(pakmud: Pakmud) -> None:
    done = pakmud("hours", "Mon-Fri", "8:30am-4:30pm", "--language", "en")
    assert done.out.splitlines()[1] == "  Monday–Friday 08:30–16:30"


def test_what_says_nothing(pakmud: Pakmud) -> None:
    done = pakmud("hours", "ถามเพื่อนดู", language="en")
    assert done.out.splitlines() == [
        "⟦ถามเพื่อนดู⟧",
        "Not understood: 'ถามเพื่อนดู'",
        "The text does not say when the office is open.",
    ]


def test_json(pakmud: Pakmud) -> None:
    read = json.loads(pakmud("hours", "--json", TEXT, language="en").out)
    assert read["expression"] == "Mo-Fr 08:30-16:30; PH off"
    assert not read["complete"]
    assert read["leftovers"] == [{"start": 27, "end": 46, "text": "รับบัตรคิวถึง 15.30"}]
    assert [question["text"] for question in read["questions"]] == ["4.30"]
    assert len(read["days"]) == 14
    assert all(day["hours"] in ([], ["08:30–16:30"]) for day in read["days"])
