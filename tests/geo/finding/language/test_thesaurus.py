"""Everyday words and the official ones that stand for them."""

import csv

import pytest

from geo.finding.language.normal_form import normal_form
from geo.finding.language.thesaurus import EVERYDAY_WORDS, official_reading
from geo.finding.language.word_list import POLITE_AND_QUESTION_WORDS

ROWS = tuple(csv.DictReader(EVERYDAY_WORDS.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("มอไซค์พัง", "รถจักรยานยนต์ ชำรุด"),
        ("ลูกชาย", "บุตร"),
        ("พ่อตาย ต้องทำยังไง", "บิดา ตาย ต้องทำยังไง"),
        ("lost my blue book", "สูญหาย my ทะเบียนบ้าน ทร14"),  # two words, one thing
        ("ลูกชิ้น", "สถานที่ผลิตอาหาร"),  # no child in a meat ball: the longest is taken
    ],
)
def test_everyday_words_read_officially(text: str, reading: str) -> None:
    assert official_reading(text) == reading


@pytest.mark.parametrize("text", ["", "ครับ", "ลูกแก้ว", "qwerty", "12345", "🙂", "ยาวนานเหลือเกิน"])
def test_what_has_no_everyday_word_has_no_other_reading(text: str) -> None:
    assert official_reading(text) is None


def test_all_that_is_said_reads_officially_by_itself() -> None:
    for row in ROWS:
        said, official = normal_form(row["said"]), normal_form(row["official"])
        assert official_reading(said) == official, row


def test_the_thesaurus_is_clean() -> None:
    said = [normal_form(row["said"]) for row in ROWS]
    assert len(said) > 4_000
    assert len(set(said)) == len(said)
    assert POLITE_AND_QUESTION_WORDS.isdisjoint(said)
    for row in ROWS:
        # what only adds to it would make it narrower: who registers something need not marry
        assert normal_form(row["said"]) not in normal_form(row["official"]), row
        assert normal_form(row["official"]), row
        assert len(row["said"].split()) <= 6, row
        assert not any(text != " ".join(text.split()) for text in row.values()), row
