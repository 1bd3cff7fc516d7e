"""What a map shows of a box at a zoom: the service points in it, counted by the cells of a grid."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Double, Integer, Select, all_, and_, bindparam, case, func, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from geo.coordinates import LonLat
from geo.database import rows_in_time
from geo.errors import InvalidQuery
from geo.models import Offering, ServicePoint
from geo.words import N_

MAXIMUM_ZOOM = 24
"""A cell is 60 cm wide at the equator: service points that still share one are as good as in one place."""

MOST_CELLS = 4_096
"""More than a screen of 3,840 x 2,160 pixels has."""

MOST_LEFT_OUT = 50

NAMED_AT_A_PLACE = 20
"""A government centre has some dozen service points on one pin; nobody reads more names on a map."""

EXAMPLE_BOX = "97.2,5.5,105.8,20.6"
"""Thailand."""

_WORLD_BITS, _CELL_BITS = 31, 2
"""The world is 2^31 units wide (see the migration 0006), and 2^(zoom + 2) cells of 64 pixels."""

_WORLD = 1 << _WORLD_BITS
MAP_END = 85.051128779
"""Degrees of latitude, north and south."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Degrees on WGS84, its sides included; never across the 180th meridian.

    Raises: InvalidQuery with the field `bbox`.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        for lon, lat in ((self.west, self.south), (self.east, self.north)):
            try:
                LonLat(lon=lon, lat=lat)
            except InvalidQuery as error:
                raise NotABox from error
        if self.south > self.north:
            raise InvalidQuery(N_("The south of 'bbox' lies north of its north."), field="bbox")
        if self.west > self.east:
            raise InvalidQuery(
                N_("The west of 'bbox' lies east of its east. Please ask for both sides of the 180th meridian apart."),
                field="bbox",
            )


class NotABox(InvalidQuery):
    def __init__(self) -> None:
        super().__init__(
            N_("'bbox' must be four numbers of degrees with commas, west, south, east, north, such as {example}."),
            field="bbox",
            example=EXAMPLE_BOX,
        )


def parse_box(text: str) -> Box:
    """From west,south,east,north. Raises: InvalidQuery with the field `bbox`."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise NotABox from None
    return Box(west=west, south=south, east=east, north=north)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapQuery:
    """What a map asks: "how many are where in this box?"; only those that offer the procedure, where one is named.

    Cells are those of 64 pixels at `zoom`, by the numbering of 256-pixel tiles. `without`: codes of service points
    that are not counted, such as those that the map shows anyway. Raises: InvalidQuery.
    """

    box: Box
    zoom: int
    procedure_id: int | None = None
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.zoom <= MAXIMUM_ZOOM:
            raise InvalidQuery(
                N_("'zoom' is {zoom}, but must lie between 0 and {maximum}."),
                field="zoom",
                zoom=self.zoom,
                maximum=MAXIMUM_ZOOM,
            )
        if self._cells() > MOST_CELLS:
            raise InvalidQuery(
                N_("'bbox' is too large for the zoom {zoom}. Please ask for a smaller box, or at a lower zoom."),
                field="zoom",
                zoom=self.zoom,
            )
        if len(self.without) > MOST_LEFT_OUT:
            raise InvalidQuery(N_("'without' takes at most {most} codes."), field="without", most=MOST_LEFT_OUT)

    @property
    def shift(self) -> int:
        """From units of the world to numbers of cells."""
        return _WORLD_BITS - _CELL_BITS - self.zoom

    def _cells(self) -> int:
        side = 1 << self.zoom + _CELL_BITS
        columns = int((self.box.east - self.box.west) / 360 * side) + 1
        rows = int((_mercator(self.box.south) - _mercator(self.box.north)) * side) + 1
        return columns * rows


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A service point by its name on the map."""

    code: str
    name_th: str
    name_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The service points of one cell. `position` is the middle of them; `box` holds all of them and no more.

    `named` are those at one place, in the order of their codes, at most `NAMED_AT_A_PLACE`; empty where they stand at
    several, which a closer look tells apart.
    """

    count: int
    position: LonLat
    box: Box
    named: tuple[PlacedPoint, ...]


def find_clusters(
    session: Session, query: MapQuery, *, among: Select[int] | None = None, timeout_ms: int = 2_000
) -> list[Cluster]:
    """From west to east and north to south; none twice, none left out: the counts add up to all that are in the box.

    `among`: ids of the service points that count at all. Raises: SearchTimedOut.
    """
    # As constants: against a subquery's the planner would compare every point with each of them in turn.
    without = session.scalars(select(ServicePoint.id).where(ServicePoint.code.in_(query.without))).all()
    if among is None:
        statement = clusters_statement(with_procedure=query.procedure_id is not None, without=bool(without))
    else:
        source = _source(with_procedure=query.procedure_id is not None, without=bool(without))
        statement = _clusters(replace(source, conditions=(*source.conditions, source.id.in_(among))))
    values = {**values_of(query), **({"without": without} if without else {})}
    return [_cluster(*row) for row in rows_in_time(session, statement.params(values), timeout_ms)]


@cache
def clusters_statement(*, with_procedure: bool, without: bool) -> Select[*tuple[Any, ...]]:
    """Columns: count, sums of x and of y, west, south, east, north, and the named; values as `values_of` has them."""
    return _clusters(_source(with_procedure=with_procedure, without=without))


def _clusters(source: "_Source") -> Select[*tuple[Any, ...]]:
    # Numbers of an index, not geometries of the table: those take ten times as long to fetch and to put on a grid.
    x, y, shift = source.x, source.y, bindparam("shift", type_=Integer)
    cell_x, cell_y = x.op(">>")(shift), y.op(">>")(shift)
    cell = (
        select(
            cell_x.label("cell_x"),
            cell_y.label("cell_y"),
            func.count().label("count"),
            func.sum(x).label("sum_x"),
            func.sum(y).label("sum_y"),
            func.min(x).label("west"),
            func.max(y).label("south"),
            func.max(x).label("east"),
            func.min(y).label("north"),
        )
        .where(
            *source.conditions,
            x.between(_unit(func.map_x, "west"), _unit(func.map_x, "east")),
            y.between(_unit(func.map_y, "north"), _unit(func.map_y, "south")),
        )
        .group_by(cell_x, cell_y)
        .cte("cell")
    )
    point = aliased(ServicePoint)
    named = (
        select(point.code, point.name_th, point.name_en)
        .join(source.table, source.id == point.id)
        .where(*source.conditions, x == cell.c.west, y == cell.c.north)
        .order_by(point.code)
        .limit(NAMED_AT_A_PLACE)
        .correlate(cell)
        .subquery("named")
    )
    names = func.json_agg(func.json_build_array(named.c.code, named.c.name_th, named.c.name_en))
    in_one_place = and_(cell.c.west == cell.c.east, cell.c.north == cell.c.south)
    return select(
        *cell.c["count", "sum_x", "sum_y", "west", "south", "east", "north"],
        case((in_one_place, select(names).scalar_subquery()), else_=null()),
    ).order_by(cell.c.cell_x, cell.c.cell_y)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where points stand: in `table`, as `x` and `y` with the `id` of the service point, under `conditions`."""

    table: type[ServicePoint] | type[Offering]
    id: InstrumentedAttribute[int]
    x: InstrumentedAttribute[int | None]
    y: InstrumentedAttribute[int | None]
    conditions: tuple[ColumnElement[bool], ...]


def _source(*, with_procedure: bool, without: bool) -> _Source:
    if not with_procedure:
        conditions = _conditions(ServicePoint, ServicePoint.id, without=without)
        return _Source(ServicePoint, ServicePoint.id, ServicePoint.map_x, ServicePoint.map_y, conditions)
    offers = Offering.procedure_id == bindparam("procedure", type_=Integer)
    conditions = (offers, *_conditions(Offering, Offering.service_point_id, without=without))
    return _Source(Offering, Offering.service_point_id, Offering.map_x, Offering.map_y, conditions)


def _conditions(
    table: type[ServicePoint] | type[Offering], identity: InstrumentedAttribute[int], *, without: bool
) -> tuple[ColumnElement[bool], ...]:
    is_on_the_map = (table.map_x.is_not(None), table.map_y.is_not(None))  # as the indexes have it
    left_out = (identity != all_(bindparam("without", type_=ARRAY(Integer))),) if without else ()
    return (*is_on_the_map, *left_out)


def _unit(function: Callable[..., ColumnElement[int]], side: str) -> ColumnElement[int]:
    """A side of the box in the units of the columns, by the function that made those."""
    return function(bindparam(side, type_=Double))


def values_of(query: MapQuery) -> dict[str, object]:
    """What the statement binds, but for `without`, which needs ids."""
    values: dict[str, object] = {**asdict(query.box), "shift": query.shift}
    # PostgreSQL's function is null beyond the ends.
    values["south"], values["north"] = (min(max(lat, -MAP_END), MAP_END) for lat in (query.box.south, query.box.north))
    if query.procedure_id is not None:
        values["procedure"] = query.procedure_id
    return values


def _cluster(  # noqa: PLR0913, PLR0917 - a row of the statement
    count: int,
    sum_x: int,
    sum_y: int,
    west: int,
    south: int,
    east: int,
    north: int,
    named: Sequence[tuple[str, str, str | None]] | None,
) -> Cluster:
    return Cluster(
        count=count,
        position=LonLat(lon=_lon(sum_x / count), lat=_lat(sum_y / count)),
        box=Box(west=_lon(west), south=_lat(south), east=_lon(east), north=_lat(north)),
        named=tuple(PlacedPoint(*one) for one in named or ()),
    )


def _mercator(lat: float) -> float:
    """Of the world's height, from the north."""
    return 0.5 - math.asinh(math.tan(math.radians(min(max(lat, -MAP_END), MAP_END)))) / (2 * math.pi)


def _lon(x: float) -> float:
    """The middle of a unit."""
    return ((x + 0.5) / _WORLD - 0.5) * 360


def _lat(y: float) -> float:
    return math.degrees(math.atan(math.sinh((0.5 - (y + 0.5) / _WORLD) * 2 * math.pi)))
