"""What a spreadsheet did to a code: undone where it is certain which record is meant, else refused with a sentence.

Excel takes a code for a number: zeros at its start go, 1120400000017 becomes 1.1204E+12, 1,120,400,000,017 or
1120400000017.0. Nothing is guessed: a code is only ever taken for one that exists.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.data_sets.register import USUAL_DIGITS, Register

_ROUNDED = re.compile(r"([0-9]+(?:[.,][0-9]+)?)[eE]\+?([0-9]{1,2})")
_WHOLE = re.compile(r"([0-9]+)[.,]0+")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_ROUND_ZEROS = 5
"""A code beyond the register that ends in so many zeros is likely to have been rounded."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The value to go on with. `note` tells what was done to it, `problem` why nothing could be."""

    value: object
    note: Sentence | None = None
    problem: Sentence | None = None


def mended_code(value: object, column: str, register: Register, *, may_be_new: bool, name: str = "") -> Mended:
    """`name` is what the row calls the record: a rounded code is believed only where the name agrees."""
    text = _as_typed(value)
    if text is None or text in register:
        return Mended(value if text is None else text)
    said = _ROUNDED.fullmatch(text)
    if said is not None:
        return _rounded(text, said[1].replace(",", "."), int(said[2]), column, register, name)
    if not text.isdigit():
        return Mended(value)
    if len(text) < USUAL_DIGITS:
        return _shorter(text, column, register, may_be_new=may_be_new)
    zeros = len(text) - len(text.rstrip("0"))
    if may_be_new and zeros >= _ROUND_ZEROS and register.rounded_to(Decimal(text), Decimal(10) ** zeros):
        return _rounded(text, text[: len(text) - zeros], zeros, column, register, name)
    return Mended(text)


def _as_typed(value: object) -> str | None:
    """The digits of a code as text; None for what is none, such as a date."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = in_arabic_digits(str(value).strip().removeprefix("'"))
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _shorter(text: str, column: str, register: Register, *, may_be_new: bool) -> Mended:
    candidates = register.with_lost_zeros(text)
    if len(candidates) == 1:
        message = N_("Zeros at the start of {column} were lost in a spreadsheet and were put back.")
        return Mended(candidates[0], note=Sentence(message, {"column": column}))
    if candidates:
        message = N_(
            "{column} is '{value}': a spreadsheet took zeros from its start, and it can be {choices}. Enter the whole "
            "code as text."
        )
        places = {"column": column, "value": text, "choices": ", ".join(candidates)}
        return Mended(text, problem=Sentence(message, places))
    if may_be_new and not register.has_digits(len(text)):
        message = N_(
            "{column} is '{value}', which has {digits} digits: a spreadsheet may have taken zeros from its start. "
            "Enter the whole code as text."
        )
        return Mended(text, problem=Sentence(message, {"column": column, "value": text, "digits": len(text)}))
    return Mended(text)


def _rounded(  # noqa: PLR0913, PLR0917 - what is left of the number, in its parts
    text: str, mantissa: str, exponent: int, column: str, register: Register, name: str
) -> Mended:
    decimals = len(mantissa.partition(".")[2])
    number, unit = Decimal(mantissa).scaleb(exponent), Decimal(10) ** (exponent - decimals)
    candidates = register.rounded_to(number, unit)
    named = [code for code in candidates if name and register.names[code] == name and register.is_within(code)]
    if len(named) == 1:
        message = N_("{column} was rounded by a spreadsheet to {value}; by its name the row is {code}.")
        return Mended(named[0], note=Sentence(message, {"column": column, "value": text, "code": named[0]}))
    message = N_("{column} is '{value}': a spreadsheet rounded it. Enter the whole code again as text.")
    return Mended(text, problem=Sentence(message, {"column": column, "value": text}))
