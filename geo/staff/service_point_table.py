"""The service points that somebody looks after as a table: filtered, sorted, page by page, and whole for an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, cast, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.types import TIMESTAMP, Integer, Text

from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.models import GECC_LEVELS, Agency, AreaServed, Offering, Procedure, Schedule, ServicePoint
from geo.staff.actor import Actor, Reach
from geo.staff.area_list import areas_served_where
from geo.thai_digits import in_arabic_digits
from geo.words import N_

Sort = Literal["code", "name", "changed"]
SORTS: tuple[Sort, ...] = ("code", "name", "changed")

MAXIMUM_LIMIT = 1_000
_BETWEEN = "\x1f"
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """None and empty: whatever it is. `ministry`, `department`, `agency`: a code each, with all below it.
    `procedure`: code of one that is offered there.

    `area`: 2, 4 or 6 digits. `after` continues behind a row's `cursor`. Raises: InvalidQuery.
    """

    text: str = ""
    ministry: str = ""
    department: str = ""
    agency: str = ""
    type: str = ""
    area: str = ""
    gecc: str = ""
    shown: bool | None = None
    pinned: bool | None = None
    procedure: str = ""
    sort: Sort = "code"
    after: str = ""
    limit: int = 50

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)
        if self.sort not in SORTS:
            message = N_("'{value}' is none of: {choices}.")
            raise InvalidQuery(message, field="sort", value=self.sort, choices=", ".join(SORTS))
        if self.gecc and self.gecc not in GECC_LEVELS:
            message = N_("'{value}' is none of: {choices}.")
            raise InvalidQuery(message, field="gecc", value=self.gecc, choices=", ".join(GECC_LEVELS))
        if self.area and not (self.area.isascii() and self.area.isdigit() and len(self.area) in (2, 4, 6)):
            raise InvalidQuery(N_("The code of an area has 2, 4 or 6 digits."), field="area")
        if self.after and self.after.count(_BETWEEN) != 1:
            raise _broken_cursor()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """`cursor` continues the table behind this row."""

    code: str
    name_th: str
    name_en: str | None
    type: str | None
    agency_code: str
    agency_th: str
    agency_en: str | None
    level: str | None
    subdistrict_code: str | None
    is_pinned: bool
    shown: bool
    gecc_level: str
    updated_at: datetime
    updated_by: str | None
    cursor: str


_COLUMNS: tuple[Any, ...] = (
    *(ServicePoint.id, ServicePoint.code, ServicePoint.name_th, ServicePoint.name_en, ServicePoint.type),
    *(Agency.code.label("agency_code"), Agency.name_th.label("agency_th"), Agency.name_en.label("agency_en")),
    *(ServicePoint.level, ServicePoint.subdistrict_code, ServicePoint.location.is_not(None).label("is_pinned")),
    *(ServicePoint.shown, ServicePoint.gecc_level, ServicePoint.updated_at, ServicePoint.updated_by),
)

EXPORTED: tuple[Any, ...] = (
    *(ServicePoint.code, Agency.code.label("agency_code"), Agency.name_th.label("agency_name_th")),
    *(ServicePoint.name_th, ServicePoint.name_en, ServicePoint.type, ServicePoint.level),
    *(ServicePoint.address_th, ServicePoint.address_en, ServicePoint.subdistrict_code, ServicePoint.postcode),
    func.ST_Y(ServicePoint.location).label("lat"),
    func.ST_X(ServicePoint.location).label("lon"),
    *(ServicePoint.pin_method, ServicePoint.phone, ServicePoint.website),
    *(ServicePoint.email, ServicePoint.registered_email, ServicePoint.petitions_email),
    *(Schedule.expression.label("opening_hours"), ServicePoint.hours_note, ServicePoint.gecc_level),
    *(ServicePoint.no_copy, ServicePoint.accessible, ServicePoint.languages),
    areas_served_where(AreaServed.service_point_id == ServicePoint.id),
    *(ServicePoint.important, ServicePoint.important_kind, ServicePoint.notes, ServicePoint.shown),
    *(ServicePoint.updated_at, ServicePoint.updated_by),
)
"""Named as files for loading have them, where these have them."""


def find_table_rows(session: Session, actor: Actor, query: TableQuery) -> list[TableRow]:
    """Those the actor may see."""
    return [_row(row, query.sort) for row in session.execute(table_statement(actor.reach("service_point.see"), query))]


def count_table_rows(session: Session, actor: Actor, query: TableQuery) -> int:
    """On all pages."""
    statement: Select[Any] = select(func.count()).select_from(ServicePoint)
    return session.scalar(_filtered(statement, actor.reach("service_point.see"), query)) or 0


def export_statement(actor: Actor, query: TableQuery) -> Select[Any]:
    """All that is filtered, in the table's order, with every field."""
    statement: Select[Any] = select(*EXPORTED).join(Agency, Agency.id == ServicePoint.agency_id)
    statement = statement.outerjoin(Schedule, Schedule.id == ServicePoint.schedule_id)
    return _filtered(statement, actor.reach("service_point.see"), query).order_by(*_order(query.sort))


def stream_export(session: Session, actor: Actor, query: TableQuery) -> Iterator[tuple[object, ...]]:
    """Row by row from the server, however many there are."""
    statement = export_statement(actor, query).execution_options(yield_per=_AT_ONCE)
    for row in session.execute(statement):
        yield tuple(row)


def find_types(session: Session) -> list[str]:
    """The types that service points have, for a list to choose from."""
    # one step of the index for each type, not one for each service point
    steps = select(func.min(ServicePoint.type).label("type")).cte("step", recursive=True)
    further = select(func.min(ServicePoint.type)).where(ServicePoint.type > steps.c.type).scalar_subquery()
    steps = steps.union_all(select(further).where(steps.c.type.is_not(None)))
    found = session.scalars(select(steps.c.type).where(steps.c.type.is_not(None)))
    return sorted(name for name in found if name)


def table_statement(reach: Reach, query: TableQuery) -> Select[Any]:
    statement: Select[Any] = select(*_COLUMNS).join(Agency, Agency.id == ServicePoint.agency_id)
    statement = _filtered(statement, reach, query).order_by(*_order(query.sort)).limit(query.limit)
    return statement.where(_behind(query)) if query.after else statement


def _filtered(statement: Select[Any], reach: Reach, query: TableQuery) -> Select[Any]:
    clauses: list[ColumnElement[bool]] = []
    if not reach.everywhere:
        clauses.append(or_(_in_agencies(reach.of_agencies(Agency.path)), ServicePoint.id.in_(reach.service_point_ids)))
    for code in (query.ministry, query.department, query.agency):
        if code:
            root = select(Agency.id).where(Agency.code == code).scalar_subquery()
            clauses.append(_in_agencies(root == func.any(Agency.path)))
    if query.text.strip():
        clauses.append(_named(query.text))
    if query.type:
        clauses.append(ServicePoint.type == query.type)
    if query.area:
        clauses.append(ServicePoint.subdistrict_code.startswith(query.area))
    if query.gecc:
        clauses.append(ServicePoint.gecc_level == query.gecc)
    if query.shown is not None:
        clauses.append(ServicePoint.shown.is_(query.shown))
    if query.pinned is not None:
        clauses.append(ServicePoint.location.is_not(None) if query.pinned else ServicePoint.location.is_(None))
    if query.procedure:
        offering = select(Offering.service_point_id).join(Procedure, Procedure.id == Offering.procedure_id)
        clauses.append(ServicePoint.id.in_(offering.where(Procedure.code == query.procedure)))
    return statement.where(*clauses)


def _in_agencies(clause: ColumnElement[bool]) -> ColumnElement[bool]:
    # by number, not through the join: the agencies are looked up once
    return ServicePoint.agency_id.in_(select(Agency.id).where(clause).correlate(None))


def _named(text: str) -> ColumnElement[bool]:
    """A code begins with the text, or a name holds all its words however they are spelt."""
    digits = in_arabic_digits(text.strip())
    if digits.isdigit():
        return ServicePoint.code.startswith(digits, autoescape=True)
    words = [
        ServicePoint.folded_names.like(func.concat("%", func.folded_office_name(_escaped(word)), "%"))
        for word in text.split()
    ]
    # twice the same, for each of the two indexes
    return or_(and_(ServicePoint.shown, *words), and_(~ServicePoint.shown, *words))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    match sort:
        case "name":
            return ServicePoint.name_th.asc(), ServicePoint.id.asc()
        case "changed":
            return ServicePoint.updated_at.desc(), ServicePoint.id.desc()
        case _:
            return ServicePoint.code.asc(), ServicePoint.id.asc()


def _behind(query: TableQuery) -> ColumnElement[bool]:
    key, _, number = query.after.partition(_BETWEEN)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise _broken_cursor()
    own_id = cast(literal(int(number)), Integer)
    if query.sort == "changed":
        try:
            at = datetime.fromisoformat(key)
        except ValueError:
            raise _broken_cursor() from None
        row = tuple_(ServicePoint.updated_at, ServicePoint.id)
        return row < tuple_(cast(literal(at), TIMESTAMP(timezone=True)), own_id)
    column = ServicePoint.name_th if query.sort == "name" else ServicePoint.code
    return tuple_(column, ServicePoint.id) > tuple_(cast(literal(key), Text), own_id)


def _row(row: Any, sort: Sort) -> TableRow:
    number, *values = row
    names = [name for name in TableRow.__dataclass_fields__ if name != "cursor"]
    named = dict(zip(names, values, strict=True))
    key = {"name": named["name_th"], "changed": named["updated_at"].isoformat()}.get(sort, named["code"])
    return TableRow(**named, cursor=f"{key}{_BETWEEN}{number}")


def _broken_cursor() -> InvalidQuery:
    return InvalidQuery(N_("'after' is not a place in this table."), field="after")
