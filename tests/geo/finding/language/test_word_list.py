"""Words, numbers that are written out, and the words that only ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.finding.language.normal_form import normal_form
from geo.finding.language.word_list import content_words, split_words, with_digits, without_questions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ลูกชายอายุสิบเจ็ดปี", ("ลูกชาย", "อายุ", "17", "ปี")),
        ("สามีเสียชีวิต", ("สามี", "เสียชีวิต")),  # no three in a husband
        ("ห้าสิบห้าปี", ("55", "ปี")),
        ("พันห้า", ("1500",)),
        ("1.8 ล้านบาท", ("1.8", "ล้าน", "บาท")),
        ("fifty five years", ("55", "years")),
        ("seventeen often", ("17", "often")),
        ("", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text) == words


def test_numbers_become_digits_where_they_stand() -> None:
    assert with_digits("อายุหกสิบ ปี") == "อายุ60 ปี"


def test_words_that_only_ask_leave_a_gap_and_nothing_else_moves() -> None:
    assert content_words("ต่อใบขับขี่ต้องทำยังไงคะ") == ("ต่อ", "ใบขับขี่", "ทำ")
    assert without_questions("ต่อใบขับขี่ต้องทำยังไงคะ") == "ต่อใบขับขี่ ทำ"
    assert without_questions("how do i renew my passport") == "renew passport"
    assert without_questions("ที่ไหน") == "ที่ไหน"


@given(st.text())
def test_nothing_typed_is_lost_but_questions(text: str) -> None:
    normal = normal_form(text)
    assert bool(without_questions(normal)) == bool(normal)
    assert set(content_words(normal)) <= set(split_words(normal))
