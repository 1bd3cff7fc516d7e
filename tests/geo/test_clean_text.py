import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clean_text import clean_prose, clean_text, storable

NASTY = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ํ่้า ำ\n\r\t\u200b\ufeff\u00a0e\u0301\x85\x1c")))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  ที่ว่าการ\n อำเภอ ", "ที่ว่าการ อำเภอ"),
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("ศูนย์\u200bราชการ\ufeff", "ศูนย์ราชการ"),
        ("Cafe\u0301", "Café"),
        ("a\u00a0\u3000b\x07", "a b"),
    ],
)
def test_one_spelling_for_what_looks_the_same(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


def test_prose_keeps_its_lines() -> None:
    assert clean_prose(" หนึ่ง \r\n  สอง\u200b\n\n") == "หนึ่ง\nสอง"


@given(NASTY)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_prose(clean_prose(text)) == clean_prose(text)
    assert len(clean_text(text).splitlines()) <= 1


def test_what_a_database_cannot_hold() -> None:
    assert not storable("a\x00b")
    assert not storable("\ud800")
    assert storable("😀")
