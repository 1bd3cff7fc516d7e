"""Whose findings may be others when one service point changes: what is near it, near where it was, or names it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from geo.pins.duplicates import NEAR_M
from geo.pins.finding import FindingKind

OF_NEIGHBOURS: frozenset[FindingKind] = frozenset({"on_another_agency", "head_office", "duplicate"})
"""What is found of one service point because of another; none of their rules looks further than `NEAR_M`."""

MOST_NEIGHBOURS = 200
"""In each place, the nearest first: a quarter of a city has more, and waits for the daily look at all."""

_NEAR_DEGREES = NEAR_M / 100_000


def find_neighbours(session: Session, code: str) -> Sequence[str]:
    """Their codes, without its own; those that moved away too, as long as a finding names it."""
    bound = {"code": code, "near_degrees": _NEAR_DEGREES, "most": MOST_NEIGHBOURS}
    return session.scalars(neighbours_statement(), bound).all()


@cache
def neighbours_statement() -> TextClause:
    """Takes `code`, `near_degrees` and `most` in each place."""
    return text(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
