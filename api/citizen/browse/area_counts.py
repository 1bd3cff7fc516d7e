"""How many service points each area has, as it was at most ten minutes ago: counting all of them takes its time."""

from collections.abc import Mapping
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.listed_points import count_points_by_area

REMEMBERED_S = 600

_remembered: WeakKeyDictionary[Engine, dict[str, tuple[float, Mapping[str, int]]]] = WeakKeyDictionary()


def find_area_counts(session: Session, level: str) -> Mapping[str, int]:
    """By the codes of the areas of `level`, province or district; areas without any are missing."""
    remembered = _remembered.setdefault(session.connection().engine, {})
    found = remembered.get(level)
    if found is None or found[0] < monotonic():
        found = remembered[level] = monotonic() + REMEMBERED_S, count_points_by_area(session, level)
    return found[1]
