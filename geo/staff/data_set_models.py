"""The tables of data sets, as SQLAlchemy sees them; `0014_data_sets.sql` says what they are for."""

from datetime import datetime
from typing import Any

from sqlalchemy import REAL, BigInteger, Double, ForeignKey, Identity, Integer, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from geo.models import Agency, Base
from geo.staff.models import StaffAccount

DATA_SET_KINDS = ("service-points", "offerings", "agencies")
DATA_SET_STATES = ("new", "refused", "ready", "active", "rolled_back", "discarded")
JOBS = ("validate", "activate", "roll_back")
JOB_STATES = ("waiting", "running", "died", "failed")


class DataSet(Base):
    """One upload. Without a `job` nothing is being done to it; one that `died` or `failed` can be run again."""

    __tablename__ = "data_set"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    complete: Mapped[bool] = mapped_column(server_default="false")
    file_name: Mapped[str]
    file_bytes: Mapped[int]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[str] = mapped_column(server_default="new")
    job: Mapped[str | None]
    job_state: Mapped[str | None]
    job_by: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    job_options: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    progress: Mapped[float] = mapped_column(REAL, server_default="0")
    doing: Mapped[str] = mapped_column(server_default="")
    rows_read: Mapped[int] = mapped_column(server_default="0")
    rows_refused: Mapped[int] = mapped_column(server_default="0")
    rows_new: Mapped[int] = mapped_column(server_default="0")
    rows_changed: Mapped[int] = mapped_column(server_default="0")
    rows_unchanged: Mapped[int] = mapped_column(server_default="0")
    rows_gone: Mapped[int] = mapped_column(server_default="0")
    pins_moved: Mapped[int] = mapped_column(server_default="0")
    said: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    notes: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    previewed_at: Mapped[datetime | None]
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    ended_at: Mapped[datetime | None]
    agency: Mapped[Agency | None] = relationship()
    uploader: Mapped[StaffAccount] = relationship(foreign_keys=[uploaded_by])
    activator: Mapped[StaffAccount | None] = relationship(foreign_keys=[activated_by])


class DataSetPiece(Base):
    """A part of the file as it was uploaded."""

    __tablename__ = "data_set_piece"
    data_set_id: Mapped[int] = mapped_column(ForeignKey("data_set.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    bytes: Mapped[bytes]


class DataSetRow(Base):
    """A row that can be taken, and what it would change."""

    __tablename__ = "data_set_row"
    data_set_id: Mapped[int] = mapped_column(ForeignKey("data_set.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str]
    name: Mapped[str | None]
    change: Mapped[str]
    record_id: Mapped[int | None] = mapped_column(BigInteger)
    staged: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    lon: Mapped[float | None] = mapped_column(Double)
    lat: Mapped[float | None] = mapped_column(Double)
    moved_m: Mapped[float | None] = mapped_column(Double)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))


class DataSetRefusal(Base):
    """A row that cannot be taken, and why."""

    __tablename__ = "data_set_refusal"
    data_set_id: Mapped[int] = mapped_column(ForeignKey("data_set.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    code: Mapped[str | None]
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sentences: Mapped[list[dict[str, Any]]]
    original: Mapped[dict[str, Any]]


class DataSetUndo(Base):
    """A record that an activated data set changed, as it was before."""

    __tablename__ = "data_set_undo"
    data_set_id: Mapped[int] = mapped_column(ForeignKey("data_set.id", ondelete="CASCADE"), primary_key=True)
    record_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    code: Mapped[str]
    name: Mapped[str | None]
    change: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    served: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    left_as: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
