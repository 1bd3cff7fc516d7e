"""The pins that a service point has had, the present one first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.models import ServicePoint
from geo.pins.models import PinRecord
from geo.pins.sentence_json import sentence_of
from geo.words import Sentence

_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PinThen:
    """`position` None: the pin was taken away. `by` None: a file.

    `moved_m`: metres from the pin before; None for the first that is known. `kept`: findings that were insisted on.
    """

    id: int
    position: LonLat | None
    method: str | None
    at: datetime
    by: str | None
    accuracy_m: float | None
    moved_m: float | None
    kept_kinds: tuple[str, ...]
    kept: tuple[Sentence, ...]
    kept_because: str | None
    state: str | None
    decided_at: datetime | None
    decided_by: str | None
    comment: str | None


def find_pin_history(session: Session, point: ServicePoint) -> list[PinThen]:
    """The latest first, at most fifty. A pin that never moved has no history but itself; none: not pinned yet."""
    kept = [_then(*row) for row in session.execute(_statement(point))]
    if kept or point.location is None:
        return kept
    (lon, lat) = session.execute(
        select(func.ST_X(ServicePoint.location), func.ST_Y(ServicePoint.location)).where(ServicePoint.id == point.id)
    ).one()
    return [
        PinThen(
            id=0,
            position=LonLat(lon=lon, lat=lat),
            method=point.pin_method,
            at=point.pinned_at or point.updated_at,
            by=point.pinned_by,
            accuracy_m=None,
            moved_m=None,
            kept_kinds=(),
            kept=(),
            kept_because=None,
            state=None,
            decided_at=None,
            decided_by=None,
            comment=None,
        )
    ]


def _statement(point: ServicePoint) -> Select[Any]:
    before = func.lag(PinRecord.location).over(order_by=PinRecord.id)
    return (
        select(
            PinRecord,
            func.ST_X(PinRecord.location),
            func.ST_Y(PinRecord.location),
            func.ST_Distance(func.geography(PinRecord.location), func.geography(before)),
        )
        .where(PinRecord.service_point_id == point.id)
        .order_by(PinRecord.id.desc())
        .limit(_MOST)
        .execution_options(populate_existing=True)
    )


def _then(pin: PinRecord, lon: float | None, lat: float | None, moved_m: float | None) -> PinThen:
    return PinThen(
        id=pin.id,
        position=LonLat(lon=lon, lat=lat) if lon is not None and lat is not None else None,
        method=pin.method,
        at=pin.pinned_at,
        by=pin.pinned_by,
        accuracy_m=pin.accuracy_m,
        moved_m=moved_m,
        kept_kinds=tuple(pin.kept_kinds),
        kept=tuple(sentence_of(one) for one in pin.kept_sentences),
        kept_because=pin.kept_because,
        state=pin.state,
        decided_at=pin.decided_at,
        decided_by=pin.decided_by,
        comment=pin.comment,
    )
