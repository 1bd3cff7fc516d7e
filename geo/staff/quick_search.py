"""Service points and procedures by name or code, as staff look for them: hidden ones too."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from geo.models import Agency, CommonName, Procedure, ServicePoint
from geo.staff.actor import Actor
from geo.thai_digits import in_arabic_digits


@dataclass(frozen=True, slots=True)
class FoundPoint:
    code: str
    name_th: str
    name_en: str | None
    shown: bool
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class FoundProcedure:
    """`is_hers`: whether whoever looked may see it as staff."""

    code: str
    title_th: str
    title_en: str | None
    shown: bool
    is_hers: bool


_POINT = select(
    ServicePoint.code,
    ServicePoint.name_th,
    ServicePoint.name_en,
    ServicePoint.shown,
    ServicePoint.location.is_not(None),
).join(Agency, Agency.id == ServicePoint.agency_id)


def find_points(session: Session, actor: Actor, text: str, limit: int) -> list[FoundPoint]:
    """Those the actor may see, whose code begins with the text or whose names hold all its words; by name."""
    reach = actor.reach("service_point.see")
    statement = _POINT.where(
        reach.of_points(Agency.path, ServicePoint.id),
        _named(text, ServicePoint.code, (ServicePoint.name_th, ServicePoint.name_en)),
    )
    return _points(session, statement, limit)


def find_my_points(session: Session, actor: Actor, limit: int) -> list[FoundPoint]:
    """Those she looks after herself; where these are many, what has no pin comes first."""
    reach = actor.reach("service_point.edit")
    if reach.is_nowhere:
        return []
    statement = _POINT.where(reach.of_points(Agency.path, ServicePoint.id)).order_by(ServicePoint.location.is_not(None))
    return _points(session, statement, limit)


def find_procedures_named(session: Session, actor: Actor, text: str, limit: int) -> list[FoundProcedure]:
    """Whose code begins with the text, or whose title or one of whose common names holds all its words.

    All that are shown, and hidden ones of the actor's.
    """
    words = [CommonName.name.icontains(word, autoescape=True) for word in text.split()]
    called = exists().where(CommonName.procedure_id == Procedure.id, *words)
    hers = actor.reach("procedure.see").of_agencies(Agency.path)
    statement = (
        select(Procedure.code, Procedure.title_th, Procedure.title_en, Procedure.shown, hers.label("is_hers"))
        .join(Agency, Agency.id == Procedure.agency_id)
        .where(
            or_(Procedure.shown, hers),
            or_(_named(text, Procedure.code, (Procedure.title_th, Procedure.title_en)), called),
        )
        .order_by(func.length(Procedure.title_th), Procedure.id)
        .limit(limit)
    )
    return [FoundProcedure(*row) for row in session.execute(statement)]


def _points(session: Session, statement: Select[str, str, str | None, bool, bool], limit: int) -> list[FoundPoint]:
    rows = session.execute(statement.order_by(ServicePoint.name_th, ServicePoint.id).limit(limit))
    return [FoundPoint(*row) for row in rows]


def _named(
    text: str,
    code: InstrumentedAttribute[str],
    names: tuple[InstrumentedAttribute[str], InstrumentedAttribute[str | None]],
) -> ColumnElement[bool]:
    digits = in_arabic_digits(text.strip())
    if digits.isdigit():
        return code.startswith(digits, autoescape=True)
    clauses = [or_(*(name.icontains(word, autoescape=True) for name in names)) for word in text.split()]
    joined = clauses[0]
    for clause in clauses[1:]:
        joined &= clause
    return joined
