"""What a citizen asks: the nearest service points that offer a procedure, of a certain sort, open at a certain time."""

import base64
import binascii
import math
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.nearest.competence import Home
from geo.nearest.filters import Filter
from geo.words import N_, Sentence

MAXIMUM_LIMIT = 200

_CURSOR = ">I?QQ"

_ASKED = struct.Struct(">ddq?dd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ended: its last hit. Hits are in the order of (competent first, distance in millimetres, id)."""

    distance_mm: int
    service_point_id: int
    competent: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is the parameter that asks for it."""

    field: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestQuery:
    """The question. Raises: InvalidQuery.

    `filters` leave out service points; they are at most one of a sort. `home` puts those that may serve the citizen
    first, and marks the others. `at` is the instant that opening is about, None is now. `after`: go on behind this hit
    of the same question.
    """

    origin: LonLat
    procedure_id: int
    filters: tuple[Filter, ...] = ()
    open_only: bool = False
    at: datetime | None = None
    within_m: float | None = None
    home: Home | None = None
    limit: int = 10
    after: Place | None = None

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)
        if self.at is not None and self.at.tzinfo is None:
            raise InvalidQuery(
                N_("'at' needs a time zone, for example {example}."), field="at", example="2026-11-23T10:00:00+07:00"
            )
        if self.within_m is not None and not 0 < self.within_m < float("inf"):
            raise InvalidQuery(N_("'within_m' must be a number of metres above 0."), field="within_m")
        if len({type(one) for one in self.filters}) < len(self.filters):
            raise ValueError("a filter is given twice")

    def conditions(self) -> tuple[Condition, ...]:
        """All that leaves service points out, in words."""
        conditions = [Condition(one.field, one.sentence()) for one in self.filters]
        if self.within_m is not None:
            distance = f"{self.within_m / 1000:g}"
            conditions.insert(
                0, Condition("within_m", Sentence(N_("Within {kilometres} km"), {"kilometres": distance}))
            )
        if self.open_only:
            words = N_("Open now") if self.at is None else N_("Open at the time asked about")
            conditions.insert(0, Condition("open_only", Sentence(words)))
        return tuple(conditions)

    def cursor(self, place: Place) -> str:
        """`place` as a text for the next request of this question."""
        packed = struct.pack(_CURSOR, self._fingerprint(), place.competent, place.distance_mm, place.service_point_id)
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    def place(self, cursor: str) -> Place:
        """What `cursor()` wrote for the same question, its limit aside. Raises: InvalidQuery."""
        try:
            packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            fingerprint, competent, distance_mm, service_point_id = struct.unpack(_CURSOR, packed)
        except (ValueError, binascii.Error, struct.error):
            fingerprint = None
        if fingerprint != self._fingerprint():
            raise InvalidQuery(
                N_("'cursor' does not belong to this question. Use the 'next' of an answer to the same question."),
                field="cursor",
            )
        return Place(distance_mm=distance_mm, service_point_id=service_point_id, competent=competent)

    def _fingerprint(self) -> int:
        at_s = -math.inf if self.at is None else self.at.timestamp()
        asked = _ASKED.pack(
            self.origin.lon, self.origin.lat, self.procedure_id, self.open_only, at_s, self.within_m or 0.0
        )
        if self.filters or self.home is not None:
            filters = sorted((type(one).__name__, one.values()) for one in self.filters)
            asked += repr((filters, self.home and self.home.code)).encode()
        return zlib.crc32(asked)
