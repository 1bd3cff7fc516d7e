"""Procedures with how many service points offer them, how many of these are one's own, and the last change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Integer, Text

from geo.errors import InvalidQuery, UnknownProcedure
from geo.limits import check_limit
from geo.models import Agency, Offering, Procedure
from geo.staff.actor import Actor, Reach
from geo.staff.models import OfferingChange, OfferingChangeSet
from geo.staff.offerings.at_point import named
from geo.words import N_, Name

Sort = Literal["title", "code", "changed"]
SORTS: tuple[Sort, ...] = ("title", "code", "changed")
OFFERED = ("somewhere", "nowhere", "mine", "not_mine")

MAXIMUM_LIMIT = 1_000
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsQuery:
    """`agency`: code of one whose procedures these are, with all below it. `offered`: empty or one of `OFFERED`.

    `after` continues behind a row's `cursor`. `limit` None: all. Raises: InvalidQuery.
    """

    text: str = ""
    agency: str = ""
    offered: str = ""
    sort: Sort = "title"
    after: str = ""
    limit: int | None = 50

    def __post_init__(self) -> None:
        if self.limit is not None:
            check_limit(self.limit, MAXIMUM_LIMIT)
        for field, value, choices in (("sort", self.sort, SORTS), ("offered", self.offered or OFFERED[0], OFFERED)):
            if value not in choices:
                message = N_("'{value}' is none of: {choices}.")
                raise InvalidQuery(message, field=field, value=value, choices=", ".join(choices))
        if self.after and self.after.count(_BETWEEN) != 1:
            raise _broken_cursor()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingsRow:
    """`points` offer it, `mine` of them within the asker's reach. `changed_at` None: files alone said who offers it."""

    id: int
    code: str
    title_th: str
    title_en: str | None
    agency_code: str
    agency_th: str
    agency_en: str | None
    shown: bool
    points: int
    mine: int
    changed_at: datetime | None
    changed_by: str | None
    cursor: str


def find_offerings_rows(session: Session, actor: Actor, query: OfferingsQuery) -> list[OfferingsRow]:
    return list(_rows(session, offerings_statement(actor.reach("offering.see"), query)))


def find_offerings_row(session: Session, actor: Actor, code: str) -> OfferingsRow:
    """Of one procedure, hidden or not. Raises: UnknownProcedure."""
    reach = actor.reach("offering.see")
    inner = _inner("code").where(Procedure.code == code)
    for row in _rows(session, _counted(inner, reach, "code")):
        return row
    raise UnknownProcedure(code)


def find_titles(session: Session, codes: Sequence[str]) -> dict[str, Name]:
    """By code; unknown ones are left out."""
    statement = select(Procedure.code, Procedure.title_th, Procedure.title_en).where(Procedure.code.in_(codes))
    return {code: Name(th, en) for code, th, en in session.execute(statement)}


def count_offerings_rows(session: Session, actor: Actor, query: OfferingsQuery) -> int:
    """On all pages."""
    statement = _filtered(_inner(query.sort), actor.reach("offering.see"), query)
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def offerings_statement(reach: Reach, query: OfferingsQuery) -> Select[Any]:
    key = _key(query.sort)
    inner = _filtered(_inner(query.sort), reach, query)
    if query.sort == "changed":
        inner = inner.order_by(key.desc(), Procedure.id.desc())
    else:
        inner = inner.order_by(key, Procedure.id)
    if query.after:
        inner = inner.where(_behind(query, key))
    return _counted(inner.limit(query.limit), reach, query.sort)


def _inner(sort: Sort) -> Select[Any]:
    return select(
        *(Procedure.id, Procedure.code, Procedure.title_th, Procedure.title_en),
        *(Agency.code.label("agency_code"), Agency.name_th.label("agency_th"), Agency.name_en.label("agency_en")),
        *(Procedure.shown, _key(sort).label("key")),
    ).join(Agency, Agency.id == Procedure.agency_id)


def _counted(inner: Select[Any], reach: Reach, sort: Sort) -> Select[Any]:
    """Counted for the rows of one page only: each is a walk through an index."""
    page = inner.subquery("page")
    points = select(func.count()).select_from(Offering).where(Offering.procedure_id == page.c.id).scalar_subquery()
    mine = points if reach.everywhere else _mine(reach, page.c.id)
    last = (
        select(OfferingChange.at, OfferingChange.account_name)
        .join(OfferingChangeSet, OfferingChangeSet.change_id == OfferingChange.id)
        .where(OfferingChangeSet.procedure_id == page.c.id)
        .order_by(OfferingChangeSet.change_id.desc())
        .limit(1)
        .lateral("last")
    )
    counted = select(page, points.label("points"), mine.label("mine"), last.c.at, last.c.account_name)
    order = (page.c.key.desc(), page.c.id.desc()) if sort == "changed" else (page.c.key, page.c.id)
    return counted.outerjoin_from(page, last, true()).order_by(*order)


def _mine(reach: Reach, procedure_id: ColumnElement[int]) -> Any:
    statement = select(func.count()).select_from(Offering).where(Offering.procedure_id == procedure_id)
    return statement.where(_within(reach)).scalar_subquery()


def _within(reach: Reach) -> ColumnElement[bool]:
    if reach.everywhere:
        return true()
    agencies = select(Agency.id).where(reach.of_agencies(Agency.path)).correlate(None)
    return or_(Offering.agency_id.in_(agencies), Offering.service_point_id.in_(reach.service_point_ids))


def _filtered(statement: Select[Any], reach: Reach, query: OfferingsQuery) -> Select[Any]:
    clauses = named(query.text)
    if query.agency:
        root = select(Agency.id).where(Agency.code == query.agency).correlate(None).scalar_subquery()
        clauses.append(root == func.any(Agency.path))
    somewhere = exists().where(Offering.procedure_id == Procedure.id)
    mine = exists().where(and_(Offering.procedure_id == Procedure.id, _within(reach)))
    match query.offered:
        case "somewhere":
            clauses.append(somewhere)
        case "nowhere":
            clauses.append(~somewhere)
        case "mine":
            clauses.append(mine)
        case "not_mine":
            clauses.append(~mine)
    return statement.where(*clauses)


def _key(sort: Sort) -> ColumnElement[Any]:
    if sort == "changed":
        last = select(func.max(OfferingChangeSet.change_id)).where(OfferingChangeSet.procedure_id == Procedure.id)
        return func.coalesce(last.correlate(Procedure).scalar_subquery(), 0)
    return Procedure.title_th.collate("th-x-icu") if sort == "title" else Procedure.code.expression


def _behind(query: OfferingsQuery, key: ColumnElement[Any]) -> ColumnElement[bool]:
    value, _, number = query.after.partition(_BETWEEN)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise _broken_cursor()
    own_id = cast(literal(int(number)), Integer)
    row = tuple_(key, Procedure.id)
    if query.sort == "changed":
        if not (value.isascii() and value.isdigit() and len(value) < 18):
            raise _broken_cursor()
        return row < tuple_(cast(literal(int(value)), BigInteger), own_id)
    if query.sort == "title":
        return row > tuple_(cast(literal(value), Text).collate("th-x-icu"), own_id)
    return row > tuple_(cast(literal(value), Text), own_id)


def _rows(session: Session, statement: Select[Any]) -> Iterator[OfferingsRow]:
    names = [name for name in OfferingsRow.__dataclass_fields__ if name != "cursor"]
    for row in session.execute(statement):
        *head, key, points, mine, changed_at, changed_by = row
        values = dict(zip(names, [*head, points, mine, changed_at, changed_by], strict=True))
        yield OfferingsRow(**values, cursor=f"{key}{_BETWEEN}{row.id}")


def _broken_cursor() -> InvalidQuery:
    return InvalidQuery(N_("'after' is not a place in this table."), field="after")
