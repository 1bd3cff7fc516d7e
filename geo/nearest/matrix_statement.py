"""The SQL of the matrix: the areas with their centres, and who is competent for each; pure."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    Integer,
    Select,
    TableValuedAlias,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import aliased

from geo.coordinates import GEOCENTRIC
from geo.models import AREA_LEVELS, Area, Offering, ServicePoint
from geo.nearest.batch_statement import asked_rows, measured_statement, nearest_of, walked_offerings


@cache
def areas_statement() -> Select[*tuple[Any, ...]]:
    """The areas in force of the `level`, by code: code, names, those of district and province, lon, lat."""
    district, province = aliased(Area), aliased(Area)
    # The same as `find_area_centre`: its town where known, else the middle of its outline.
    return (
        select(
            Area.code,
            *(column for area in (Area, district, province) for column in (area.name_th, area.name_en)),
            func.ST_X(Area.position),
            func.ST_Y(Area.position),
        )
        .outerjoin(district, district.code == func.left(Area.code, 4))
        .join(province, province.code == func.left(Area.code, 2))
        .where(Area.level == bindparam("level"), Area.abolished_on.is_(None))
        .order_by(Area.code)
    )


WALKED = 100
"""Service points looked at outwards from a centre before the list of all that are competent is made instead."""


@cache
def walked_statement(level: str, measured: int) -> Select[*tuple[Any, ...]]:
    """As `competent_statement`, but only rows for which more than `measured` are among the nearest `WALKED`.

    A province has thousands of offices and a hundred subdistricts: too many pairs to make them all.
    """
    asked, area = asked_rows(), _areas_asked()
    serves = ServicePoint.serves.op("&&", return_type=Boolean())(
        array([func.left(area.c.code, 2), func.left(area.c.code, 4), area.c.code])
    )
    length = 2 * (AREA_LEVELS.index(level) + 1)
    around = func.left(ServicePoint.subdistrict_code, length) == func.left(area.c.code, length)
    walked = walked_offerings(asked, WALKED)
    chosen = (
        select(walked)
        .join(ServicePoint, ServicePoint.id == walked.c.service_point_id)
        .where(or_(serves, and_(ServicePoint.serves.is_(None), around)))
        .order_by(walked.c.chord_m)
        .limit(_fixed(measured + 1))
        .correlate(asked, area)
        .subquery("chosen")
    )
    near = nearest_of(chosen, measured).lateral("near")
    source = asked.join(area, area.c.place == asked.c.place).join(near, true())
    return measured_statement(source, asked, near).where(near.c.next_chord_m.is_not(None))


@cache
def competent_statement(level: str, measured: int) -> Select[*tuple[Any, ...]]:
    """As `nearest_batch_statement`, among the service points that may serve a home in the row's area.

    `level` is the procedure's. Binds also the arrays `area_place` and `area_code`, as text, and `offered_id`, the id of
    the procedure. It says for all areas what `competence.py` says for one.
    """
    asked, office = asked_rows(), _offices()
    origin = func.ST_SetSRID(func.ST_MakePoint(asked.c.x, asked.c.y, asked.c.z), GEOCENTRIC)
    chord_m = func.ST_3DDistance(office.c.location, origin)
    served, part = _served(office, 2 * (AREA_LEVELS.index(level) + 1)), _parts()
    pair = select(part.c.place, served.c.id).join(served, served.c.code == part.c.code).distinct().subquery("pair")
    place, order = pair.c.place, (chord_m, office.c.id)
    following = func.nth_value(chord_m, _fixed(measured + 1))
    ranked = (
        select(
            pair.c.place,
            office.c.id.label("service_point_id"),
            office.c.schedule_id,
            office.c.location,
            func.row_number().over(partition_by=place, order_by=order).label("rank"),
            following.over(partition_by=place, order_by=order, rows=(None, None)).label("next_chord_m"),
        )
        .join(office, office.c.id == pair.c.id)
        .join(asked, asked.c.place == pair.c.place)
        .subquery("ranked")
    )
    near = select(ranked).where(ranked.c.rank <= _fixed(measured)).subquery("near")
    return measured_statement(asked.join(near, near.c.place == asked.c.place), asked, near)


def _offices() -> CTE:
    """Those that offer the procedure."""
    return (
        select(
            ServicePoint.id, ServicePoint.serves, ServicePoint.subdistrict_code, Offering.schedule_id, Offering.location
        )
        .join(Offering, Offering.service_point_id == ServicePoint.id)
        .where(Offering.procedure_id == bindparam("offered_id", type_=Integer), Offering.location.is_not(None))
        .cte("office")
    )


def _served(office: CTE, length: int) -> CTE:
    """Each office with each area that it serves: those stated, else the one around it of the procedure's level."""
    return union_all(
        select(office.c.id, func.unnest(office.c.serves).label("code")),
        select(office.c.id, func.left(office.c.subdistrict_code, length)).where(office.c.serves.is_(None)),
    ).cte("served")


def _areas_asked() -> TableValuedAlias:
    places, codes = (cast(bindparam(name, type_=Text), ARRAY(kind)) for name, kind in _AREA_ARRAYS)
    columns = column("place", Integer), column("code", Text)
    return func.unnest(places, codes).table_valued(*columns, name="area_asked").render_derived()


def _parts() -> CTE:
    """Each row with its area and the areas that hold it."""
    area = _areas_asked()
    return union(*(select(area.c.place, func.left(area.c.code, length).label("code")) for length in (2, 4, 6))).cte(
        "part"
    )


_AREA_ARRAYS = (("area_place", Integer), ("area_code", Text))


def _fixed(number: int) -> Any:
    return literal_column(str(number), Integer)
