"""Offerings in bulk: "all district offices of Chon Buri" are looked at first and counted, then linked or left out.

Only service points that the actor may change in bulk are ever touched; the others that match are counted, no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ARRAY, ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, UnknownProcedure
from geo.models import Agency, Offering, Procedure, ServicePoint
from geo.staff.actor import Actor
from geo.staff.audit import Doer, acting
from geo.staff.offerings.log_change import log_in_bulk
from geo.staff.offerings.write_change import NOTHING, Written, write_links
from geo.words import N_

Act = Literal["link", "take_away"]

MOST_PROCEDURES = 200

_SAMPLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkQuery:
    """`type`: kind of point, in Thai; `area`: 2, 4 or 6 digits; `agency`: code of one, with all below it.

    One of the three at least: nobody links the whole country by leaving a form empty. Raises: InvalidQuery.
    """

    procedures: tuple[str, ...]
    act: Act = "link"
    type: str = ""
    area: str = ""
    agency: str = ""

    def __post_init__(self) -> None:
        if not self.procedures:
            raise InvalidQuery(N_("Please choose a procedure."), field="procedure")
        if len(self.procedures) > MOST_PROCEDURES:
            message = N_("Please choose {limit} procedures at most; these are {count}.")
            raise InvalidQuery(message, field="procedure", limit=MOST_PROCEDURES, count=len(self.procedures))
        if self.act not in ("link", "take_away"):
            message = N_("'{value}' is none of: {choices}.")
            raise InvalidQuery(message, field="act", value=self.act, choices="link, take_away")
        if self.area and not (self.area.isascii() and self.area.isdigit() and len(self.area) in (2, 4, 6)):
            raise InvalidQuery(N_("The code of an area has 2, 4 or 6 digits."), field="area")
        if not (self.type or self.area or self.agency):
            raise InvalidQuery(N_("Please say which service points: a kind, an area or an agency."), field="type")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePreview:
    """`there`: how many of the service points offer it already."""

    id: int
    code: str
    title_th: str
    title_en: str | None
    there: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePoint:
    code: str
    name_th: str
    name_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`point_ids`: the service points that match and are within reach. `outside`: those that match and are not.

    `to_change` counts the offerings that would be added, or taken away; `unchanged` those that are so already.
    """

    query: BulkQuery
    point_ids: tuple[int, ...]
    hidden: int
    outside: int
    sample: tuple[SamplePoint, ...]
    procedures: tuple[ProcedurePreview, ...]

    @property
    def to_change(self) -> int:
        there = sum(one.there for one in self.procedures)
        return self._pairs - there if self.query.act == "link" else there

    @property
    def unchanged(self) -> int:
        return self._pairs - self.to_change

    @property
    def _pairs(self) -> int:
        return len(self.point_ids) * len(self.procedures)


def find_preview(session: Session, actor: Actor, query: BulkQuery) -> Preview:
    """Writes nothing. Raises: UnknownProcedure."""
    reach = actor.reach("offering.bulk")
    within = reach.of_points(Agency.path, ServicePoint.id)
    statement = (
        select(ServicePoint.id, ServicePoint.shown, within.label("within"))
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(*_clauses(query))
        .order_by(ServicePoint.id)
    )
    rows = session.execute(statement).all()
    point_ids = tuple(row.id for row in rows if row.within)
    return Preview(
        query=query,
        point_ids=point_ids,
        hidden=sum(row.within and not row.shown for row in rows),
        outside=len(rows) - len(point_ids),
        sample=_sample(session, point_ids),
        procedures=_procedures(session, query, point_ids),
    )


def change_in_bulk(session: Session, doer: Doer, query: BulkQuery, expected: int) -> Written:
    """All or nothing. `expected`: the `to_change` that was looked at; another number is looked at again.

    Raises: UnknownProcedure, InvalidQuery.
    """
    preview = find_preview(session, acting(doer), query)
    if preview.to_change != expected:
        message = N_("Meanwhile the number has changed: {expected} were to be changed, now it is {count}.")
        raise InvalidQuery(message, field="expected", expected=expected, count=preview.to_change)
    if not preview.to_change:
        return NOTHING
    procedure_ids = [one.id for one in preview.procedures]
    if query.act == "link":
        written = write_links(session, doer, preview.point_ids, link=procedure_ids)
    else:
        written = write_links(session, doer, preview.point_ids, take_away=procedure_ids)
    if written.number is not None:
        log_in_bulk(session, doer, f"offering.{query.act}", written)
    return written


def _clauses(query: BulkQuery) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if query.type:
        clauses.append(ServicePoint.type == query.type)
    if query.area:
        clauses.append(ServicePoint.subdistrict_code.startswith(query.area))
    if query.agency:
        root = select(Agency.id).where(Agency.code == query.agency).scalar_subquery()
        clauses.append(root == func.any(Agency.path))
    return clauses


def _sample(session: Session, point_ids: Sequence[int]) -> tuple[SamplePoint, ...]:
    first = (
        select(ServicePoint.code, ServicePoint.name_th, ServicePoint.name_en)
        .where(ServicePoint.id.in_(point_ids[:_SAMPLE]))
        .order_by(ServicePoint.id)
    )
    return tuple(SamplePoint(code=code, name_th=th, name_en=en) for code, th, en in session.execute(first))


def _procedures(session: Session, query: BulkQuery, point_ids: Sequence[int]) -> tuple[ProcedurePreview, ...]:
    columns = (Procedure.id, Procedure.code, Procedure.title_th, Procedure.title_en)
    found = {row.code: row for row in session.execute(select(*columns).where(Procedure.code.in_(query.procedures)))}
    for code in query.procedures:
        if code not in found:
            raise UnknownProcedure(code)
    ids = [row.id for row in found.values()]
    ids_of_points = cast(list(point_ids), ARRAY(Integer))  # not a list of thousands of parameters
    there: dict[int, int] = dict(
        session.execute(
            select(Offering.procedure_id, func.count())
            .where(Offering.procedure_id.in_(ids), Offering.service_point_id == func.any(ids_of_points))
            .group_by(Offering.procedure_id)
        ).all()
    )
    return tuple(
        ProcedurePreview(
            id=row.id, code=row.code, title_th=row.title_th, title_en=row.title_en, there=there.get(row.id, 0)
        )
        for row in (found[code] for code in dict.fromkeys(query.procedures))
    )
