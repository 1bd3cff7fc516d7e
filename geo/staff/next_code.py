"""The code that is suggested for a new service point, agency or procedure: the first free one after its neighbours."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geo.models import Agency, Procedure, ServicePoint

DIGITS = 13

_FIRST_FREE = text("""
    SELECT lpad(number::text, 13, '0')
    FROM generate_series(CAST(:first AS bigint), CAST(:first AS bigint) + 100000) number
    WHERE NOT EXISTS (SELECT FROM service_point WHERE code = lpad(number::text, 13, '0'))
      AND NOT EXISTS (SELECT FROM agency WHERE code = lpad(number::text, 13, '0'))
      AND NOT EXISTS (SELECT FROM procedure WHERE code = lpad(number::text, 13, '0'))
    ORDER BY number LIMIT 1
""")


def find_next_point_code(session: Session, agency: Agency) -> str:
    """After the highest code of the agency's points, or its own; empty where none of these has 13 digits."""
    highest = session.scalar(
        select(func.max(ServicePoint.code)).where(
            ServicePoint.agency_id == agency.id, ServicePoint.code.regexp_match(f"^[0-9]{{{DIGITS}}}$")
        )
    )
    return _after(session, highest or agency.code)


def find_next_agency_code(session: Session, parent: Agency | None) -> str:
    """After the highest code below the parent, or its own; among the ministries without one."""
    highest = session.scalar(
        select(func.max(Agency.code)).where(
            Agency.parent_id == parent.id if parent else Agency.parent_id.is_(None),
            Agency.code.regexp_match(f"^[0-9]{{{DIGITS}}}$"),
        )
    )
    return _after(session, highest or (parent.code if parent else ""))


def find_next_procedure_code(session: Session, agency: Agency) -> str:
    """After the highest code of the agency's procedures, or its own."""
    highest = session.scalar(
        select(func.max(Procedure.code)).where(
            Procedure.agency_id == agency.id, Procedure.code.regexp_match(f"^[0-9]{{{DIGITS}}}$")
        )
    )
    return _after(session, highest or agency.code)


def _after(session: Session, code: str) -> str:
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return ""
    return session.scalar(_FIRST_FREE, {"first": int(code) + 1}) or ""
