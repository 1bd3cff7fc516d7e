"""What the pin audit found, as work for those who look after the service points: filtered, counted, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, cast, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Integer

from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.models import Agency, Area, ServicePoint
from geo.pins.audit import AuditedFinding
from geo.pins.finding import parse_kind, rank
from geo.pins.kept_findings import stored_finding
from geo.pins.models import StoredFinding
from geo.staff.actor import Actor
from geo.staff.pins.two_offices import ACTION
from geo.words import N_, Name

MAXIMUM_LIMIT = 1_000
_AT_ONCE = 2_000

By = Literal["kind", "agency", "province"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """Empty: whatever it is. `agency`: code of one, with all below it; `area`: where service points say they are.

    `after` continues behind an item's `cursor`. Raises: InvalidQuery.
    """

    kind: str = ""
    agency: str = ""
    area: str = ""
    code: str = ""
    after: str = ""
    limit: int = 50

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)
        if self.kind:
            parse_kind(self.kind)
        if self.area and not (self.area.isascii() and self.area.isdigit() and len(self.area) in (2, 4, 6)):
            raise InvalidQuery(N_("The code of an area has 2, 4 or 6 digits."), field="area")
        if self.after:
            self.behind()

    def behind(self) -> tuple[int, int]:
        numbers = self.after.split("-")
        if len(numbers) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
            raise InvalidQuery(N_("'after' is not a place in this table."), field="after")
        return int(numbers[0]), int(numbers[1])


@dataclass(frozen=True, slots=True)
class WorkItem:
    """`cursor` continues the list behind this one; `version` is the service point's.

    `may_answer`: the actor may say of a likely duplicate that it is none.
    """

    audited: AuditedFinding
    cursor: str
    version: int
    may_answer: bool


@dataclass(frozen=True, slots=True)
class WorkCount:
    """`key`: the kind, or the code of the agency or province; `name` None where it is not stated, or a kind."""

    key: str
    name: Name | None
    findings: int
    points: int


def find_work(session: Session, actor: Actor, query: WorkQuery) -> list[WorkItem]:
    """The most urgent first."""
    statement = _filtered(_items(actor), actor, query).limit(query.limit)
    if query.after:
        urgency, point_id = (cast(literal(number), Integer) for number in query.behind())
        place = tuple_(StoredFinding.urgency, StoredFinding.service_point_id)
        statement = statement.where(place > tuple_(urgency, point_id))
    return [_item(row) for row in session.execute(statement)]


def stream_work(session: Session, actor: Actor, query: WorkQuery) -> Iterator[AuditedFinding]:
    """All that is filtered, row by row from the server."""
    for row in session.execute(_filtered(_items(actor), actor, query).execution_options(yield_per=_AT_ONCE)):
        yield _item(row).audited


def count_work(session: Session, actor: Actor, query: WorkQuery, by: By) -> list[WorkCount]:
    """The most first; of what is filtered."""
    key, th, en = _keys(by)
    counted: Select[Any] = select(key, th, en, func.count(), func.count(StoredFinding.service_point_id.distinct()))
    statement = _filtered(_joined(counted), actor, query).order_by(None).group_by(key, th, en)
    rows = session.execute(statement.order_by(func.count().desc(), key))
    return [WorkCount(k or "", None if name is None else Name(name, english), n, p) for k, name, english, n, p in rows]


def sum_work(session: Session, actor: Actor, query: WorkQuery) -> tuple[int, int]:
    """How many findings, at how many service points."""
    columns: tuple[Any, ...] = (func.count(), func.count(StoredFinding.service_point_id.distinct()))
    findings, points = session.execute(_filtered(_joined(select(*columns)), actor, query).order_by(None)).one()
    return findings, points


def points_with_work(actor: Actor, query: WorkQuery) -> Select[int]:
    """Their ids, for a map."""
    chosen: Select[Any] = select(StoredFinding.service_point_id)
    return _filtered(_joined(chosen), actor, query).order_by(None)


_PROVINCE = aliased(Area)


def _items(actor: Actor) -> Select[Any]:
    columns = (
        *(ServicePoint.code, ServicePoint.name_th, ServicePoint.name_en),
        *(Agency.code, Agency.name_th, Agency.name_en),
        *(ServicePoint.subdistrict_code, _PROVINCE.name_th, _PROVINCE.name_en),
        *(func.ST_X(ServicePoint.location), func.ST_Y(ServicePoint.location)),
        *(ServicePoint.version, actor.reach(ACTION).of_points(Agency.path, ServicePoint.id)),
    )
    return _joined(select(StoredFinding, *columns))


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(StoredFinding)
        .join(ServicePoint, ServicePoint.id == StoredFinding.service_point_id)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .outerjoin(_PROVINCE, _PROVINCE.code == func.left(ServicePoint.subdistrict_code, 2))
    )


def _filtered(statement: Select[Any], actor: Actor, query: WorkQuery) -> Select[Any]:
    clauses: list[ColumnElement[bool]] = [
        actor.reach("pin_audit.see").of_points(Agency.path, ServicePoint.id),
    ]
    if query.kind:
        # by its number: the kinds of one urgency are one kind
        clauses.append(StoredFinding.urgency == rank(parse_kind(query.kind)))
    if query.agency:
        root = select(Agency.id).where(Agency.code == query.agency).correlate(None).scalar_subquery()
        clauses.append(root == func.any(Agency.path))
    if query.area:
        clauses.append(ServicePoint.subdistrict_code.startswith(query.area))
    if query.code:
        clauses.append(ServicePoint.code == query.code)
    return statement.where(*clauses).order_by(StoredFinding.urgency, StoredFinding.service_point_id)


def _keys(by: By) -> tuple[Any, Any, Any]:
    match by:
        case "kind":
            return StoredFinding.kind, literal(None), literal(None)
        case "agency":
            return Agency.code, Agency.name_th, Agency.name_en
        case "province":
            return func.left(ServicePoint.subdistrict_code, 2), _PROVINCE.name_th, _PROVINCE.name_en


def _item(row: Any) -> WorkItem:
    stored, code, th, en, agency, agency_th, agency_en, area, province_th, province_en, lon, lat, *more = row
    version, may_answer = more
    audited = AuditedFinding(
        code=code,
        name=Name(th, en),
        agency_code=agency,
        agency=Name(agency_th, agency_en),
        area_code=area,
        province=None if province_th is None else Name(province_th, province_en),
        lon=lon,
        lat=lat,
        finding=stored_finding(stored),
    )
    return WorkItem(audited, f"{stored.urgency}-{stored.service_point_id}", version, may_answer)
