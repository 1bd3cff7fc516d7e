"""The tables of staff, as SQLAlchemy sees them; what they are for stands in the migrations that make them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geo.models import Agency, Base, Procedure, ServicePoint


class StaffAccount(Base):
    """A person. `password_hash` is argon2id; without one she signs in with the provider only."""

    __tablename__ = "staff_account"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    provider_issuer: Mapped[str | None]
    provider_subject: Mapped[str | None]
    demo: Mapped[bool] = mapped_column(server_default="false")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_signed_in_at: Mapped[datetime | None]
    roles: Mapped[list["StaffRole"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class StaffRole(Base):
    """What a person may do where: in an agency and all below it, at one service point, or everywhere (no agency)."""

    __tablename__ = "staff_role"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    role: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"))
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    account: Mapped[StaffAccount] = relationship(back_populates="roles")
    agency: Mapped[Agency | None] = relationship()
    service_point: Mapped[ServicePoint | None] = relationship()


class EnrolmentToken(Base):
    """A code that gives whoever enters it first a role. `issued_by` None: in the terminal."""

    __tablename__ = "enrolment_token"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    role: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    refreshes: Mapped[int | None] = mapped_column(ForeignKey("enrolment_token.id"))
    agency: Mapped[Agency | None] = relationship()
    service_point: Mapped[ServicePoint | None] = relationship()
    user: Mapped[StaffAccount | None] = relationship(foreign_keys=[used_by])


class StaffSession(Base):
    """A sign-in; the cookie holds the secret, the table its digest."""

    __tablename__ = "staff_session"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    device: Mapped[str]
    network: Mapped[str]


class StaffDevice(Base):
    """A browser in which somebody has signed in to the account before."""

    __tablename__ = "staff_device"
    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"), primary_key=True)
    expires_at: Mapped[datetime]


class PasswordReset(Base):
    __tablename__ = "password_reset"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    expires_at: Mapped[datetime]


class ProviderSignIn(Base):
    """A sign-in under way at the provider."""

    __tablename__ = "provider_sign_in"
    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    browser_hash: Mapped[bytes]
    nonce: Mapped[str]
    verifier: Mapped[str]
    next_path: Mapped[str]
    expires_at: Mapped[datetime]


class RateLimit(Base):
    __tablename__ = "rate_limit"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    level: Mapped[float]
    at: Mapped[datetime]


class ApiToken(Base):
    """A program's key to what its owner may do, as far as the `scopes` go: actions of `permissions.csv`."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    name: Mapped[str]
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]


class AccountRequest(Base):
    """Somebody asks for an account; `agency_name` and `parent_agency_id` where the agency is not listed yet."""

    __tablename__ = "account_request"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str | None]
    parent_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    email: Mapped[str]
    position: Mapped[str]
    phone: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    approved: Mapped[bool | None]
    agency: Mapped[Agency | None] = relationship(foreign_keys=[agency_id])
    parent_agency: Mapped[Agency | None] = relationship(foreign_keys=[parent_agency_id])


class AuditEntry(Base):
    """One change: who, when, from where, what, before and after. Written by `geo/staff/audit.py` only."""

    __tablename__ = "audit_log"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    account_id: Mapped[int | None]
    account_name: Mapped[str]
    program: Mapped[str | None]
    device: Mapped[str]
    network: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject_name: Mapped[str]
    agency_id: Mapped[int | None]
    service_point_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class OfferingChange(Base):
    """What one person linked and took away at once; written by `geo/staff/offerings/write_change.py` only."""

    __tablename__ = "offering_change"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    account_id: Mapped[int]
    account_name: Mapped[str]
    service_point_id: Mapped[int | None]
    undoes: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("offering_change.id"), unique=True)


class OfferingChangeSet(Base):
    """Which service points a change linked a procedure to, or took it from; the arrays stand side by side."""

    __tablename__ = "offering_change_set"
    procedure_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("offering_change.id"), primary_key=True)
    linked: Mapped[bool] = mapped_column(primary_key=True)
    service_point_ids: Mapped[list[int]]
    own_schedule_ids: Mapped[list[int] | None]
    notes_th: Mapped[list[str] | None]


class OfferingLastChange(Base):
    __tablename__ = "offering_last_change"
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"), primary_key=True)
    change_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("offering_change.id"))


class ManualReport(Base):
    """Somebody says that a part of a manual is wrong. `email` is dropped when it is closed; `revision` is a number."""

    __tablename__ = "manual_report"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    revision: Mapped[int | None]
    part: Mapped[str]
    comment: Mapped[str]
    email: Mapped[str | None]
    reported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    outcome: Mapped[str | None]
    answer: Mapped[str | None]
    procedure: Mapped[Procedure] = relationship()


class FormKey(Base):
    """The one row signs forms for people who get no cookie."""

    __tablename__ = "form_key"
    key: Mapped[bytes] = mapped_column(primary_key=True)


class ManualUpload(Base):
    """A file of manuals between its dry run and its import."""

    __tablename__ = "manual_upload"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id"))
    name: Mapped[str]
    content: Mapped[bytes]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
