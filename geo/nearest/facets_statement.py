"""The SQL that counts what each filter would leave over: pure, one pass over all that offer a procedure."""

from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import chain
from operator import add
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)

from geo.coordinates import GEOCENTRIC, WGS84
from geo.models import Offering, ServicePoint
from geo.nearest.filters import Filter, InArea, OfAgency, OfType, WithGeccLevel

EXCHANGED: tuple[type[Filter], ...] = (OfAgency, OfType, WithGeccLevel, InArea)
"""Of these a service point has one value: choosing another takes the place of the chosen one."""

GROUPED = (
    ("type", "gecc_level", "no_copy", "accessible", "languages"),
    ("province",),
    ("agency_id",),
    ("schedule_id",),
)
"""What is counted by. The first few come in some hundreds of combinations."""


@lru_cache(maxsize=256)
def facets_statement(filters: tuple[type[Filter], ...], *, within: bool, open_only: bool) -> Select[*tuple[Any, ...]]:
    """Columns: a mask with one 0 among its bits, of which the highest stands for the first group; the field of the only
    filter that these service points fail (null: none); the values of all groups, null but for those of the one; and how
    many there are.
    """
    office = _offices(filters, within=within, open_only=open_only).subquery("office")
    groups = [[office.c[name] for name in names] for names in GROUPED]
    grouping = func.grouping(*(values[0] for values in groups))
    sets = func.grouping_sets(*(tuple_(office.c.failed, *values) for values in groups))
    return select(grouping, office.c.failed, *chain(*groups), func.count()).group_by(sets)


def _offices(filters: Sequence[type[Filter]], *, within: bool, open_only: bool) -> Select[*tuple[Any, ...]]:
    """Those that fail at most one of the filters that can be exchanged, and none of the others."""
    exchanged = [one for one in filters if one in EXCHANGED]
    fails = {one.field: func.coalesce(one.clause(Offering.agency_id), False).is_(False) for one in exchanged}
    failed = case(*((fails[field], literal(field, Text)) for field in fails), else_=null()) if fails else null()
    statement = (
        select(
            cast(failed, Text).label("failed"),
            Offering.agency_id,
            ServicePoint.type,
            ServicePoint.gecc_level,
            func.left(ServicePoint.subdistrict_code, 2).label("province"),
            ServicePoint.no_copy,
            ServicePoint.accessible,
            ServicePoint.languages,
            Offering.schedule_id,
        )
        .join(ServicePoint, ServicePoint.id == Offering.service_point_id)
        .where(
            Offering.procedure_id == bindparam("procedure_id", type_=Integer),
            Offering.location.is_not(None),
            *(one.clause(Offering.agency_id) for one in filters if one not in EXCHANGED),
        )
    )
    if len(fails) > 1:
        failures: ColumnElement[int] = reduce(add, (cast(one, Integer) for one in fails.values()))
        statement = statement.where(failures <= 1)
    if open_only:
        open_now = bindparam("open_schedule_ids", type_=ARRAY(Integer))
        statement = statement.where(Offering.schedule_id == func.any(open_now))
    return statement.where(*_within()) if within else statement


def _within() -> tuple[ColumnElement[bool], ...]:
    """Within `within_m`: by the box, then by chords where they tell, by the geodesic where they do not."""
    x, y, z, lon, lat = (bindparam(name, type_=Float(53)) for name in ("x", "y", "z", "lon", "lat"))
    reach, sure, within_m = (bindparam(name, type_=Float(53)) for name in ("reach_m", "sure_m", "within_m"))
    low, high = (func.ST_MakePoint(x + sign * reach, y + sign * reach, z + sign * reach) for sign in (-1.0, 1.0))
    box = func.ST_SetSRID(func.ST_MakeLine(low, high), GEOCENTRIC)
    chord_m = func.ST_3DDistance(Offering.location, func.ST_SetSRID(func.ST_MakePoint(x, y, z), GEOCENTRIC))
    distance_m = func.ST_DistanceSpheroid(ServicePoint.location, func.ST_SetSRID(func.ST_MakePoint(lon, lat), WGS84))
    return (
        Offering.location.op("&&&", return_type=Boolean())(box),
        or_(chord_m < sure, (chord_m <= reach) & (distance_m <= within_m)),
    )
