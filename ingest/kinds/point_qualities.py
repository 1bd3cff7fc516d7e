"""What else a file says of a service point: its GECC level, no-copy, access for wheelchairs, and languages."""

from functools import cache

from babel import Locale

from geo.models import GECC_LEVELS
from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck

QUALITIES = ("gecc_level", "no_copy", "accessible", "languages")

_GECC_WORDS = {
    **{level: level for level in GECC_LEVELS},
    "ไม่มี": "none",
    "พื้นฐาน": "basic",
    "ก้าวหน้า": "intermediate",
    "เป็นเลิศ": "advanced",
}


def check_qualities(check: RowCheck) -> tuple[object, ...]:
    """In the order of QUALITIES. Empty is no GECC level, copies are asked for, access is not known, Thai only."""
    return (
        _gecc_level(check) or "none",
        check.yes_or_no("no_copy") or False,
        check.yes_or_no("accessible"),
        _languages(check),
    )


def _gecc_level(check: RowCheck) -> str | None:
    """In English or in the words of certificates: ระดับก้าวหน้า."""
    text = check.text("gecc_level")
    if text is None:
        return None
    level = _GECC_WORDS.get(text.casefold().removeprefix("ระดับ").removeprefix("ขั้น").strip())
    if level is None:
        message = N_("{column} is '{value}', but must be one of: {choices}.")
        places = {"column": "gecc_level", "value": text, "choices": ", ".join(GECC_LEVELS)}
        check.fault("gecc_level", Sentence(message, places))
    return level


def _languages(check: RowCheck) -> list[str]:
    """In the order given, each once, without Thai, which is spoken everywhere."""
    codes = list(dict.fromkeys(word.casefold() for word in check.words("languages")))
    for code in codes:
        if code not in _language_codes():
            message = N_(
                "languages has '{value}', which is not a language's two letters (ISO 639-1), such as en or zh."
            )
            check.fault("languages", Sentence(message, {"value": code}))
    return [code for code in codes if code != "th"]


@cache
def _language_codes() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)
