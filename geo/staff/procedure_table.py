"""The table of procedures as staff see it, each with where its manual stands, and the counts of each agency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.manual_revisions.in_force import IN_FORCE
from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.manual_revisions.states import OPEN
from geo.manual_revisions.waiting import waits_for
from geo.models import PROCEDURE_KINDS, Agency, CommonName, Procedure
from geo.staff.actor import Actor, Reach
from geo.thai_digits import in_arabic_digits
from geo.words import N_

MAXIMUM_LIMIT = 501

Status = Literal["none", "published", "draft", "returned", "review", "approval"]
Age = Literal["half_year", "year", "three_years", "never_reviewed"]

_YEARS = {"half_year": "6 months", "year": "1 year", "three_years": "3 years"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureTableQuery:
    """`agency`: code, with all below it. `reviewer`: of anybody who approved or returned a revision, words of the name.

    `after`: the `cursor` of the last row of the page before. Empty and None: whatever. Raises: InvalidQuery.
    """

    text: str = ""
    agency: str = ""
    kind: str = ""
    status: str = ""
    age: str = ""
    reviewer: str = ""
    shown: bool | None = None
    waiting: bool = False
    after: str = ""
    limit: int = 50

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)
        for field, value, choices in (
            ("kind", self.kind, PROCEDURE_KINDS),
            ("status", self.status, get_args(Status)),
            ("age", self.age, get_args(Age)),
        ):
            if value and value not in choices:
                message = N_("'{value}' is none of: {choices}.")
                raise InvalidQuery(message, field=field, value=value, choices=", ".join(choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRow:
    """`published_number` None: there is no manual in force. `open_number`, `open_state`: of one being worked on."""

    code: str
    title_th: str
    title_en: str | None
    agency_code: str
    agency_th: str
    agency_en: str | None
    kind: str
    shown: bool
    merged: bool
    published_number: int | None
    published_at: datetime | None
    open_number: int | None
    open_state: str | None
    open_by: str | None
    open_at: datetime | None

    @property
    def cursor(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCounts:
    """Of an agency's own procedures. `never_reviewed`: no manual, or one that came from a file; `old`: over a year."""

    code: str
    name_th: str
    name_en: str | None
    procedures: int
    published: int
    draft: int
    waiting: int
    never_reviewed: int
    old: int


def find_procedure_rows(session: Session, actor: Actor, query: ProcedureTableQuery) -> list[ProcedureRow]:
    """Those the actor may see, by code."""
    statement = _filtered(_columns(), actor, query).order_by(Procedure.code).limit(query.limit)
    if query.after:
        statement = statement.where(tuple_(Procedure.code) > tuple_(query.after))
    return [ProcedureRow(**row) for row in session.execute(statement).mappings()]


def count_procedure_rows(session: Session, actor: Actor, query: ProcedureTableQuery) -> int:
    """On all pages."""
    return session.scalar(_filtered(_joined(select(func.count())), actor, query)) or 0


def find_agency_counts(session: Session, actor: Actor, within: str = "") -> list[AgencyCounts]:
    """Of agencies that own procedures the actor may see, those with most left to do first."""
    has_manual, has_open = IN_FORCE.c.procedure_id.is_not(None), ManualRevision.id.is_not(None)
    columns = {
        "procedures": func.count(),
        "published": func.count().filter(has_manual),
        "draft": func.count().filter(has_open, ManualRevision.state.in_(("draft", "returned"))),
        "waiting": func.count().filter(has_open, ManualRevision.state.in_(("review", "approval"))),
        "never_reviewed": func.count().filter(_never_reviewed()),
        "old": func.count().filter(_older_than("1 year")),
    }
    names: tuple[Any, ...] = (Agency.code, Agency.name_th, Agency.name_en)
    statement = (
        _joined(select(*names, *(column.label(name) for name, column in columns.items())))
        .where(_seen(actor.reach("procedure.see")), Procedure.merged_into_id.is_(None), *_within(within))
        .group_by(Agency.id)
        .order_by((columns["procedures"] - columns["published"]).desc(), Agency.code)
    )
    return [AgencyCounts(**row) for row in session.execute(statement).mappings()]


def _columns() -> Select[Any]:
    return _joined(
        select(
            *(Procedure.code, Procedure.title_th, Procedure.title_en),
            *(Agency.code.label("agency_code"), Agency.name_th.label("agency_th"), Agency.name_en.label("agency_en")),
            *(Procedure.kind, Procedure.shown, Procedure.merged_into_id.is_not(None).label("merged")),
            *(IN_FORCE.c.number.label("published_number"), IN_FORCE.c.published_at.label("published_at")),
            *(ManualRevision.number.label("open_number"), ManualRevision.state.label("open_state")),
            *(ManualRevision.updated_by.label("open_by"), ManualRevision.updated_at.label("open_at")),
        )
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    is_open = and_(ManualRevision.procedure_id == Procedure.id, ManualRevision.state.in_(OPEN))
    return (
        statement.select_from(Procedure)
        .join(Agency, Agency.id == Procedure.agency_id)
        .outerjoin(IN_FORCE, IN_FORCE.c.procedure_id == Procedure.id)
        .outerjoin(ManualRevision, is_open)
    )


def _filtered(statement: Select[Any], actor: Actor, query: ProcedureTableQuery) -> Select[Any]:
    clauses: list[ColumnElement[bool]] = [_seen(actor.reach("procedure.see")), *_within(query.agency)]
    clauses += _named(query.text)
    if query.kind:
        clauses.append(Procedure.kind == query.kind)
    if query.shown is not None:
        clauses.append(Procedure.shown.is_(query.shown))
    if query.status == "none":
        clauses += [IN_FORCE.c.procedure_id.is_(None), ManualRevision.id.is_(None)]
    elif query.status == "published":
        clauses.append(IN_FORCE.c.procedure_id.is_not(None))
    elif query.status:
        clauses.append(ManualRevision.state == query.status)
    if query.age:
        clauses.append(_never_reviewed() if query.age == "never_reviewed" else _older_than(_YEARS[query.age]))
    if query.reviewer.strip():
        clauses.append(_reviewed_by(query.reviewer))
    if query.waiting:
        clauses.append(waits_for(actor))
    return statement.where(*clauses)


def _seen(reach: Reach) -> ColumnElement[bool]:
    return reach.of_agencies(Agency.path)


def _within(agency: str) -> list[ColumnElement[bool]]:
    if not agency:
        return []
    root = aliased(Agency)
    return [select(root.id).where(root.code == agency).scalar_subquery() == func.any(Agency.path)]


def _named(words: str) -> list[ColumnElement[bool]]:
    """A code begins with the text, or the titles and common names hold all its words."""
    digits = in_arabic_digits(words.strip())
    if digits.isdigit():
        return [Procedure.code.startswith(digits, autoescape=True)]
    called = CommonName.procedure_id == Procedure.id
    return [
        or_(
            Procedure.title_th.icontains(word, autoescape=True),
            Procedure.title_en.icontains(word, autoescape=True),
            exists().where(called, CommonName.name.icontains(word, autoescape=True)),
        )
        for word in words.split()
    ]


def _never_reviewed() -> ColumnElement[bool]:
    return or_(IN_FORCE.c.procedure_id.is_(None), IN_FORCE.c.source == "file")


def _older_than(interval: str) -> ColumnElement[bool]:
    return IN_FORCE.c.published_at < func.now() - text(f"interval '{interval}'")


def _reviewed_by(words: str) -> ColumnElement[bool]:
    revision = aliased(ManualRevision)
    return exists().where(
        revision.procedure_id == Procedure.id,
        ManualAction.revision_id == revision.id,
        ManualAction.action.in_(("approve_1", "approve_2", "return")),
        *(ManualAction.account_name.icontains(word, autoescape=True) for word in words.split()),
    )
