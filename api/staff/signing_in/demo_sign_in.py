"""The demo's accounts, one for each role, which have no password: signed in to by one click where that is safe.

Decision 26 says where that is: the accounts exist in demo databases only, and `PAKMUD_DEMO_SIGN_IN` `local` lets in
nobody but a browser on this very machine that calls it by a name of its own (a name of somebody else's that points here
would be another site, whose pages could read ours).
"""

from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.staff.cookies import THIS_MACHINE
from geo.settings import Settings
from geo.staff.models import StaffAccount, StaffRole
from geo.staff.people import place_name
from geo.staff.roles import ROLE_NAMES, Role
from geo.words import translate


@dataclass(frozen=True, slots=True)
class DemoAccount:
    id: int
    name: str
    role: str
    place: str


def find_demo_accounts(request: Request, session: Session, settings: Settings, language: str) -> list[DemoAccount]:
    """What the sign-in page offers; empty outside the demo."""
    if not _is_safe(request, settings):
        return []
    rows = session.scalars(
        select(StaffRole)
        .join(StaffAccount, StaffAccount.id == StaffRole.account_id)
        .where(StaffAccount.demo, StaffAccount.disabled_at.is_(None))
        .order_by(StaffAccount.id, StaffRole.id)
    )
    return [
        DemoAccount(
            row.account_id,
            row.account.name,
            translate(ROLE_NAMES[Role(row.role)], language),
            place_name(row.agency, row.service_point),
        )
        for row in rows
    ]


def find_demo_account(request: Request, session: Session, settings: Settings, account_id: int) -> StaffAccount | None:
    if not _is_safe(request, settings):
        return None
    return session.scalar(
        select(StaffAccount).where(StaffAccount.id == account_id, StaffAccount.demo, StaffAccount.disabled_at.is_(None))
    )


def _is_safe(request: Request, settings: Settings) -> bool:
    if settings.demo_sign_in != "local":
        return settings.demo_sign_in == "on"
    caller = request.client.host if request.client else ""
    forwarded = {"x-forwarded-for", "forwarded", "x-real-ip", "via"} & set(request.headers.keys())
    return caller in THIS_MACHINE and request.url.hostname in THIS_MACHINE and not forwarded
