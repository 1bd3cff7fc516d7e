"""Who may serve whom: the home of a citizen, and the areas that service points serve.

A procedure is done anywhere, or at the office of the province, district or subdistrict of her home (or her land,
building or business). An office serves the areas that somebody stated for it or for its agency; else the area that its
type implies; else, where the type implies none, the one around it of the level that the procedure asks for. Where a
procedure can be had in listed areas only, nobody serves a home that lies in none of them.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, bindparam, case, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from geo.areas import codes_above
from geo.models import AREA_LEVELS, ServicePoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where the citizen is registered (or the land lies ...): the code of an area in force.

    It is at least as exact as `level` (province, district, subdistrict), which is what the procedure asks for; None:
    any office that offers it. Not `served`: it lies in none of the areas where the procedure can be had.
    """

    code: str
    level: str | None
    served: bool = True

    @property
    def deciding(self) -> "Home | None":
        """The home for a question: itself where it decides who may serve her, None where anybody may."""
        return None if self.served and self.level is None else self

    def values(self) -> dict[str, object]:
        """What the clauses below bind."""
        if self.level is None or not self.served:
            return _NOBODY
        around = self.code[: 2 * (AREA_LEVELS.index(self.level) + 1)]
        return {
            "home_areas": codes_above(self.code),
            "home_from": around,
            "home_to": around + ":",  # the character after '9'
            "home_inside": self.code + "%",
        }


# Values that no service point fits, rather than a clause less: the SQL and its plans stay those of every other home.
_NOBODY: dict[str, object] = {"home_areas": [], "home_from": "", "home_to": "", "home_inside": ""}


def competent_clause() -> ColumnElement[bool]:
    """Whether `ServicePoint` serves all of the home (null for no). Both halves have an index."""
    code = ServicePoint.subdistrict_code
    stated = ServicePoint.serves.op("&&", return_type=true().type)(bindparam("home_areas", type_=ARRAY(Text)))
    around = and_(ServicePoint.serves.is_(None), code >= bindparam("home_from"), code < bindparam("home_to"))
    return or_(stated, around)


def competence() -> ColumnElement[bool | None]:
    """True, false, or null: it serves a part of a home that is only known roughly."""
    part = func.unnest(ServicePoint.serves).column_valued("part")
    serves_a_part = exists(select(part).where(part.like(bindparam("home_inside"))))
    return case((competent_clause().is_(true()), True), (serves_a_part, None), else_=False)
