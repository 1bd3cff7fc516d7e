"""Checks the values of one row: each method gives a clean value, or notes the fault and gives None."""

import math
import re
from collections.abc import Mapping
from datetime import date, time

from geo.clean_text import clean_text, storable
from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.report import Log
from ingest.row import Row

CODE = re.compile(r"[A-Za-z0-9._-]{1,32}")
_ROUNDED = re.compile(r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+|[0-9]+[eE]\+[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
YES_OR_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "ใช่", "มี"), True),
    **dict.fromkeys(("no", "n", "false", "0", "ไม่", "ไม่ใช่", "ไม่มี"), False),
}
_NOTHING_WORDS = {"none", "null", "nil", "nan", "n/a", "na", "#n/a", "undefined", "-", "--", "–", "—"}

TEXT_LIMIT = 10_000
INDEXED_TEXT_LIMIT = 800
"""Characters; an index entry of PostgreSQL holds 2,700 bytes, a Thai letter takes three."""


class RowCheck:
    """The row is accepted if `ok` after all its values were asked for."""

    __slots__ = ("_log", "_row", "ok")

    def __init__(self, row: Row, log: Log) -> None:
        self._row = row
        self._log = log
        self.ok = row.problem is None
        if row.problem is not None:
            log.refuse(row, None, row.problem)

    def fault(self, column: str | None, sentence: Sentence) -> None:
        """The row will not be loaded. Of one that could not be read, more faults would say nothing."""
        self.ok = False
        if self._row.problem is None:
            self._log.refuse(self._row, column, sentence)

    def note(self, column: str | None, sentence: Sentence) -> None:
        self._log.note(sentence, row=self._row.number, column=column)

    def text(self, column: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str | None:
        """Text on one line; None when empty or absent."""
        value = self._row.values.get(column)
        if isinstance(value, (dict, list)):
            self.fault(column, Sentence(N_("{column} must be text."), {"column": column}))
            return None
        text = as_text(value)
        if not storable(text):
            self.fault(column, Sentence(N_("{column} has characters that are not text."), {"column": column}))
            return None
        text = clean_text(text)
        if len(text) > limit:
            places = {"column": column, "limit": limit, "length": len(text)}
            message = N_("{column} may have {limit} characters at most, but has {length}.")
            self.fault(column, Sentence(message, places))
            return None
        if not text and required:
            self.fault(column, Sentence(N_("{column} is missing."), {"column": column}))
        return text or None

    def blank(self, column: str) -> bool:
        return not clean_text(as_text(self._row.values.get(column)))

    def code(self, column: str, *, required: bool = True) -> str | None:
        """A code of a register: 13 digits of the state's, or another register's own."""
        value = self._row.values.get(column)
        if type(value) is str and CODE.fullmatch(value) and not _ROUNDED.fullmatch(value):
            return value
        if isinstance(value, (bool, float, date, time)):
            message = N_("{column} is '{value}', which a spreadsheet made of the code: enter the code again as text.")
            self.fault(column, Sentence(message, {"column": column, "value": as_text(value)}))
            return None
        text = self.text(column, required=required)
        return None if text is None else self._as_code(column, in_arabic_digits(text))

    def _as_code(self, column: str, text: str) -> str | None:
        places = {"column": column, "value": text}
        if _ROUNDED.fullmatch(text):
            message = N_("{column} is '{value}': a spreadsheet rounded it. Enter the whole code again as text.")
            self.fault(column, Sentence(message, places))
            return None
        if not CODE.fullmatch(text):
            message = N_("{column} is '{value}', but a code is 1 to 32 letters, digits, dots, hyphens or underscores.")
            self.fault(column, Sentence(message, places))
            return None
        return text

    def number(self, column: str) -> float | None:
        """Thai digits and a decimal comma are understood. Infinite is refused like any other word."""
        value = self._row.values.get(column)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value) + 0.0  # minus zero is zero
        text = self.text(column)
        if text is None:
            return None
        digits = in_arabic_digits(text)
        if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", digits):
            digits = digits.replace(",", ".")
        if _NUMBER.fullmatch(digits) and math.isfinite(float(digits)):
            return float(digits) + 0.0
        message = N_("{column} is '{value}', which is not a number.")
        if text.casefold() in _NOTHING_WORDS:
            message = N_("{column} is '{value}': leave the cell empty where the place is not known.")
        self.fault(column, Sentence(message, {"column": column, "value": text}))
        return None

    def choice(self, column: str, choices: tuple[str, ...], *, required: bool) -> str | None:
        text = self.text(column, required=required)
        if text is None or text.casefold() in choices:
            return None if text is None else text.casefold()
        message = N_("{column} is '{value}', but must be one of: {choices}.")
        self.fault(column, Sentence(message, {"column": column, "value": text, "choices": ", ".join(choices)}))
        return None

    def yes_or_no(self, column: str) -> bool | None:
        """None when empty: nobody has said."""
        text = self.text(column)
        if text is None:
            return None
        said = YES_OR_NO.get(in_arabic_digits(text).casefold())
        if said is None:
            message = N_("{column} is '{value}', but must be yes or no.")
            self.fault(column, Sentence(message, {"column": column, "value": text}))
        return said

    def words(self, column: str) -> list[str]:
        """What stands in one cell with spaces, commas or semicolons between; in JSON it may be a list."""
        value = self._row.values.get(column)
        if isinstance(value, list) and all(isinstance(part, str) and storable(part) for part in value):
            value = clean_text(" ".join(value))
        else:
            value = self.text(column)
        return [word for word in _BETWEEN_WORDS.split(value or "") if word]

    def known(self, column: str, code: str | None, codes: Mapping[str, int], unknown: str) -> int | None:
        """What `codes` has for the code; `unknown` is the sentence when there is none, with `{code}`."""
        if code is None:
            return None
        found = codes.get(code)
        if found is None:
            self.fault(column, Sentence(unknown, {"code": code}))
        return found


class Codes:
    """The codes a file has had so far: a second row with the same is refused."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def check(self, check: RowCheck, row: Row, code: str | None) -> None:
        if code is None:
            return
        first = self._rows.setdefault(code, row.number)
        if first != row.number:
            check.fault("code", twice(code, first))


def twice(code: str, first_row: int) -> Sentence:
    return Sentence(N_("The code '{code}' was already in row {first_row}."), {"code": code, "first_row": first_row})


def twice_pair(service_point_code: str, procedure_code: str, first_row: int) -> Sentence:
    message = N_("That '{service_point_code}' offers '{procedure_code}' was already in row {first_row}.")
    places = {"service_point_code": service_point_code, "procedure_code": procedure_code, "first_row": first_row}
    return Sentence(message, places)


def as_text(value: object) -> str:
    """A cell's value as it would be typed; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def given(row: Row, columns: tuple[str, ...]) -> list[str]:
    """Which of the optional columns the row has, be they empty."""
    return [column for column in columns if column in row.values]
