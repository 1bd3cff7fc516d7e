"""The many characters that stand for the few of a coordinate: digits, signs of degrees, minutes and seconds."""

import re
import unicodedata

from geo.thai_digits import TO_ARABIC

_SAME = {
    **dict.fromkeys("º˚∘◦ᵒ⁰゜", "°"),
    **dict.fromkeys("′’‘`´ʹʼ‵‛＇′ˊ", "'"),
    **dict.fromkeys("″“”„‟ʺ˝¨〃＂‶", '"'),
    **dict.fromkeys("‐‑‒–—−﹣－", "-"),
    **dict.fromkeys("，、،", ","),
    **dict.fromkeys("；", ";"),
}
_SAME_CHARACTERS = TO_ARABIC | str.maketrans(_SAME)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")

# A Thai zero or a nikhahit is typed for the degree sign, which most Thai keyboards lack; so is a raised or plain 'o'.
_THAI_ZERO_AS_DEGREE = re.compile(r"(?<=[0-9])\s?[๐ํ](?=\s?[0-9]{1,2}(\.[0-9]+)?\s?['′’´])")
_LETTER_AS_DEGREE = re.compile(r"(?<=[0-9])\s?[oO](?=\s?[0-9]{1,2}(\.[0-9]+)?\s?')")
_TWO_MINUTES = re.compile(r"'\s?'")


def plain_signs(text: str) -> str:
    """`text` with ASCII digits, one degree sign (°), one of minutes ('), one of seconds (\"), and single spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _THAI_ZERO_AS_DEGREE.sub("°", text).translate(_SAME_CHARACTERS)
    text = _LETTER_AS_DEGREE.sub("°", _TWO_MINUTES.sub('"', text))
    return " ".join(text.split())
