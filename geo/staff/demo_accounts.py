"""The demo's members of staff: one for each role, without passwords, marked as the demo's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.models import Agency, ServicePoint
from geo.staff.accounts import find_account, make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role

COMMUNITY_DEVELOPMENT = "0150800000000"
"""กรมการพัฒนาชุมชน, which has an office in every district."""

_PEOPLE = {
    Role.platform_admin: "ปกรณ์ ดูแลระบบ",
    Role.opdc_officer: "อรทัย พัฒนาระบบ",
    Role.central_officer: "กนกวรรณ ส่วนกลาง",
    Role.author: "จิรายุ เขียนคู่มือ",
    Role.reviewer: "รัชนี ตรวจคู่มือ",
    Role.point_officer: "พิมพ์ใจ ประจำจุด",
}


def make_demo_accounts(session: Session) -> None:
    """Those that are not there yet; none without the department they belong to. The caller commits."""
    agency_id = session.scalar(select(Agency.id).where(Agency.code == COMMUNITY_DEVELOPMENT))
    point_id = session.scalar(
        select(ServicePoint.id).where(ServicePoint.agency_id == agency_id).order_by(ServicePoint.code).limit(1)
    )
    if agency_id is None or point_id is None:
        return
    for role, name in _PEOPLE.items():
        email = f"{role.value.replace('_', '-')}@demo.invalid"
        if find_account(session, email) is not None:
            continue
        account = make_account(session, AT_THE_TERMINAL, email=email, name=name, password=None, demo=True)
        everywhere = role in (Role.platform_admin, Role.opdc_officer)
        give_role(
            session,
            AT_THE_TERMINAL,
            account,
            GrantTo(
                role=role,
                agency_id=None if everywhere else agency_id,
                service_point_id=point_id if role is Role.point_officer else None,
            ),
        )
