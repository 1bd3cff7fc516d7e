"""What means the same is spelt the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.finding.language.normal_form import is_thai, normal_form

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" .ๆ12๑๒aA,-\u200b"))


@given(st.text() | THAI)
@example("ก.ๆ.กก")
@example("ํ่าเเเ")
def test_twice_is_once(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ทําบัตร", "ทำบัตร"),  # SARA AM in two pieces
        ("น้ํา นํ้า", "น้ำ น้ำ"),  # and the tone mark before or after
        ("เเจ้งเกิด", "แจ้งเกิด"),
        ("บัตรหายยยย", "บัตรหาย"),
        ("เปลี่่ยน", "เปลี่ยน"),
        ("ต่างๆ", "ต่าง"),
        ("ภ.ง.ด.๙๑", "ภงด91"),
        ("ใบ ป.4", "ใบ ป4"),
        ("1.8 ล้าน", "1.8 ล้าน"),
        ("15,000 บาท", "15000 บาท"),
        ("บัตร\u200bหาย", "บัตรหาย"),
        ("  ID   Card! ", "id card"),
        ("ＩＤ", "id"),
        ("%_\\ \0", ""),
    ],
)
def test_spellings_of_one_thing(typed: str, meant: str) -> None:
    assert normal_form(typed) == meant


def test_one_thai_letter_makes_a_text_thai() -> None:
    assert is_thai("lost บัตร")
    assert not is_thai("lost card 1")
