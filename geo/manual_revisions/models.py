"""The tables of manuals, as SQLAlchemy sees them; `geo/migrations/versions/0015_revisions.sql` holds their rules."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, FetchedValue, ForeignKey, Identity, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geo.models import Base, Procedure


class ManualRevision(Base):
    """One whole manual, being written, waiting, or published for ever; `content` is a `geo.manual.ManualContent`.

    `content` None: from then on there is no manual. `author_id` None: a file. Triggers count the versions.
    """

    __tablename__ = "manual_revision"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    number: Mapped[int]
    state: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="staff")
    content: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    effective_from: Mapped[date | None]
    based_on: Mapped[int | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    author_name: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[str | None]
    part_versions: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    content_version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    procedure: Mapped[Procedure] = relationship()


class ManualAction(Base):
    """What somebody did to a revision; only ever added. `content_version`: of the content as it was then."""

    __tablename__ = "manual_action"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("manual_revision.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    account_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    account_name: Mapped[str]
    program: Mapped[str | None]
    action: Mapped[str]
    part: Mapped[str | None]
    content_version: Mapped[int]
    comment: Mapped[str | None]


class FormFile(Base):
    """A form to fill in, as PDF, known by the SHA-256 of its bytes."""

    __tablename__ = "form_file"
    digest: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    uploaded_by: Mapped[str]
