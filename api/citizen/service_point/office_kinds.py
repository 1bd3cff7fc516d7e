"""The kinds of offices that offer a procedure and the departments they belong to, to choose one from."""

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, Subquery, and_, any_, func, select
from sqlalchemy.orm import Session, aliased

from geo.models import Agency, Offering, ServicePoint, ServicePointType
from geo.words import Name

SAMPLED = 2_000
"""Offices looked at: all of a procedure that fewer offer; of others a kind with one office in 500 is nearly never
missed, and a look at all 75,000 would take longer than the search."""

MOST_DEPARTMENTS = 100

REMEMBERED_S = 600
REMEMBERED_PROCEDURES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSorts:
    """`kinds` in the order of their Thai names; `departments` with their codes."""

    kinds: tuple[Name, ...]
    departments: tuple[tuple[str, Name], ...]


_remembered: WeakKeyDictionary[Engine, OrderedDict[int, tuple[float, OfficeSorts]]] = WeakKeyDictionary()


def find_office_sorts(session: Session, procedure_id: int) -> OfficeSorts:
    """As they were at most ten minutes ago."""
    remembered = _remembered.setdefault(session.connection().engine, OrderedDict())
    found = remembered.get(procedure_id)
    if found is None or found[0] < monotonic():
        found = remembered[procedure_id] = monotonic() + REMEMBERED_S, _find(session, procedure_id)
        while len(remembered) > REMEMBERED_PROCEDURES:
            remembered.popitem(last=False)
    return found[1]


def office_kinds_statement(procedure_id: int) -> Select[*tuple[Any, ...]]:
    sampled = _sampled(procedure_id)
    kind = func.coalesce(ServicePoint.type, "")
    kinds = (
        select(kind.label("name_th"))
        .join(sampled, sampled.c.service_point_id == ServicePoint.id)
        .where(kind != "", ServicePoint.shown, ServicePoint.location.is_not(None))
        .distinct()
        .subquery()
    )
    return (
        select(kinds.c.name_th, ServicePointType.name_en)
        .outerjoin(ServicePointType, ServicePointType.name_th == kinds.c.name_th)
        .order_by(kinds.c.name_th.collate("th-x-icu"))
    )


def departments_statement(procedure_id: int) -> Select[*tuple[Any, ...]]:
    """The department above an office's agency; the agency itself where there is none."""
    sampled = _sampled(procedure_id)
    office, above = aliased(Agency), aliased(Agency)
    agencies = select(sampled.c.agency_id).distinct().subquery()
    return (
        select(
            func.coalesce(above.code, office.code).label("code"),
            func.coalesce(above.name_th, office.name_th).label("name_th"),
            func.coalesce(above.name_en, office.name_en).label("name_en"),
        )
        .select_from(agencies)
        .join(office, office.id == agencies.c.agency_id)
        .outerjoin(above, and_(above.id == any_(office.path), above.level == "department"))
        .distinct()
        .order_by("name_th", "code")
        .limit(MOST_DEPARTMENTS)
    )


def _find(session: Session, procedure_id: int) -> OfficeSorts:
    kinds = session.execute(office_kinds_statement(procedure_id))
    departments = session.execute(departments_statement(procedure_id))
    return OfficeSorts(
        kinds=tuple(Name(th, en) for th, en in kinds),
        departments=tuple((code, Name(th, en)) for code, th, en in departments),
    )


def _sampled(procedure_id: int) -> Subquery:
    return (
        select(Offering.service_point_id, Offering.agency_id)
        .where(Offering.procedure_id == procedure_id)
        .order_by(func.hashint4(Offering.service_point_id))
        .limit(SAMPLED)
        .subquery()
    )
