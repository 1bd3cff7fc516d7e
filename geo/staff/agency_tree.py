"""The tree of agencies as staff see it: branch by branch, searched and filtered, and one agency with what it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from geo.agency_kinds import KIND_LISTS, check_kind
from geo.errors import InvalidQuery
from geo.models import AGENCY_LEVELS, Agency, AreaServed, ServicePoint
from geo.staff.actor import Actor, Place, Reach
from geo.staff.area_list import areas_served_where
from geo.staff.errors import UnknownRecord
from geo.thai_digits import in_arabic_digits
from geo.words import N_

MOST_LISTED = 500
_AT_ONCE = 2_000

_PARENT = aliased(Agency)
_SERVED = areas_served_where(AreaServed.agency_id == Agency.id)

EXPORTED: tuple[Any, ...] = (
    *(Agency.code, _PARENT.code.label("parent_code"), Agency.level, Agency.name_th, Agency.name_en),
    *(Agency.type, Agency.subtype, Agency.category, _SERVED, Agency.shown),
    *(Agency.updated_at, Agency.updated_by),
)
"""Named as files for loading have them, where these have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeQuery:
    """`ministry`, `department`, `within`: codes; only what is below all of them, and they themselves.

    `type`, `subtype`, `category`: codes of `geo/agency_kinds.csv`. Empty and None: whatever. `after` continues behind
    the row with this id. Raises: InvalidQuery.
    """

    text: str = ""
    ministry: str = ""
    department: str = ""
    within: str = ""
    level: str = ""
    type: str = ""
    subtype: str = ""
    category: str = ""
    shown: bool | None = None
    after: int = 0
    limit: int = 200

    def __post_init__(self) -> None:
        if self.level and self.level not in AGENCY_LEVELS:
            message = N_("'{value}' is none of: {choices}.")
            raise InvalidQuery(message, field="level", value=self.level, choices=", ".join(AGENCY_LEVELS))
        for one in KIND_LISTS:
            check_kind(one, getattr(self, one))

    @property
    def asks_for_all(self) -> bool:
        said = (self.text.strip(), *self.roots, self.level, self.type, self.subtype, self.category)
        return not any(said) and self.shown is None

    @property
    def roots(self) -> tuple[str, ...]:
        return tuple(code for code in (self.ministry, self.department, self.within) if code)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeAgency:
    """`areas_served` are codes; `depth` counts from 0; `children` and `points` are its own, hidden ones too."""

    id: int
    code: str
    level: str
    name_th: str
    name_en: str | None
    parent_code: str | None
    parent_th: str | None
    parent_en: str | None
    type: str | None
    subtype: str | None
    category: str | None
    areas_served: list[str]
    shown: bool
    depth: int
    children: int
    points: int
    updated_at: datetime
    updated_by: str | None
    version: int
    path: tuple[int, ...]

    @property
    def place(self) -> Place:
        return Place(self.path)


def find_agency_rows(session: Session, actor: Actor, query: TreeQuery) -> list[TreeAgency]:
    """Those the actor may see, each after the one above it."""
    statement = _statement(actor.reach("agency.see")).where(*_clauses(query))
    if query.after:
        behind = aliased(Agency)
        statement = statement.where(Agency.path > select(behind.path).where(behind.id == query.after).scalar_subquery())
    return _rows(session, statement.order_by(Agency.path).limit(min(query.limit, MOST_LISTED)))


def count_agency_rows(session: Session, actor: Actor, query: TreeQuery) -> int:
    """On all pages."""
    statement = select(func.count()).select_from(Agency).where(_within(actor.reach("agency.see")), *_clauses(query))
    return session.scalar(statement) or 0


def stream_agency_export(session: Session, actor: Actor, query: TreeQuery) -> Iterator[tuple[object, ...]]:
    """All that is filtered, in the table's order, as the columns `EXPORTED`."""
    statement = select(*EXPORTED).outerjoin(_PARENT, _PARENT.id == Agency.parent_id)
    statement = statement.where(_within(actor.reach("agency.see")), *_clauses(query)).order_by(Agency.path)
    for row in session.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield tuple(row)


def find_branches(session: Session, actor: Actor, open_ids: Sequence[int]) -> list[TreeAgency]:
    """The tops of what the actor may see, and the children of those that are open, each after the one above it."""
    reach = actor.reach("agency.see")
    statement = _statement(reach).where(or_(_is_top(reach), Agency.parent_id.in_(open_ids)))
    return _rows(session, statement.order_by(Agency.path).limit(MOST_LISTED * 4))


def find_children(session: Session, actor: Actor, agency_id: int) -> list[TreeAgency]:
    statement = _statement(actor.reach("agency.see")).where(Agency.parent_id == agency_id)
    return _rows(session, statement.order_by(Agency.name_th, Agency.id).limit(MOST_LISTED))


def find_agency_row(session: Session, code: str) -> TreeAgency:
    """Whether somebody may see it is for the caller to ask. Raises: UnknownRecord."""
    found = _rows(session, _columns().where(Agency.code == code))
    if not found:
        raise UnknownRecord()
    return found[0]


def find_line(session: Session, agency: TreeAgency) -> list[tuple[str, str, str | None]]:
    """Code and names of each agency from the ministry down to the one above it."""
    statement = select(Agency.code, Agency.name_th, Agency.name_en).where(Agency.id.in_(agency.path[:-1]))
    return [(code, th, en) for code, th, en in session.execute(statement.order_by(func.cardinality(Agency.path)))]


def find_agency_choices(session: Session, actor: Actor, action: str, limit: int = 400) -> list[tuple[str, str]]:
    """Code and Thai name of shown agencies where the actor may do something, the higher ones first."""
    reach = actor.reach(action)
    statement = select(Agency.code, Agency.name_th).where(_within(reach), Agency.shown)
    order = (func.cardinality(Agency.path), Agency.name_th, Agency.id)
    return [(code, name) for code, name in session.execute(statement.order_by(*order).limit(limit))]


def find_above_choices(
    session: Session, actor: Actor, level: str, below: str = ""
) -> list[tuple[str, str, str | None]]:
    """Code and names of the ministries, or the departments, that the actor sees something of, by name.

    `below`: code of a ministry, only its own.
    """
    seen = select(func.unnest(Agency.path)).where(_within(actor.reach("agency.see")))
    statement = select(Agency.code, Agency.name_th, Agency.name_en).where(Agency.level == level, Agency.id.in_(seen))
    if below:
        statement = statement.where(_below(below))
    rows = session.execute(statement.order_by(Agency.name_th, Agency.id))
    return [(code, th, en) for code, th, en in rows]


def find_agency_code(session: Session, text: str) -> str:
    """The code in '0150800000000 กรมการพัฒนาชุมชน', or of the agency of this name; else the text as it is."""
    first = in_arabic_digits(text.strip()).partition(" ")[0]
    if first.isdigit() or not first:
        return first
    return session.scalar(select(Agency.code).where(Agency.name_th == text.strip()).limit(1)) or text.strip()


def place_for(session: Session, actor: Actor, code: str, action: str) -> Place:
    """Where an agency lies; whoever has a service point there is at home in it. Raises: UnknownRecord."""
    row = session.execute(select(Agency.id, Agency.path).where(Agency.code == code)).one_or_none()
    if row is None:
        raise UnknownRecord()
    own = actor.reach(action).service_point_ids
    mine = select(ServicePoint.id).where(ServicePoint.id.in_(own), ServicePoint.agency_id == row.id).limit(1)
    return Place(tuple(row.path), session.scalar(mine) if own else None)


def _statement(reach: Reach) -> Select[Any]:
    return _columns().where(_within(reach))


def _within(reach: Reach) -> ColumnElement[bool]:
    own = select(ServicePoint.agency_id).where(ServicePoint.id.in_(reach.service_point_ids))
    return or_(reach.of_agencies(Agency.path), Agency.id.in_(own))


def _is_top(reach: Reach) -> ColumnElement[bool]:
    if reach.everywhere:
        return Agency.parent_id.is_(None)
    own = select(ServicePoint.agency_id).where(ServicePoint.id.in_(reach.service_point_ids))
    return or_(Agency.id.in_(reach.agency_ids), Agency.id.in_(own))


def _columns() -> Select[*tuple[Any, ...]]:
    child = aliased(Agency)
    children = select(func.count()).select_from(child).where(child.parent_id == Agency.id).scalar_subquery()
    points = select(func.count()).select_from(ServicePoint).where(ServicePoint.agency_id == Agency.id).scalar_subquery()
    statement: Select[*tuple[Any, ...]] = select(
        *(Agency.id, Agency.code, Agency.level, Agency.name_th, Agency.name_en),
        *(_PARENT.code.label("parent_code"), _PARENT.name_th.label("parent_th"), _PARENT.name_en.label("parent_en")),
        *(Agency.type, Agency.subtype, Agency.category, _SERVED, Agency.shown),
        *((func.cardinality(Agency.path) - 1).label("depth"), children.label("children"), points.label("points")),
        *(Agency.updated_at, Agency.updated_by, Agency.version, Agency.path),
    )
    return statement.outerjoin(_PARENT, _PARENT.id == Agency.parent_id)


def _clauses(query: TreeQuery) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    digits = in_arabic_digits(query.text.strip())
    if digits.isdigit():
        clauses.append(Agency.code.startswith(digits, autoescape=True))
    else:
        names = (Agency.name_th, Agency.name_en)
        clauses += [or_(*(name.icontains(word, autoescape=True) for name in names)) for word in query.text.split()]
    clauses += [_below(code) for code in query.roots]
    kinds = (("level", Agency.level), ("type", Agency.type), ("subtype", Agency.subtype), ("category", Agency.category))
    clauses += [column == getattr(query, name) for name, column in kinds if getattr(query, name)]
    if query.shown is not None:
        clauses.append(Agency.shown.is_(query.shown))
    return clauses


def _below(code: str) -> ColumnElement[bool]:
    """And the agency with this code itself."""
    root = aliased(Agency)
    return select(root.id).where(root.code == code).scalar_subquery() == func.any(Agency.path)


def _rows(session: Session, statement: Select[Any]) -> list[TreeAgency]:
    rows = session.execute(statement).mappings()
    return [TreeAgency(**{**row, "path": tuple(row["path"])}) for row in rows]
