"""Words of a Thai or English text, and which of them say nothing about what is wanted."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geo.finding.language.normal_form import is_thai

if TYPE_CHECKING:
    from pythainlp.util import Trie

POLITE_AND_QUESTION_WORDS = frozenset((
    "ครับ", "คับ", "ค่ะ", "คะ", "ค่า", "จ้า", "จ้ะ", "นะ", "นะคะ", "นะครับ", "หน่อย", "ด้วย", "ที", "ขอบคุณ",
    "สวัสดี", "รบกวน", "สอบถาม", "อยากทราบ", "ช่วย", "อยาก", "จะ", "ต้อง", "ควร", "ได้ไหม", "ไหม", "มั้ย",
    "มัย", "หรือเปล่า", "หรือไม่", "หรือยัง", "ยังไง", "อย่างไร", "ไง", "ยัง", "ทำไง", "ทำอย่างไร", "อะไร",
    "อะไรบ้าง", "บ้าง", "ไหน", "ที่ไหน", "ตรงไหน", "เมื่อไหร่", "เมื่อไร", "กี่", "เท่าไหร่", "เท่าไร", "ใคร",
    "ก็", "คือ", "แล้ว", "ดี", "ล่ะ", "อ่ะ", "น่ะ", "เลย", "ไป", "please", "can", "could", "would", "how",
    "what", "where", "when", "which", "who", "do", "does", "did", "i", "we", "you", "he", "she", "it", "my",
    "me", "our", "to", "the", "a", "an", "is", "are", "was", "am", "be", "for", "of", "in", "on", "at", "and",
    "or", "need", "want", "get", "have", "has", "hello", "hi", "thanks",
))  # fmt: skip
"""They ask, they do not name. Left in what the embedding reads, where they are part of the sentence."""

_DIGIT_WORDS = {
    "ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_SCALE_WORDS = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000, "ten": 10}
_WHOLE_WORDS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_WORD_OR_SPACE = re.compile(r"\S+|\s+")
_NUMBER_PARTS = re.compile("|".join(sorted((*_DIGIT_WORDS, *_SCALE_WORDS), key=len, reverse=True)))


@lru_cache(maxsize=4_096)
def split_words(text: str) -> tuple[str, ...]:
    """Words of a text in normal form, numbers that are written out as digits: สิบเจ็ดปี is 17 and ปี."""
    words = _thai_words(text) if is_thai(text) else text.split()
    return tuple(_numbers_as_digits(words))


def words_and_spaces(text: str) -> list[str]:
    """The pieces that the text in normal form is put together from, as they stand there."""
    return _thai_words(text, keep_spaces=True) if is_thai(text) else _WORD_OR_SPACE.findall(text)


def with_digits(text: str) -> str:
    """The text with numbers that are written out as digits; the rest stays, spaces too."""
    if not is_thai(text):
        return " ".join(split_words(text))
    return "".join(_numbers_as_digits(_thai_words(text, keep_spaces=True)))


def is_word(text: str, knows: Callable[[str], bool]) -> bool:
    """Whether the text, in normal form, is one whole word; `knows` tells it of those not in Thai."""
    # the dictionary has every letter by itself
    return text.isdigit() or (len(text) > 1 and (text in _dictionary() if is_thai(text) else knows(text)))


def in_whole_words(text: str, knows: Callable[[str], bool]) -> str:
    """The text, in normal form, without its last word where that is not yet one; `knows` is as in `is_word`."""
    *before, last = words_and_spaces(text) or [""]
    return text if is_word(last, knows) else "".join(before).rstrip()


def content_words(text: str) -> tuple[str, ...]:
    """Its words without those that only ask; all of them where nothing else is left."""
    words = split_words(text)
    return tuple(word for word in words if word not in POLITE_AND_QUESTION_WORDS) or words


def without_questions(text: str) -> str:
    """The text without the words that only ask, a space in their place; the rest stays together as it was written."""
    if not is_thai(text):
        return " ".join(content_words(text))
    words = _numbers_as_digits(_thai_words(text, keep_spaces=True))
    kept = "".join(" " if word in POLITE_AND_QUESTION_WORDS else word for word in words)
    return " ".join(kept.split()) or text


def _thai_words(text: str, *, keep_spaces: bool = False) -> list[str]:
    words = _cut(text)
    return [word for word in words if keep_spaces or not word.isspace()]


@lru_cache(maxsize=256)
def _cut(text: str) -> tuple[str, ...]:
    """One question is cut for its numbers and for its asking words, one after the other."""
    # imported here: the dictionary takes 0.7 s and 70 MB, which only a search should pay for
    from pythainlp.tokenize.newmm import segment

    return tuple(segment(text, custom_dict=_dictionary(), safe_mode=True))


@cache
def _dictionary() -> "Trie":
    from pythainlp.tokenize import word_dict_trie

    return word_dict_trie()


def _numbers_as_digits(words: list[str]) -> list[str]:
    result: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if number := _parts_of_number(word):
            run += number
            continue
        if run:
            value = _value(run)
            result += run if value is None else [str(value)]
            run = []
        if word:
            result.append(word)
    return result


def _parts_of_number(word: str) -> list[str]:
    """The digit and scale words that `word` is made of; empty when it is another word (สามี is no three)."""
    if word in _WHOLE_WORDS or word in _TEENS:
        return [word]
    parts = _NUMBER_PARTS.findall(word)
    return parts if "".join(parts) == word else []


def _value(parts: list[str]) -> int | None:
    """None for scales alone: the million of "1.8 million" is a word."""
    if all(part in _SCALE_WORDS for part in parts) and parts[0] not in ("สิบ", "ten"):
        return None
    total = pending = scale = 0
    for part in parts:
        if part in _SCALE_WORDS:
            scale = _SCALE_WORDS[part]
            total += (pending or 1) * scale
            pending = 0
        else:
            number = _DIGIT_WORDS.get(part) or _WHOLE_WORDS.get(part) or _teen(part)
            pending = pending + number if pending >= 20 else pending * 10 + number
    # พันห้า is 1,500 and ล้านแปด is 1,800,000: what follows a scale without one of its own counts tenths of it
    spoken_tenths = scale >= 1_000 and 0 < pending < 10
    return total + (pending * scale // 10 if spoken_tenths else pending)


def _teen(part: str) -> int:
    return _TEENS.index(part) + 11 if part in _TEENS else 0
