"""What takes part in a benchmark: something that answers questions, prepared outside the clock."""

from collections.abc import Sequence
from typing import Protocol

from benchmarks.country import Country
from benchmarks.question import Found, Question


class Contender(Protocol):
    """One way to answer. `name` is its column in the results, `about` a sentence on what it does."""

    name: str
    about: str

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        """Load, index, connect; all questions that will be asked are known. Not on the clock.

        Raises: Absent.
        """

    def answer(self, question: Question) -> Found:
        """On the clock."""

    def close(self) -> None:
        """Give back what `prepare` took; called once, after a failed `prepare` too."""


class Absent(Exception):
    """The contender cannot take part on this machine, for the reason given."""
