"""The question Pakmud exists for: the nearest service points that offer a procedure.

Candidates come from the composite index in the order of their chords (geodesy.py says why), a few more than asked for;
they are put in order by the geodesic distance; and where the few more were too few to be sure, more are fetched.
"""

import base64
import binascii
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geoalchemy2 import Geography
from sqlalchemy import Float, Row, Select, cast, func, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.errors import InvalidQuery
from geo.geodesy import geocentric_point, longest_chord_m, shortest_chord_m
from geo.models import Agency, Offering, Schedule, ServicePoint
from geo.words import N_

MAXIMUM_LIMIT = 200
SPARE_CANDIDATES = 8
"""Fetched beyond the limit, so that nearly every question is answered by one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ended: its last hit. Hits are in the order of (distance in millimetres, id)."""

    distance_mm: int
    service_point_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestQuery:
    """What a citizen asks: "the nearest service points to me that offer this procedure".

    `after`: go on behind this hit of the same question. Raises: InvalidQuery.
    """

    origin: LonLat
    procedure_id: int
    limit: int = 10
    after: Place | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAXIMUM_LIMIT:
            raise InvalidQuery(
                N_("'limit' is {limit}, but must lie between 1 and {maximum}."),
                field="limit",
                limit=self.limit,
                maximum=MAXIMUM_LIMIT,
            )

    def cursor(self, place: Place) -> str:
        """`place` as a text for the next request of this question."""
        packed = struct.pack(">IQQ", self._fingerprint(), place.distance_mm, place.service_point_id)
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    def place(self, cursor: str) -> Place:
        """What `cursor()` wrote for the same origin and procedure. Raises: InvalidQuery."""
        try:
            packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            fingerprint, distance_mm, service_point_id = struct.unpack(">IQQ", packed)
        except (ValueError, binascii.Error, struct.error):
            fingerprint = None
        if fingerprint != self._fingerprint():
            raise InvalidQuery(
                N_("'cursor' does not belong to this question. Use the 'next' of an answer to the same question."),
                field="cursor",
            )
        return Place(distance_mm=distance_mm, service_point_id=service_point_id)

    def _fingerprint(self) -> int:
        return zlib.crc32(repr((self.origin.lon, self.origin.lat, self.procedure_id)).encode())


@dataclass(frozen=True, slots=True)
class Hit:
    """A service point in an answer; `distance_m` is geodesic on WGS84, `opening_hours` an OSM expression or unknown."""

    service_point_id: int
    code: str
    name_th: str
    name_en: str | None
    type: str | None
    agency_code: str
    agency_name_th: str
    agency_name_en: str | None
    address_th: str | None
    subdistrict_code: str | None
    postcode: str | None
    phone: str | None
    email: str | None
    opening_hours: str | None
    hours_note: str | None
    pin_method: str
    position: LonLat
    distance_m: float

    def name(self, language: str) -> str:
        return self.name_th if language == "th" or not self.name_en else self.name_en

    @property
    def place(self) -> Place:
        return Place(distance_mm=round(self.distance_m * 1000), service_point_id=self.service_point_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """At most `limit` hits, nearest first, ties by id; `next` is the cursor of the following page, None at the end."""

    hits: list[Hit]
    next: str | None


def find_nearest(session: Session, query: NearestQuery, *, timeout_ms: int = 2_000) -> Answer:
    """The answer is exact: set and order are those of sorting every offering by its geodesic distance.

    There is no radius: however far away, the nearest are found. Empty when nobody (further) offers the procedure.

    Raises: SearchTimedOut.
    """
    candidates = query.limit + SPARE_CANDIDATES
    while True:
        rows = rows_in_time(session, nearest_statement(query, candidates=candidates), timeout_ms)
        hits = sorted((_hit(row) for row in rows), key=_order)
        if query.after is not None:
            hits = [hit for hit in hits if _order(hit) > (query.after.distance_mm, query.after.service_point_id)]
        if len(rows) < candidates or _is_proven(hits[: query.limit + 1], query, rows[-1].chord_m):
            break
        candidates *= 4
    page = hits[: query.limit]
    return Answer(hits=page, next=query.cursor(page[-1].place) if len(hits) > query.limit else None)


def nearest_statement(query: NearestQuery, *, candidates: int) -> Select[*tuple[Any, ...]]:
    """The first `candidates` offerings by chord, from where the last page ended, each with its geodesic distance."""
    chord_m = Offering.location.op("<<->>", return_type=Float)(geocentric_point(query.origin))
    nearby = select(Offering.service_point_id, Offering.schedule_id, chord_m.label("chord_m")).where(
        Offering.procedure_id == query.procedure_id, Offering.location.is_not(None)
    )
    if query.after is not None:
        nearby = nearby.where(chord_m >= shortest_chord_m(query.after.distance_mm / 1000))
    # A subquery with a limit is not flattened: the index is walked first, and only what it gives is joined.
    candidate = nearby.order_by(chord_m).limit(candidates).subquery("candidate")
    distance_m = func.ST_Distance(
        cast(ServicePoint.location, Geography), cast(query.origin.as_wkt(), Geography), type_=Float
    )
    return (
        select(
            ServicePoint.id,
            ServicePoint.code,
            ServicePoint.name_th,
            ServicePoint.name_en,
            ServicePoint.type,
            Agency.code,
            Agency.name_th,
            Agency.name_en,
            ServicePoint.address_th,
            ServicePoint.subdistrict_code,
            ServicePoint.postcode,
            ServicePoint.phone,
            ServicePoint.email,
            Schedule.expression,
            ServicePoint.hours_note,
            ServicePoint.pin_method,
            func.ST_X(ServicePoint.location),
            func.ST_Y(ServicePoint.location),
            distance_m,
            candidate.c.chord_m,
        )
        .join_from(candidate, ServicePoint, ServicePoint.id == candidate.c.service_point_id)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .outerjoin(Schedule, Schedule.id == candidate.c.schedule_id)
        .order_by(candidate.c.chord_m)
    )


def _hit(row: Row[*tuple[Any, ...]]) -> Hit:
    *described, lon, lat, distance_m, _chord_m = row
    return Hit(*(*described, LonLat(lon=lon, lat=lat), distance_m))


def _order(hit: Hit) -> tuple[int, int]:
    return hit.place.distance_mm, hit.place.service_point_id


def _is_proven(hits: Sequence[Hit], query: NearestQuery, furthest_chord_m: float) -> bool:
    """Whether no offering with a chord of `furthest_chord_m` or more could stand among `hits`.

    One more hit than the limit is wanted, since it tells whether there is a next page.
    """
    return len(hits) > query.limit and longest_chord_m(hits[-1].distance_m) < furthest_chord_m
