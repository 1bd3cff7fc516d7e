"""What is left of a place's name to be compared: once exactly, once so that usual misspellings agree."""

import re
import unicodedata
from functools import lru_cache

from geo.thai_digits import in_arabic_digits

_NOT_A_LETTER = re.compile(r"[^0-9a-z\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]")
_TONE_BEFORE_VOWEL = re.compile(r"([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39\u0e47])")
_SAME_MARK_AGAIN = re.compile(r"([\u0e31\u0e34-\u0e39\u0e47-\u0e4e])\1+")

# Thai: what is not heard, or heard alike. The silenced consonant goes with its sign: สุราษฎร์ and สุราษ.
_SILENCED = re.compile(r"(?:[ทตดฎฏ]ร|[ก-ฮ])[ิุ]?์")
_TONES = re.compile(r"[\u0e47-\u0e4e]")
_HEARD_ALIKE = str.maketrans("ศษณญฎฏฐฑฒธภฆฬใีูืฦๅ", "สสนยดตถทททพคลไิุึฤา", "ะ")

# English: the many ways to write Thai in Latin letters, brought to one that nobody would write.
_ROMAN = (
    (re.compile(r"muang|mueang|meuang"), "mua"),
    (re.compile(r"^sri|(?<=[a-z])sri|shri"), "si"),
    (re.compile(r"(?<=[aeiou])r(?=n|t|k|d|m|s|$)"), ""),
    (re.compile(r"dh|th|d(?=h)"), "t"),
    (re.compile(r"bh|ph"), "p"),
    (re.compile(r"kh|g"), "k"),
    (re.compile(r"ch|j"), "c"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"v"), "w"),
    (re.compile(r"ee|ii|ea(?=[^u]|$)"), "i"),
    (re.compile(r"oo|ou|uu"), "u"),
    (re.compile(r"aa|ar(?![aeiou])"), "a"),
    (re.compile(r"eu|ue|uea"), "u"),
    (re.compile(r"aew|aeo"), "ae"),
    (re.compile(r"ay"), "ai"),
    (re.compile(r"(?<=[aeiou])h(?![aeiou])"), ""),
    (re.compile(r"d(?![aeiou])"), "t"),
    (re.compile(r"(?<=[aeiou])o(?=[^aeiou]|$)"), "w"),
    (re.compile(r"y(?=[^aeiou]|$)"), "i"),
    (re.compile(r"or(?![aeiou])"), "o"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def fold(name: str) -> str:
    """Letters and digits only, in one case and one order; the same for every way to type the same name."""
    text = in_arabic_digits(unicodedata.normalize("NFC", name)).replace("ํา", "ำ").replace("เเ", "แ")
    text = "".join(part for part in unicodedata.normalize("NFKD", text.casefold()) if not _is_accent(part))
    text = _NOT_A_LETTER.sub("", text.replace("ํา", "ำ"))
    return _SAME_MARK_AGAIN.sub(r"\1", _TONE_BEFORE_VOWEL.sub(r"\2\1", text))


@lru_cache(maxsize=50_000)
def fold_loosely(folded: str) -> str:
    """What `fold` gave without tone marks, silent letters and the differences between letters heard alike.

    Names that are spelt differently but folded alike are only taken for each other where nothing fits better.
    """
    text = _TONES.sub("", _SILENCED.sub("", folded)).translate(_HEARD_ALIKE)
    for form, plain in _ROMAN:
        text = form.sub(plain, text)
    return text


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"
