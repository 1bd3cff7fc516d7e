"""The agencies that have procedures: a tree to choose from, level by level, or as one list."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.models import Agency, Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChoice:
    """An agency that has procedures, or has agencies below it that have."""

    code: str
    name_th: str
    name_en: str | None


def find_department(session: Session, agency: Agency) -> Agency:
    """The department that an agency is, or belongs to; without one what stands at the top."""
    line = session.scalars(
        select(Agency).where(Agency.id.in_(agency.path)).order_by(func.cardinality(Agency.path))
    ).all()
    return next((one for one in line if one.level == "department"), line[0])


def find_owners(session: Session, within: str = "") -> list[OwnerChoice]:
    """Directly below the agency with this code, by name; the ministries for ''."""
    parent = select(Agency.id).where(Agency.code == within).scalar_subquery()
    statement = (
        select(Agency.code, Agency.name_th, Agency.name_en)
        .where(Agency.parent_id == parent if within else Agency.parent_id.is_(None), Agency.id.in_(_OWNING))
        .order_by(Agency.name_th, Agency.id)
    )
    return [OwnerChoice(code=code, name_th=th, name_en=en) for code, th, en in session.execute(statement)]


def find_owner_options(session: Session) -> tuple[str, ...]:
    """All of them, as `find_agency_code` reads them: '0150800000000 กรมการพัฒนาชุมชน'; the higher ones first."""
    statement = select(Agency.code, Agency.name_th).where(Agency.id.in_(_OWNING))
    rows = session.execute(statement.order_by(func.cardinality(Agency.path), Agency.name_th, Agency.id))
    return tuple(f"{code} {name}" for code, name in rows)


_OWNING = select(func.unnest(Agency.path)).where(Agency.id.in_(select(Procedure.agency_id).distinct()))
