"""Procedures as they stand in lists: those whose names match what was typed, those that a service point offers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    any_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.orm import Session

from geo.database import rows_in_time
from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.models import Agency, CommonName, Offering, Procedure, ProcedureTag, Tag
from geo.words import N_

MAXIMUM_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureName:
    """A procedure as it stands in a list."""

    id: int
    code: str
    title_th: str
    title_en: str | None
    agency_code: str
    agency_name_th: str
    agency_name_en: str | None
    common_names_th: list[str]
    common_names_en: list[str]

    def title(self, language: str) -> str:
        return self.title_th if language == "th" or not self.title_en else self.title_en


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureQuery:
    """`text` empty lists all. `category` and `user_group` are Thai labels, `agency` a code: those and all below it.

    Raises: InvalidQuery.
    """

    text: str = ""
    limit: int = 20
    category: str | None = None
    user_group: str | None = None
    agency: str | None = None

    @property
    def has_filter(self) -> bool:
        return any((self.category, self.user_group, self.agency))

    def __post_init__(self) -> None:
        check_limit(self.limit, MAXIMUM_LIMIT)
        if len(self.text) > 200:
            raise InvalidQuery(N_("'q' is longer than 200 characters. Use a few words."), field="q")


def find_procedures(session: Session, query: ProcedureQuery, *, timeout_ms: int = 2_000) -> list[ProcedureName]:
    """Shown procedures with the text in their title, code or a common name; exact names first, then beginnings."""
    return [_name(row) for row in rows_in_time(session, procedures_statement(query), timeout_ms)]


def find_name(session: Session, code: str) -> ProcedureName | None:
    """None where no procedure that is shown has this code."""
    row = session.execute(_name_of(), {"code": code}).one_or_none()
    return None if row is None else _name(row)


def find_names(session: Session, procedure_ids: Sequence[int]) -> dict[int, ProcedureName]:
    """Those of these that are shown, by id, in the order of `procedure_ids`."""
    rows = session.execute(_names_of(), {"procedure_ids": list(procedure_ids)})
    names = {name.id: name for name in map(_name, rows)}
    return {one: names[one] for one in procedure_ids if one in names}


def find_filtered_ids(session: Session, query: ProcedureQuery) -> frozenset[int]:
    """Shown procedures that the filters of `query` let through, whatever its text and limit."""
    return frozenset(session.scalars(select(Procedure.id).where(Procedure.shown, *_filters(query))))


def has_procedures(session: Session, count: int) -> bool:
    """Whether so many are shown: to find that out, no more are looked at, and none is put in order."""
    some = select(Procedure.id).where(Procedure.shown).limit(count).subquery()
    return session.scalars(select(func.count()).select_from(some)).one() == count


def procedures_statement(query: ProcedureQuery) -> Select[*tuple[Any, ...]]:
    statement = _names().where(Procedure.shown, *_filters(query))
    text = " ".join(query.text.split()).casefold()
    if text:
        has_name = exists().where(CommonName.procedure_id == Procedure.id)
        lower_names = func.lower(CommonName.name)
        titles = (func.lower(Procedure.title_th), func.lower(func.coalesce(Procedure.title_en, "")))
        statement = statement.where(
            or_(
                Procedure.code == text,
                *(title.contains(text, autoescape=True) for title in titles),
                has_name.where(lower_names.contains(text, autoescape=True)),
            )
        ).order_by(
            case(
                (or_(*(title == text for title in titles), has_name.where(lower_names == text)), 0),
                (
                    or_(
                        *(title.startswith(text, autoescape=True) for title in titles),
                        has_name.where(lower_names.startswith(text, autoescape=True)),
                    ),
                    1,
                ),
                else_=2,
            )
        )
    return statement.order_by(Procedure.title_th.collate("th-x-icu"), Procedure.id).limit(query.limit)


def find_offered_procedures(session: Session, service_point_id: int) -> list[ProcedureName]:
    """What a service point offers, in the order of the Thai titles."""
    statement = (
        _names()
        .join(Offering, Offering.procedure_id == Procedure.id)
        .where(Offering.service_point_id == service_point_id, Procedure.shown)
        .order_by(Procedure.title_th.collate("th-x-icu"), Procedure.id)
    )
    return [_name(row) for row in session.execute(statement)]


def _filters(query: ProcedureQuery) -> Iterator[ColumnElement[bool]]:
    for kind, name in (("category", query.category), ("user_group", query.user_group)):
        if name:
            has_tag = select(ProcedureTag.procedure_id).join(Tag, Tag.id == ProcedureTag.tag_id)
            yield Procedure.id.in_(has_tag.where(Tag.kind == kind, Tag.name_th == name))
    if query.agency:
        below = select(Agency.id).where(Agency.code == query.agency).cte(recursive=True)
        below = below.union(select(Agency.id).join(below, Agency.parent_id == below.c.id))
        yield Procedure.agency_id.in_(select(below.c.id))


def _names() -> Select[*tuple[Any, ...]]:
    return select(
        Procedure.id,
        Procedure.code,
        Procedure.title_th,
        Procedure.title_en,
        Agency.code,
        Agency.name_th,
        Agency.name_en,
        _common_names("th"),
        _common_names("en"),
    ).join(Agency, Agency.id == Procedure.agency_id)


@cache
def _name_of() -> Select[*tuple[Any, ...]]:
    return _names().where(Procedure.code == bindparam("code"), Procedure.shown)


@cache
def _names_of() -> Select[*tuple[Any, ...]]:
    """Built once: to build it takes longer than to run it, and every keystroke runs it."""
    return _names().where(Procedure.shown, Procedure.id == any_(bindparam("procedure_ids", type_=ARRAY(Integer))))


def _common_names(language: str) -> ColumnElement[list[str]]:
    names = func.array_agg(aggregate_order_by(CommonName.name, CommonName.position), type_=ARRAY(Text))
    of_procedure = select(func.coalesce(names, array([], type_=Text))).where(
        CommonName.procedure_id == Procedure.id, CommonName.language == language
    )
    return of_procedure.scalar_subquery()


def _name(row: Row[*tuple[Any, ...]]) -> ProcedureName:
    return ProcedureName(**dict(zip(_NAME_FIELDS, row, strict=True)))


_NAME_FIELDS = tuple(field.name for field in fields(ProcedureName))
