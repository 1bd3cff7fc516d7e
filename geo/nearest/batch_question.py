"""What many citizens ask at once: a row each, and an answer for every row, be it that the row is no question."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.opening_expression import State
from geo.words import N_, Sentence

MOST_PER_ROW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One question: `procedure` is a code, `at` the instant that opening is about (None: the batch's).

    Raises: InvalidQuery for an instant without a time zone.
    """

    id: str
    position: LonLat
    procedure: str
    at: datetime | None = None

    def __post_init__(self) -> None:
        _check_zone(self.at)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is no question: its place in the answers is taken by the reason. `id` is None where it has none."""

    id: str | None
    error: Sentence


class BatchHit(NamedTuple):
    """A service point in an answer: `distance_m` is geodesic on WGS84, `state` that of its hours for the procedure."""

    service_point_id: int
    code: str
    name_th: str
    name_en: str | None
    distance_m: float
    position: LonLat
    state: State


class BatchAnswer(NamedTuple):
    """`hits` are nearest first, none where nobody offers the procedure or where `error` says what is wrong."""

    id: str | None
    hits: tuple[BatchHit, ...] = ()
    error: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What all rows have in common; `at` is for rows without one. Raises: InvalidQuery."""

    per_row: int = 1
    at: datetime

    def __post_init__(self) -> None:
        if not 1 <= self.per_row <= MOST_PER_ROW:
            raise InvalidQuery(
                N_("'{field}' must lie between {minimum} and {maximum}."),
                field="per_row",
                minimum=1,
                maximum=MOST_PER_ROW,
            )
        _check_zone(self.at)


def _check_zone(at: datetime | None) -> None:
    if at is not None and at.tzinfo is None:
        raise InvalidQuery(
            N_("'at' needs a time zone, for example {example}."), field="at", example="2026-11-23T10:00:00+07:00"
        )
