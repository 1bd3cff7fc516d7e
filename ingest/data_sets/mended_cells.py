"""What a spreadsheet did to other cells: telephone numbers without their zero, addresses that became dates."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.data_sets.mended_code import Mended

_TEXTS = ("name_th", "name_en", "type", "address_th", "phone", "hours_note", "note_th")
_NUMBER_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{7,8}")
"""Eight digits of a telephone at a place, nine of a mobile one: in Thailand all begin with zero."""

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
_DATE = re.compile(
    r"[0-9]{1,2}[-/ ](" + "|".join(map(re.escape, _MONTHS)) + r")[a-z]*([-/ ][0-9]{2,4})?"
    r"|(" + "|".join(map(re.escape, _MONTHS)) + r")[a-z]*[-/ ][0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}",
    re.IGNORECASE,
)


def mended_cells(values: Mapping[str, object]) -> tuple[dict[str, object], list[tuple[str, Sentence]], Sentence | None]:
    """The values to go on with, notes by column, and what is wrong for good."""
    mended = dict(values)
    notes: list[tuple[str, Sentence]] = []
    for column in _TEXTS:
        if column not in values:
            continue
        one = _phone(values[column]) if column == "phone" else _text(column, values[column])
        if one.problem is not None:
            return mended, notes, one.problem
        mended[column] = one.value
        if one.note is not None:
            notes.append((column, one.note))
    return mended, notes, None


def _text(column: str, value: object) -> Mended:
    is_date = isinstance(value, date | datetime | time)
    if is_date or (isinstance(value, str) and _DATE.fullmatch(value.strip())):
        message = N_("{column} is '{value}': a spreadsheet made a date of what was typed. Enter it again as text.")
        return Mended(value, problem=Sentence(message, {"column": column, "value": str(value)}))
    if isinstance(value, str) and value[:1] == "'" and value[1:2] in ("=", "+", "-", "@"):
        return Mended(value[1:])  # as our own exports guard what looks like a formula
    return Mended(value)


def _phone(value: object) -> Mended:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return _text("phone", value)
    text = in_arabic_digits(str(value).strip())
    if not _NUMBER_WITHOUT_ZERO.fullmatch(text):
        return _text("phone", value)
    return Mended(f"0{text}", note=Sentence(N_("The zero at the start of a telephone number was put back.")))
