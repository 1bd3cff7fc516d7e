"""The SQL of the nearest search: pure, and the same for all questions of one shape.

A shape is built once and asked with ever other values, so that neither we nor the database prepare what was prepared
before. Limits are literal: plans are chosen by them.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Float,
    Integer,
    LargeBinary,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    null,
    select,
    true,
    union_all,
)

from geo.coordinates import GEOCENTRIC
from geo.geodesy import Geocentric
from geo.models import Agency, Calendar, DataVersion, Offering, ServicePoint
from geo.nearest.competence import competence, competent_clause
from geo.nearest.filters import Filter

WALKED = 1_000
"""Offerings looked at in the order of distance before a filter counts as rare, and what passes it is listed instead."""

WALKED_AT_ONCE = 200
"""The same where only these are looked at: whoever walks in vain has waited for nothing."""

Part = Literal["everyone", "competent", "others"]
"""Whom a statement is about: a question with a home asks for the competent first, then for the others."""

Face = Literal["columns", "json"]
"""What a row says of the service point: its columns, or its rendered part of an answer."""


JSON_TYPE = "bpchar"
"""What rendered parts come as: text under another name, which costs nothing, so that whoever passes them on as they are
can have them as bytes."""


class Shape(NamedTuple):
    """What the SQL depends on; a tuple, since each search looks its statement up by one.

    `hours_class` 0 walks all offerings, 1 and 2 only those with unusual hours.
    `walk_only`: what is too rare to be found by walking is not listed, and one plan is good for all values; fewer rows
    than candidates say nothing then.
    """

    candidates: int
    part: Part = "everyone"
    filters: tuple[type[Filter], ...] = ()
    within: bool = False
    open_only: bool = False
    hours_class: int = 0
    after: bool = False
    walk_only: bool = False
    face: Face = "columns"


position_of: Callable[[bytes], Geocentric] = Struct("<5x3d").unpack
"""Reads what `nearest_statement` says of where an offering is: little-endian WKB of a point with three coordinates."""


@lru_cache(maxsize=512)
def nearest_statement(shape: Shape) -> Select[*tuple[Any, ...]]:
    """The first `candidates` service points by chord.

    Columns: id, schedule_id, the geocentric position (`position_of` reads it), competent, the versions of calendar and
    data, then the face's own. Distances are left to whoever reads the rows: decision 43.
    """
    candidate = _candidates(shape).subquery("candidate")
    statement = (
        select(
            candidate.c.service_point_id,
            candidate.c.schedule_id,
            func.ST_AsBinary(candidate.c.location, literal_column("'NDR'"), type_=LargeBinary),
            _competent(shape.part),
            select(Calendar.version).scalar_subquery(),
            select(DataVersion.version).scalar_subquery(),
        )
        # Outer, though none is missing: PostgreSQL leaves the join out where nothing is asked of the service point.
        .outerjoin_from(candidate, ServicePoint, ServicePoint.id == candidate.c.service_point_id)
        .order_by(candidate.c.chord_m)
    )
    if shape.face == "json":
        return statement.add_columns(ServicePoint.json.op("::")(literal_column(JSON_TYPE)))
    return statement.join(Agency, Agency.id == ServicePoint.agency_id).add_columns(*_COLUMNS)


_COLUMNS: tuple[Any, ...] = (
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
    ServicePoint.hours_note,
    ServicePoint.gecc_level,
    ServicePoint.no_copy,
    ServicePoint.accessible,
    ServicePoint.languages,
    ServicePoint.serves,
    ServicePoint.pin_method,
    func.ST_X(ServicePoint.location),
    func.ST_Y(ServicePoint.location),
)


def _candidates(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Columns: service_point_id, schedule_id, location, chord_m."""
    if shape.part == "competent":
        return _listed(shape, [competent_clause()])
    conditions = [not_(func.coalesce(competent_clause(), False))] if shape.part == "others" else []
    if conditions or shape.filters:
        return _walked(shape, conditions) if shape.walk_only else _walked_or_listed(shape, conditions)
    # A subquery with a limit is not flattened: the index is walked first, and only what it gives is joined.
    return _offerings(shape).order_by(_chord_m()).limit(_fixed(shape.candidates))


def _walked(shape: Shape, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """The first that pass the filters, among the nearest so many."""
    reach = WALKED_AT_ONCE if shape.walk_only else WALKED
    near = _offerings(shape).add_columns(Offering.agency_id).order_by(_chord_m()).limit(_fixed(reach)).subquery("near")
    passes = [*(one.clause(near.c.agency_id) for one in shape.filters), *conditions]
    walked = select(near.c.service_point_id, near.c.schedule_id, near.c.location, near.c.chord_m)
    is_it = ServicePoint.id == near.c.service_point_id
    if shape.walk_only:
        # Kept apart by an offset, or a plan for values of all sorts would read whatever passes, near or not.
        one_by_one = select(ServicePoint.id).where(is_it, *passes).offset(_fixed(0)).lateral("passing")
        walked = walked.join(one_by_one, true())
    else:
        walked = walked.join(ServicePoint, is_it).where(*passes)
    return walked.order_by(near.c.chord_m).limit(_fixed(shape.candidates))


def _walked_or_listed(shape: Shape, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Walks outwards until enough pass the filters; where they are too rare for that, lists all that pass.

    In one statement: the list is not begun when the walk was enough.
    """
    walked = _walked(shape, conditions).cte("walked")
    found = select(func.count()).select_from(walked).scalar_subquery()
    listed = _listed(shape, [*conditions, found < _fixed(shape.candidates)]).subquery("listed")
    return select(
        union_all(select(walked).where(found >= _fixed(shape.candidates)), select(listed)).subquery("walked_or_listed")
    )


def _listed(shape: Shape, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """All that pass, by whichever index finds the fewest, and then the first by chord."""
    return (
        _offerings(shape)
        .join(ServicePoint, ServicePoint.id == Offering.service_point_id)
        .where(*(one.clause(Offering.agency_id) for one in shape.filters), *conditions)
        # "+ 0" hides the order from the planner, which would walk the index for ever in the hope of a hit.
        .order_by(_chord_m() + _fixed(0))
        .limit(_fixed(shape.candidates))
    )


def _offerings(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Columns: service_point_id, schedule_id, location, chord_m. What can be told without the service point."""
    chord_m = _chord_m()
    statement = select(
        Offering.service_point_id, Offering.schedule_id, Offering.location, chord_m.label("chord_m")
    ).where(Offering.procedure_id == bindparam("procedure_id", type_=Integer), Offering.location.is_not(None))
    if shape.within:
        statement = statement.where(Offering.location.op("&&&", return_type=Boolean())(_box()))
    if shape.open_only:
        statement = statement.where(_is_open())
    if shape.hours_class:
        # Literal, so that the planner sees the partial index's own condition.
        statement = statement.where(Offering.hours_class >= _fixed(shape.hours_class))
    if shape.after:
        statement = statement.where(chord_m >= _number("after_chord_m"))
    return statement


def _is_open() -> ColumnElement[bool]:
    """By the bit of the schedule; one that is newer than the bits passes here and is looked up afterwards."""
    schedule_id = Offering.schedule_id
    bit = func.get_bit(bindparam("open_bits", type_=LargeBinary), schedule_id)
    known = schedule_id <= bindparam("highest_schedule_id", type_=Integer)
    return case((known, bit == _fixed(1)), else_=schedule_id.is_not(None))


def _competent(part: Part) -> ColumnElement[bool | None]:
    by_part: dict[Part, Any] = {
        "everyone": cast(null(), Boolean),
        "competent": true(),
        "others": competence(),
    }
    competent: ColumnElement[bool | None] = by_part[part]
    return competent


def _chord_m() -> ColumnElement[float]:
    return Offering.location.op("<<->>", return_type=Float())(_geocentric())


def _geocentric() -> ColumnElement[Any]:
    return func.ST_SetSRID(func.ST_MakePoint(_number("x"), _number("y"), _number("z")), _fixed(GEOCENTRIC))


def _box() -> ColumnElement[Any]:
    """The cube around the origin that holds every chord of `within_chord_m`, as the diagonal it is the box of."""
    reach = _number("within_chord_m")
    low = func.ST_MakePoint(*(_number(axis) - reach for axis in ("x", "y", "z")))
    high = func.ST_MakePoint(*(_number(axis) + reach for axis in ("x", "y", "z")))
    return func.ST_SetSRID(func.ST_MakeLine(low, high), _fixed(GEOCENTRIC))


def _fixed(number: int) -> ColumnElement[int]:
    """A constant of the shape, as part of the text."""
    return literal_column(str(number), Integer)


def _number(name: str) -> BindParameter[float]:
    return bindparam(name, type_=Float(53))
