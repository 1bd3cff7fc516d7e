"""One spelling for what people type and for what the catalogue says, so that the two can be compared."""

import re
import sys
import unicodedata

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00]")
_SARA_AM_IN_PIECES = re.compile(r"ํ([่-๋]?)า")
_REPEATED_MARK = re.compile(r"([ะ-ฺๅ็-๎])\1+")
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_REPETITION_SIGN = re.compile(r"\s*ๆ")
_DIGIT_GROUP = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ABBREVIATION_DOT = re.compile(r"(?<=[ก-๙])\.|(?<![0-9])\.|\.(?![0-9])")
_NOT_TEXT = re.compile(r"[^\w.\u0e00-\u0e7f]+|_+")
_DIGITS = {
    point: str(unicodedata.decimal(chr(point))) for point in range(0x80, sys.maxunicode + 1) if chr(point).isdecimal()
}
_THAI = re.compile(r"[\u0e01-\u0e5b]")


def normal_form(text: str) -> str:
    """`text` without the differences that mean nothing: the form in which it was encoded, Thai digits, vowels typed in
    pieces or twice (เเ for แ), letters drawn out (มากกกก), dots of abbreviations (ภ.ง.ด. is ภงด), marks, case, spaces.

    Applying it twice changes nothing. Empty for a text without letters or digits.
    """
    return _settled(unicodedata.normalize("NFKC", text))


def _settled(text: str) -> str:
    # one rule can make work for another (a dot between two letters that then repeat): until nothing changes
    before = None
    while text != before:
        before, text = text, _once(text)
    return text


def _once(text: str) -> str:
    # NFKC takes SARA AM apart; the marks are put back together after it, in whichever order they were typed.
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.casefold()))
    text = _SARA_AM_IN_PIECES.sub(r"\1ำ", text).replace("เเ", "แ").translate(_DIGITS)
    text = _REPETITION_SIGN.sub("", text)
    text = _DIGIT_GROUP.sub("", _REPEATED_LETTER.sub(r"\1", _REPEATED_MARK.sub(r"\1", text)))
    text = _NOT_TEXT.sub(" ", _ABBREVIATION_DOT.sub("", text))
    return " ".join(text.split())


def is_thai(text: str) -> bool:
    """Whether any letter is Thai; English words among Thai ones do not make a text English."""
    return _THAI.search(text) is not None
