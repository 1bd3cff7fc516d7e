"""Where a procedure is done and for whom: what the nearest search must know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from sqlalchemy import ARRAY, JSON, Select, Text, any_, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geo.areas import AreaName
from geo.merged_procedures import unknown_procedure
from geo.models import AREA_LEVELS, Area, Procedure
from geo.words import N_

JURISDICTION_NAMES = {
    "anywhere": N_("Any office that offers it"),
    "province": N_("The office of your province"),
    "district": N_("The office of your district"),
    "subdistrict": N_("The office of your subdistrict"),
}


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


@cache
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
