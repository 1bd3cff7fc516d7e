"""The SQL of the nearest search for many rows at once: pure, and the same for all batches with as many candidates."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Double,
    Float,
    FromClause,
    Integer,
    Select,
    Subquery,
    TableValuedAlias,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.types import NullType

from geo.coordinates import GEOCENTRIC
from geo.models import Calendar, Offering, Procedure, ServicePoint

_COLUMNS = ("place", "procedure_id", "x", "y", "z")
_WHOLE = ("place", "procedure_id")


@cache
def nearest_batch_statement(measured: int) -> Select[*tuple[Any, ...]]:
    """The first `measured` service points by chord for each of the rows, in no order.

    Binds an array for each of `place`, `procedure_id` and the geocentric `x`, `y`, `z`.
    Columns: place, the chord of the next one that is not among them (null: there is none), version of the calendar,
    then of the service point x, y, z, id, schedule_id (of its offering), code, name_th, name_en, lon, lat.
    """
    asked = asked_rows()
    # One more is walked to, whose chord is for the proof.
    near = nearest_of(walked_offerings(asked, measured + 1), measured).lateral("near")
    return measured_statement(asked.join(near, true()), asked, near)


def measured_statement(source: FromClause, asked: TableValuedAlias, near: FromClause) -> Select[*tuple[Any, ...]]:
    """The columns above; `source` joins the rows with `near`: the columns of `nearest_of`."""
    return (
        select(
            asked.c.place,
            near.c.next_chord_m,
            select(Calendar.version).scalar_subquery(),
            *(getattr(func, name)(near.c.location, type_=Float) for name in ("ST_X", "ST_Y", "ST_Z")),
            ServicePoint.id,
            near.c.schedule_id,
            ServicePoint.code,
            ServicePoint.name_th,
            ServicePoint.name_en,
            func.ST_X(ServicePoint.location),
            func.ST_Y(ServicePoint.location),
        )
        .select_from(source)
        .join(ServicePoint, ServicePoint.id == near.c.service_point_id)
    )


@cache
def procedures_statement() -> Select[str, int]:
    """Code and id of the shown procedures among the `codes`."""
    return select(Procedure.code, Procedure.id).where(
        Procedure.code == func.any(bindparam("codes", type_=ARRAY(Text))), Procedure.shown
    )


def asked_rows() -> TableValuedAlias:
    kinds: dict[str, type[Integer] | type[Double[float]]] = {
        name: Integer if name in _WHOLE else Double for name in _COLUMNS
    }
    arrays = (cast(bindparam(name, type_=NullType()), ARRAY(kind)) for name, kind in kinds.items())
    columns = (column(name, kind) for name, kind in kinds.items())
    return func.unnest(*arrays).table_valued(*columns, name="asked").render_derived()


def walked_offerings(asked: TableValuedAlias, count: int) -> Subquery:
    """The first by chord from a row, by the index. Columns: service_point_id, schedule_id, location, chord_m."""
    origin = func.ST_SetSRID(func.ST_MakePoint(asked.c.x, asked.c.y, asked.c.z), _fixed(GEOCENTRIC))
    chord_m: ColumnElement[float] = Offering.location.op("<<->>", return_type=Double())(origin)
    return (
        select(Offering.service_point_id, Offering.schedule_id, Offering.location, chord_m.label("chord_m"))
        .where(Offering.procedure_id == asked.c.procedure_id, Offering.location.is_not(None))
        .order_by(chord_m)
        .limit(_fixed(count))
        .correlate(asked)
        .subquery("walked")
    )


def nearest_of(walked: Subquery, measured: int) -> Select[*tuple[Any, ...]]:
    """All but the last of `measured` + 1.

    Columns: service_point_id, schedule_id, location, next_chord_m (null: there is no last).
    """
    is_next = func.count().over() > _fixed(measured)
    return (
        select(
            walked.c.service_point_id,
            walked.c.schedule_id,
            walked.c.location,
            case((is_next, func.max(walked.c.chord_m).over())).label("next_chord_m"),
        )
        .order_by(walked.c.chord_m)
        .limit(_fixed(measured))
    )


def _fixed(number: int) -> ColumnElement[int]:
    """A constant of the statement, as part of the text: plans are chosen by it."""
    return literal_column(str(number), Integer)
