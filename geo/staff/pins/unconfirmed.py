"""Pins that nobody has confirmed for long, for whoever can say with one tap that they are still right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.models import Agency, ServicePoint
from geo.opening_hours import BANGKOK
from geo.staff.actor import Actor
from geo.words import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class UnconfirmedPin:
    """`since`: when somebody last said that it is right, or set it."""

    code: str
    name: Name
    since: datetime
    version: int


def find_unconfirmed_pins(
    session: Session, actor: Actor, confirm_within: timedelta, limit: int, now: datetime | None = None
) -> list[UnconfirmedPin]:
    """Those that the actor may confirm; those that wait longest come first."""
    since = func.coalesce(ServicePoint.pin_verified_at, ServicePoint.pinned_at)
    reach = actor.reach("pin.set")
    if reach.is_nowhere:
        return []
    statement = (
        select(ServicePoint.code, ServicePoint.name_th, ServicePoint.name_en, since, ServicePoint.version)
        .join(Agency, Agency.id == ServicePoint.agency_id)
        .where(
            ServicePoint.shown,
            ServicePoint.location.is_not(None),
            since < (now or datetime.now(BANGKOK)) - confirm_within,
            reach.of_points(Agency.path, ServicePoint.id),
        )
        .order_by(since, ServicePoint.id)
        .limit(limit)
    )
    return [
        UnconfirmedPin(code=code, name=Name(th, en), since=at, version=version)
        for code, th, en, at, version in session.execute(statement)
    ]


def unconfirmed_since(
    verified_at: datetime | None, pinned_at: datetime | None, confirm_within: timedelta
) -> datetime | None:
    """When the pin was last confirmed or set, if that is too long ago."""
    since = verified_at or pinned_at
    return since if since is not None and since < datetime.now(BANGKOK) - confirm_within else None
