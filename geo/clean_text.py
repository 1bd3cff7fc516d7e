"""Text as it is stored, whatever program typed it: one spelling for what a reader cannot tell apart."""

import re
import unicodedata

_CONTROL = r"\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_ZERO_WIDTH = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{_CONTROL}{_ZERO_WIDTH}\ufffe\uffff]")
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # nikhahit, perhaps a tone mark, sara aa
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """On one line, NFC, `ํ` + `า` as `ำ`, no characters without width; what is clean stays as it is."""
    if text.isascii() and text.isprintable():
        return text if " " not in text else " ".join(text.split())
    return " ".join(_one_spelling(text).split())


def clean_prose(text: str) -> str:
    """As `clean_text`, but lines stay lines."""
    lines = [" ".join(line.split()) for line in _one_spelling(text).splitlines()]
    return "\n".join(lines).strip()


def storable(text: str) -> bool:
    """Whether a database can hold it: no NUL, no half of a surrogate pair."""
    return _UNSTORABLE.search(text) is None


def _one_spelling(text: str) -> str:
    visible = _INVISIBLE.sub("", text)
    # NFC does not know that the two are the same; the letter that was split is the one keyboards make.
    return unicodedata.normalize("NFC", _SPLIT_SARA_AM.sub("\\1\u0e33", unicodedata.normalize("NFC", visible)))
