"""The codes that are known, so that one which a spreadsheet has damaged can be told, where it is certain."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from decimal import Decimal

USUAL_DIGITS = 13
"""Of the state's codes."""


class Register:
    """`names` are by code, of all records; `within` are the codes that whoever loads the file looks after."""

    def __init__(self, names: Mapping[str, str], within: Collection[str]) -> None:
        self.names = names
        self._within = frozenset(within)
        self._numbers = sorted((int(code), code) for code in names if code.isascii() and code.isdigit())
        self._lengths = frozenset(len(code) for _, code in self._numbers)

    def __contains__(self, code: str) -> bool:
        return code in self.names

    def is_within(self, code: str) -> bool:
        return code in self._within

    def has_digits(self, count: int) -> bool:
        """Whether any code is made of so many digits."""
        return count in self._lengths

    def with_lost_zeros(self, digits: str) -> list[str]:
        """The longer codes within reach that are this number with zeros before it."""
        number = int(digits)
        return [code for code in self._between(number, number) if len(code) > len(digits) and code in self._within]

    def rounded_to(self, number: Decimal, unit: Decimal) -> list[str]:
        """All codes, within reach or not, that are this number when rounded to the unit."""
        return self._between(number - unit / 2, number + unit / 2)

    def _between(self, least: Decimal | int, most: Decimal | int) -> list[str]:
        start = bisect_left(self._numbers, least, key=_number)
        end = bisect_right(self._numbers, most, key=_number)
        return [code for _, code in self._numbers[start:end]]


def _number(entry: tuple[int, str]) -> int:
    return entry[0]
