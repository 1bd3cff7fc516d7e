"""Procedures: one by its code, or those whose names match what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    ARRAY,
    JSON,
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

from geo.areas import AreaName
from geo.database import rows_in_time
from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.manual import ManualContent
from geo.manual_revisions.in_force import ManualInForce, find_in_force
from geo.merged_procedures import unknown_procedure
from geo.models import AREA_LEVELS, TAG_KINDS, Agency, Area, CommonName, Offering, Procedure, ProcedureTag, Tag
from geo.words import N_

MAXIMUM_LIMIT = 200

JURISDICTION_NAMES = {
    "anywhere": N_("Any office that offers it"),
    "province": N_("The office of your province"),
    "district": N_("The office of your district"),
    "subdistrict": N_("The office of your subdistrict"),
}


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


@dataclass(frozen=True, slots=True)
class ProcedureHead:
    """What the nearest search must know of a procedure.

    `areas` are the only ones where it can be had, in force, by code; empty: anywhere. `online_url` is http or https.
    """

    id: int
    code: str
    title_th: str
    title_en: str | None
    jurisdiction: str
    jurisdiction_of: str
    areas: tuple[AreaName, ...] = ()
    online_url: str | None = None

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """A row of `head_statement`."""
        *plain, areas, online_url = row
        named = (AreaName(code=code, level=level, name_th=th, name_en=en) for code, level, th, en in areas or ())
        return cls(*(*plain, tuple(named), online_url))

    @property
    def level(self) -> str | None:
        """The level of the area whose office is responsible; None: any office that offers it."""
        return None if self.jurisdiction == "anywhere" else self.jurisdiction

    @property
    def area_codes(self) -> tuple[str, ...]:
        return tuple(area.code for area in self.areas)

    @property
    def asks_for_home(self) -> bool:
        """Whether it matters where the home (or land, building, business) is."""
        return self.level is not None or bool(self.areas)

    @property
    def finest_level(self) -> str:
        """Of the areas by which homes are told apart: nobody has to say more exactly where hers is."""
        levels = [AREA_LEVELS.index(level) for level in (self.level, *(area.level for area in self.areas)) if level]
        return AREA_LEVELS[max(levels, default=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDetail:
    """A procedure with its manual in force, which may not have been written yet. Tags are Thai names by kind."""

    name: ProcedureName
    head: ProcedureHead
    tags: dict[str, list[str]]
    in_force: ManualInForce | None

    @property
    def manual(self) -> ManualContent | None:
        return self.in_force.content if self.in_force else None


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


def find_names(session: Session, procedure_ids: Sequence[int]) -> dict[int, ProcedureName]:
    """Those of these that are shown, by id, in the order of `procedure_ids`."""
    rows = session.execute(_names_of(), {"procedure_ids": list(procedure_ids)})
    names = {name.id: name for name in map(_name, rows)}
    return {one: names[one] for one in procedure_ids if one in names}


def find_filtered_ids(session: Session, query: ProcedureQuery) -> frozenset[int]:
    """Shown procedures that the filters of `query` let through, whatever its text and limit."""
    return frozenset(session.scalars(select(Procedure.id).where(Procedure.shown, *_filters(query))))


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


def head_statement() -> Select[*tuple[Any, ...]]:
    """What `ProcedureHead.of` takes, where there is a shown procedure with the `code`."""
    return _heads().where(Procedure.code == bindparam("code"), Procedure.shown)


def find_procedure_head(session: Session, code: str) -> ProcedureHead:
    """Raises: UnknownProcedure, also for one that is not shown; MergedProcedure."""
    row = session.execute(head_statement(), {"code": code}).one_or_none()
    if row is None:
        raise unknown_procedure(session, code)
    return ProcedureHead.of(row)


def find_head_of(session: Session, procedure: Procedure) -> ProcedureHead:
    """Also of one that is not shown."""
    return ProcedureHead.of(session.execute(_heads().where(Procedure.id == procedure.id)).one())


def find_procedure(session: Session, code: str) -> ProcedureDetail:
    """Raises: UnknownProcedure, also for one that is not shown; MergedProcedure."""
    row = session.execute(_names().where(Procedure.code == code, Procedure.shown)).one_or_none()
    if row is None:
        raise unknown_procedure(session, code)
    name = _name(row)
    return ProcedureDetail(
        name=name,
        head=find_procedure_head(session, code),
        tags=_tags(session, name.id),
        in_force=find_in_force(session, name.id),
    )


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


def _heads() -> Select[*tuple[Any, ...]]:
    in_force = func.areas_in_force(Procedure.areas, type_=ARRAY(Text))
    named = func.json_build_array(Area.code, Area.level, Area.name_th, func.coalesce(Area.name_en, Area.name_th))
    listed = select(func.json_agg(aggregate_order_by(named, Area.code), type_=JSON)).where(Area.code == any_(in_force))
    return select(
        Procedure.id,
        Procedure.code,
        Procedure.title_th,
        Procedure.title_en,
        Procedure.jurisdiction,
        Procedure.jurisdiction_of,
        case((func.cardinality(Procedure.areas) > 0, listed.scalar_subquery())),
        # whatever wrote it: a link to anything else could run a script
        case((Procedure.online_url.op("~*")("^https?://"), Procedure.online_url)),
    )


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


def _tags(session: Session, procedure_id: int) -> dict[str, list[str]]:
    statement = (
        select(Tag.kind, Tag.name_th)
        .join(ProcedureTag, ProcedureTag.tag_id == Tag.id)
        .where(ProcedureTag.procedure_id == procedure_id)
        .order_by(ProcedureTag.position)
    )
    tags: dict[str, list[str]] = {kind: [] for kind in TAG_KINDS}
    for kind, name in session.execute(statement):
        tags[kind].append(name)
    return tags
