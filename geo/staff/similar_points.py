"""Service points that may be the one somebody is about to add: alike by name, or close by, hidden ones too."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.models import Agency, ServicePoint
from geo.staff.actor import Place

NEAR_M = 500
"""Whatever lies so close is shown, be it called as it may."""

_WIDTH_DEGREES = 0.3
"""Half the side of the square around a position in which names are compared: some 30 km."""

_LEAST_ALIKE = 0.35
_LEAST_ALIKE_ANYWHERE = 0.6
_MOST_CANDIDATES = 20_000
_TIMEOUT_MS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarQuery:
    """`area_code`: names are compared with those of its district, or of the whole province it is."""

    name: str
    near: LonLat | None = None
    area_code: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPoint:
    """`alike`: 0 to 1. `distance_m` None: one of the two has no position. `place` says who may bring it back."""

    code: str
    name_th: str
    name_en: str | None
    agency_th: str
    subdistrict_code: str | None
    shown: bool
    alike: float
    distance_m: float | None
    version: int
    place: Place


def find_similar_points(session: Session, query: SimilarQuery) -> list[SimilarPoint]:
    """The most alike first, then the nearest; of all agencies, since duplicates are born across their borders.

    Raises: SearchTimedOut.
    """
    rows = rows_in_time(session, similar_statement(query), _TIMEOUT_MS)
    return [
        SimilarPoint(
            code=row.code,
            name_th=row.name_th,
            name_en=row.name_en,
            agency_th=row.agency_th,
            subdistrict_code=row.subdistrict_code,
            shown=row.shown,
            alike=float(row.alike),
            distance_m=row.distance_m,
            version=row.version,
            place=Place(tuple(row.path), row.id),
        )
        for row in rows
    ]


def similar_statement(query: SimilarQuery) -> Select[Any]:
    """Each way to be a candidate is a query of its own, so that each has its index."""
    found = union(*(select(ServicePoint.id).where(clause).limit(_MOST_CANDIDATES) for clause in _candidates(query)))
    candidate = found.subquery("candidate")
    folded = func.folded_office_name(query.name)
    names = [func.split_part(ServicePoint.folded_names, "|", number) for number in (1, 2)]
    alike = func.greatest(*(func.similarity(name, folded) for name in names))
    distance: ColumnElement[Any] = literal(None)
    close: ColumnElement[bool] = literal(False)
    if query.near is not None:
        distance = func.ST_DistanceSphere(ServicePoint.location, query.near.as_wkt())
        close = func.coalesce(distance < NEAR_M, False)
    local = or_(literal(False), *_local(query))
    fits = or_(alike >= _LEAST_ALIKE_ANYWHERE, and_(local, alike >= _LEAST_ALIKE), close, _has_all_words(query.name))
    return (
        select(
            *(ServicePoint.id, ServicePoint.code, ServicePoint.name_th, ServicePoint.name_en),
            *(Agency.name_th.label("agency_th"), Agency.path, ServicePoint.subdistrict_code, ServicePoint.shown),
            *(alike.label("alike"), distance.label("distance_m"), ServicePoint.version),
        )
        .join_from(candidate, ServicePoint, ServicePoint.id == candidate.c.id)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(fits)
        .order_by(case((close, alike + 0.2), else_=alike).desc(), distance.asc().nulls_last(), ServicePoint.id)
        .limit(query.limit)
    )


def _local(query: SimilarQuery) -> list[ColumnElement[bool]]:
    clauses = []
    if query.area_code is not None:
        clauses.append(ServicePoint.subdistrict_code.startswith(query.area_code[:4]))
    if query.near is not None:
        square = func.ST_Expand(query.near.as_wkt(), _WIDTH_DEGREES)
        clauses.append(and_(ServicePoint.location.is_not(None), ServicePoint.location.op("&&")(square)))
    return clauses


def _candidates(query: SimilarQuery) -> list[ColumnElement[bool]]:
    clauses = _local(query)
    # a mistake in typing spoils one third of a name; the others are still found by it
    third = max(len(query.name) // 3, 3)
    one, two, three = (query.name[:third], query.name[third : 2 * third], query.name[2 * third :])
    parts = [_holds(part) for part in (one, two, three) if len(part.strip()) >= 3]
    words = _has_all_words(query.name)
    clauses.extend([and_(ServicePoint.shown, words), and_(~ServicePoint.shown, words)])
    pairs = [and_(first, second) for at, first in enumerate(parts) for second in parts[at + 1 :]] or parts
    for pair in pairs:
        clauses.extend([and_(ServicePoint.shown, pair), and_(~ServicePoint.shown, pair)])
    return clauses


def _has_all_words(name: str) -> ColumnElement[bool]:
    return and_(*(_holds(word) for word in name.split()))


def _holds(text: str) -> ColumnElement[bool]:
    escaped = text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return ServicePoint.folded_names.like(func.concat("%", func.folded_office_name(escaped), "%"))
