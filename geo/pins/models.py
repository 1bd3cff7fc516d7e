"""The tables about pins, as SQLAlchemy sees them; the migrations 0011 and 0018 say what they are for."""

from datetime import datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, SmallInteger, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geo.coordinates import WGS84
from geo.models import Base, ServicePoint


class PinRecord(Base):
    """A pin that a service point has or had. The trigger `keep_pin_history` makes these when a pin moves."""

    __tablename__ = "pin_history"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"))
    location: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=WGS84, spatial_index=False))
    method: Mapped[str | None]
    pinned_at: Mapped[datetime]
    pinned_by: Mapped[str | None]
    accuracy_m: Mapped[float | None]
    kept_kinds: Mapped[list[str]] = mapped_column(server_default="{}")
    kept_sentences: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    kept_because: Mapped[str | None]
    state: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    comment: Mapped[str | None]
    service_point: Mapped[ServicePoint] = relationship()


class StoredFinding(Base):
    """A `PinFinding` of a service point; `geo/pins/kept_findings.py` writes and reads it."""

    __tablename__ = "pin_finding"
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    urgency: Mapped[int] = mapped_column(SmallInteger)
    sentence: Mapped[dict[str, Any]]
    remedy: Mapped[dict[str, Any]]
    proposed_lon: Mapped[float | None]
    proposed_lat: Mapped[float | None]
    other_code: Mapped[str | None]


class PinAuditRun(Base):
    """One look at all pins: how far it is, or what came of it."""

    __tablename__ = "pin_audit_run"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_by: Mapped[str | None]
    doing: Mapped[str | None]
    share: Mapped[float] = mapped_column(server_default="0")
    finished_at: Mapped[datetime | None]
    points: Mapped[int | None]
    findings: Mapped[int | None]
    areas_drawn: Mapped[bool | None]
    failed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class TwoOffices(Base):
    """Two service points that look like one and are two, as somebody said; `service_point_id` is the smaller id.

    The trigger `end_two_offices` takes it away when one of them moves or changes its name.
    """

    __tablename__ = "two_offices"
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(server_default=func.now())
    said_by: Mapped[str]
