"""The kinds of offices that offer a procedure, to choose one from."""

from collections import OrderedDict
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from geo.models import Offering, ServicePoint, ServicePointType
from geo.words import Name

SAMPLED = 2_000
"""Offices looked at: all of a procedure that fewer offer; of others a kind with one office in 500 is nearly never
missed, and a look at all 75,000 would take longer than the search."""

REMEMBERED_S = 600
REMEMBERED_PROCEDURES = 1_000

_Kinds = tuple[Name, ...]
_remembered: WeakKeyDictionary[Engine, OrderedDict[int, tuple[float, _Kinds]]] = WeakKeyDictionary()


def find_office_kinds(session: Session, procedure_id: int) -> _Kinds:
    """In the order of their Thai names, as they were at most ten minutes ago."""
    remembered = _remembered.setdefault(session.connection().engine, OrderedDict())
    found = remembered.get(procedure_id)
    if found is None or found[0] < monotonic():
        kinds = tuple(Name(th, en) for th, en in session.execute(office_kinds_statement(procedure_id)))
        found = remembered[procedure_id] = monotonic() + REMEMBERED_S, kinds
        while len(remembered) > REMEMBERED_PROCEDURES:
            remembered.popitem(last=False)
    return found[1]


def office_kinds_statement(procedure_id: int) -> Select[*tuple[Any, ...]]:
    sampled = (
        select(Offering.service_point_id)
        .where(Offering.procedure_id == procedure_id)
        .order_by(func.hashint4(Offering.service_point_id))
        .limit(SAMPLED)
        .subquery()
    )
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
