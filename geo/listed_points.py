"""Service points for those who look through the country: those in an area, or those of an agency, page by page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from geo.errors import UnknownServicePoint
from geo.models import Agency, Area, ServicePoint

POINTS_A_PAGE = 100

_SUBDISTRICT = func.coalesce(ServicePoint.subdistrict_code, "")
# Total: subdistrict by subdistrict, in each by the Thai dictionary; points without an area come first.
_ORDER = (_SUBDISTRICT, ServicePoint.name_th.collate("th-x-icu"), ServicePoint.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPoint:
    code: str
    name_th: str
    name_en: str | None
    subdistrict_code: str | None
    agency_name_th: str
    agency_name_en: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PointPage:
    """`next` is the code of the last point where more follow, to be given as `after`."""

    points: tuple[ListedPoint, ...]
    next: str | None


def find_points_in(session: Session, district_code: str, after: str = "") -> PointPage:
    """Shown points of a district. Raises: UnknownServicePoint for an `after` that is none."""
    inside = select(Area.code).where(Area.parent_code == district_code)
    return _page(session, _points().where(ServicePoint.subdistrict_code.in_(inside)), after)


def find_points_of(session: Session, agency_id: int, after: str = "") -> PointPage:
    """Shown points of an agency and of all below it. Raises: UnknownServicePoint for an `after` that is none."""
    below = select(Agency.id).where(Agency.path.contains([agency_id]))
    return _page(session, _points().where(ServicePoint.agency_id.in_(below)), after)


def count_points_by_area(session: Session, level: str) -> dict[str, int]:
    """How many shown points lie in each province or district that has any, by its code."""
    code = func.left(ServicePoint.subdistrict_code, {"province": 2, "district": 4}[level])
    statement = select(code, func.count()).where(ServicePoint.shown, code.is_not(None)).group_by(code)
    return {str(area): count for area, count in session.execute(statement)}


def _page(session: Session, statement: Select[*tuple[Any, ...]], after: str) -> PointPage:
    if after:
        last = session.execute(select(*_ORDER).where(ServicePoint.code == after)).one_or_none()
        if last is None:
            raise UnknownServicePoint(after)
        statement = statement.where(tuple_(*_ORDER) > tuple_(*last))
    rows = session.execute(statement.order_by(*_ORDER).limit(POINTS_A_PAGE + 1)).all()
    points = tuple(ListedPoint(**row._asdict()) for row in rows[:POINTS_A_PAGE])
    return PointPage(points, points[-1].code if len(rows) > POINTS_A_PAGE else None)


def _points() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ServicePoint.code,
            ServicePoint.name_th,
            ServicePoint.name_en,
            ServicePoint.subdistrict_code,
            Agency.name_th.label("agency_name_th"),
            Agency.name_en.label("agency_name_en"),
            func.coalesce(ServicePoint.pin_method == "demo", False).label("is_demo"),
        )
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(ServicePoint.shown)
    )
