"""The tables, as SQLAlchemy sees them; what keeps them true in the database is in `geo/migrations`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Computed,
    FetchedValue,
    ForeignKey,
    Identity,
    Integer,
    SmallInteger,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE, Range
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from geo.coordinates import GEOCENTRIC, WGS84

AREA_LEVELS = ("province", "district", "subdistrict")
AGENCY_LEVELS = ("ministry", "department", "agency")
JURISDICTIONS = ("anywhere", "province", "district", "subdistrict")
JURISDICTION_SUBJECTS = ("home", "land", "building", "business")
TAG_KINDS = ("category", "user_group", "free")
PROCEDURE_KINDS = ("permit", "other")
PIN_METHODS = ("import", "map", "gps", "typed", "demo")
GECC_LEVELS = ("none", "basic", "intermediate", "advanced")
POINT_LEVELS = ("central", "province", "district", "subdistrict")


class Base(DeclarativeBase):
    """Text is `text`, an identity is the database's own."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's form
        str: Text,
        datetime: TIMESTAMP(timezone=True),
        list[str]: ARRAY(Text),
        list[int]: ARRAY(Integer),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        Range[datetime]: TSTZRANGE,
    }


class Area(Base):
    """A province (2-digit DOPA code), district (4) or subdistrict (6), in force or abolished."""

    __tablename__ = "area"
    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    parent_code: Mapped[str | None]
    """Not a foreign key: an abolished area's parent may be older than every list we have."""
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    postcodes: Mapped[list[str]]
    abolished_on: Mapped[date | None]
    successor_codes: Mapped[list[str]]
    centre: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=WGS84, spatial_index=False))
    boundary: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=WGS84, spatial_index=False))
    position: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=WGS84, spatial_index=False),
        Computed("coalesce(centre, ST_PointOnSurface(boundary))::geometry(Point, 4326)", persisted=True),
    )


class AreaRevision(Base):
    """One row: a name for the areas as they are now. Triggers give a new one whenever an area changes."""

    __tablename__ = "area_revision"
    id: Mapped[UUID] = mapped_column(primary_key=True)


class Agency(Base):
    """A body of the state; ministries have no parent. `path`: ids from the root to itself, kept by a trigger.

    `type`, `subtype`, `category` are codes of `geo/agency_kinds.csv`. A trigger counts the `version`s. `updated_by`
    None: a file.
    """

    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    level: Mapped[str]
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    type: Mapped[str | None]
    subtype: Mapped[str | None]
    category: Mapped[str | None]
    path: Mapped[list[int]] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    shown: Mapped[bool] = mapped_column(server_default="true")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    parent: Mapped["Agency | None"] = relationship(remote_side=[id])
    areas_served_rows: Mapped[set["AreaServed"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    areas_served: AssociationProxy[set[str]] = association_proxy(
        "areas_served_rows", "area_code", creator=lambda code: AreaServed(area_code=code)
    )
    """Codes of what all its service points serve, where these do not say for themselves."""


class Schedule(Base):
    """One distinct `opening_hours` expression with the dated exceptions to it; never changed.

    Most have no exceptions and are shared by many service points. `hours_class` says how unusual the hours are.
    """

    __tablename__ = "schedule"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    expression: Mapped[str | None]
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(server_default="[]")
    hours_class: Mapped[int] = mapped_column(SmallInteger, Computed("hours_class(expression, exceptions)"))


class TemporaryHours(Base):
    """Hours that go before all others of a service point for a time; `off` is closed."""

    __tablename__ = "temporary_hours"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"))
    during: Mapped[Range[datetime]]
    expression: Mapped[str]
    note_th: Mapped[str | None]
    note_en: Mapped[str | None]


class Holiday(Base):
    """A day on which offices close (or, with `closed` false, work) although the computed calendar has it otherwise."""

    __tablename__ = "holiday"
    day: Mapped[date] = mapped_column(primary_key=True)
    closed: Mapped[bool]
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    source: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Calendar(Base):
    """The one row tells how often `holiday` has changed."""

    __tablename__ = "calendar"
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class DataVersion(Base):
    """The one row grows with every transaction that changed what answers are made of."""

    __tablename__ = "data_version"
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class ServicePointType(Base):
    """A kind of office, and the level of the area that one of them serves (None: it depends on the procedure)."""

    __tablename__ = "service_point_type"
    name_th: Mapped[str] = mapped_column(primary_key=True)
    name_en: Mapped[str]
    serves: Mapped[str | None]


class AreaServed(Base):
    """An agency (at all its service points) or one service point serves an area."""

    __tablename__ = "area_served"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))


class ServicePoint(Base):
    """A place where an agency serves people, with its pin (`location` and who set it; all null when not pinned).

    `phone` may hold several numbers; `email` is the public one; `notes` are for staff. `updated_by` None: a file.
    Triggers count the `version`s and keep `effective_schedule_id` (the hours with temporary ones), `serves` (codes of
    the areas served; None where nobody says) and `json` (its part of an answer).
    """

    __tablename__ = "service_point"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    type: Mapped[str | None]
    level: Mapped[str | None]
    address_th: Mapped[str | None]
    address_en: Mapped[str | None]
    subdistrict_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    postcode: Mapped[str | None]
    phone: Mapped[str | None]
    website: Mapped[str | None]
    email: Mapped[str | None]
    registered_email: Mapped[str | None]
    petitions_email: Mapped[str | None]
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"))
    hours_note: Mapped[str | None]
    shown: Mapped[bool] = mapped_column(server_default="true")
    location: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=WGS84, spatial_index=False))
    pin_method: Mapped[str | None]
    pinned_at: Mapped[datetime | None]
    pinned_by: Mapped[str | None]
    pin_verified_at: Mapped[datetime | None]
    pin_verified_by: Mapped[str | None]
    gecc_level: Mapped[str] = mapped_column(server_default="none")
    no_copy: Mapped[bool] = mapped_column(server_default="false")
    accessible: Mapped[bool | None]
    languages: Mapped[list[str]] = mapped_column(server_default="{}")
    important: Mapped[bool] = mapped_column(server_default="false")
    important_kind: Mapped[str | None]
    notes: Mapped[str | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    effective_schedule_id: Mapped[int | None] = mapped_column(
        ForeignKey("schedule.id"), FetchedValue(), server_onupdate=FetchedValue()
    )
    serves: Mapped[list[str] | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    json: Mapped[str | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    folded_names: Mapped[str | None] = mapped_column(
        Computed("folded_office_name(name_th || '|' || coalesce(name_en, ''))", persisted=True), deferred=True
    )
    """What `geo/places/service_point_names.py` searches; the migration says how."""
    map_x: Mapped[int | None] = mapped_column(
        Computed("CASE WHEN shown THEN map_x(ST_X(location)) END", persisted=True), deferred=True
    )
    map_y: Mapped[int | None] = mapped_column(
        Computed("CASE WHEN shown THEN map_y(ST_Y(location)) END", persisted=True), deferred=True
    )
    """What `geo/map_view.py` counts."""
    agency: Mapped[Agency] = relationship()
    schedule: Mapped[Schedule | None] = relationship(foreign_keys=[schedule_id])
    areas_served_rows: Mapped[set[AreaServed]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    areas_served: AssociationProxy[set[str]] = association_proxy(
        "areas_served_rows", "area_code", creator=lambda code: AreaServed(area_code=code)
    )
    """Codes of what is stated for this one; `serves` is what follows."""


class Procedure(Base):
    """Something a citizen can ask the state for.

    `jurisdiction` says which office may serve her: any, or the one of the province, district or subdistrict where her
    `jurisdiction_of` (home, land, building, business) is. `areas`: codes of where that must lie for the procedure to
    be had at all; empty: anywhere. A merged one is hidden. A trigger counts the `version`s. `updated_by` None: a file.
    """

    __tablename__ = "procedure"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title_th: Mapped[str]
    title_en: Mapped[str | None]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    jurisdiction: Mapped[str] = mapped_column(server_default="anywhere")
    jurisdiction_of: Mapped[str] = mapped_column(server_default="home")
    shown: Mapped[bool] = mapped_column(server_default="true")
    kind: Mapped[str] = mapped_column(server_default="other")
    online_url: Mapped[str | None]
    areas: Mapped[list[str]] = mapped_column(server_default="{}")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    agency: Mapped[Agency] = relationship()
    merged_into: Mapped["Procedure | None"] = relationship(remote_side=[id])


class CommonName(Base):
    """What people call a procedure; `position` keeps the order they were given in."""

    __tablename__ = "common_name"
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class Tag(Base):
    """A label on procedures: a service category, a user group, or a free tag. `in_list`: offered to be chosen."""

    __tablename__ = "tag"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    name_th: Mapped[str]
    name_en: Mapped[str | None]
    in_list: Mapped[bool] = mapped_column(server_default="false")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())


class ProcedureTag(Base):
    __tablename__ = "procedure_tag"
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    position: Mapped[int]


class Offering(Base):
    """A service point offers a procedure: the table that the nearest search reads.

    `agency_id`, `schedule_id`, `hours_class`, `location` and where it is on maps repeat the service point's (the
    schedule: its own first, with temporary hours before both); triggers keep them true, nobody else writes them. The
    place is null while the service point is hidden or not pinned.
    """

    __tablename__ = "offering"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id"))
    own_schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"))
    note_th: Mapped[str | None]
    agency_id: Mapped[int]
    schedule_id: Mapped[int | None]
    location: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINTZ", srid=GEOCENTRIC, dimension=3, spatial_index=False)
    )
    hours_class: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    map_x: Mapped[int | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())
    map_y: Mapped[int | None] = mapped_column(FetchedValue(), server_onupdate=FetchedValue())


class Photo(Base):
    """A photo of a service point. `width` and `height` are the largest size's, of the `widths` that there are.

    `key` names its files in the store (geo/photos/store.py). `deleted_at`: it can still be brought back.
    """

    __tablename__ = "photo"
    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("service_point.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[bytes]
    widths: Mapped[list[int]]
    width: Mapped[int]
    height: Mapped[int]
    alt_th: Mapped[str | None]
    alt_en: Mapped[str | None]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    added_by: Mapped[str]
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")


class FindingChange(Base):
    """What a search has to read again; triggers write it. `changed_by` is the transaction that did it."""

    __tablename__ = "finding_change"
    procedure_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change: Mapped[int] = mapped_column(BigInteger, server_default=text("nextval('finding_change_number')"))
    changed_by: Mapped[int] = mapped_column(BigInteger, server_default=text("pg_current_xact_id()::text::bigint"))


class FindingVector(Base):
    """The embedding of a text, which is known by a digest of its normal form; see `geo/finding/meaning/vectors.py`."""

    __tablename__ = "finding_vector"
    model: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    vector: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class UnansweredSearch(Base):
    """How often something was searched for and not found in a week, which its Monday names."""

    __tablename__ = "unanswered_search"
    week: Mapped[date] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(server_default="1")
