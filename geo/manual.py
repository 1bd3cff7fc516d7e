"""What a manual says, part by part: the shape of `manual.content` in the database, in files and in the API."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from geo.words import N_

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://\S+$", max_length=2_000)]
DurationUnit = Literal["minute", "hour", "working_day", "calendar_day", "month"]

UNIT_NAMES: dict[DurationUnit, str] = {
    "minute": N_("minutes"),
    "hour": N_("hours"),
    "working_day": N_("working days"),
    "calendar_day": N_("calendar days"),
    "month": N_("months"),
}

ChannelKind = Literal["counter", "online", "post", "phone", "app"]


class Part(BaseModel):
    """A part of a manual: frozen, and nothing in it that has no name here. Thai is required, English is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Duration(Part):
    amount: float = Field(ge=0)
    unit: DurationUnit


class Condition(Part):
    text_th: Text
    text_en: Text | None = None


class Channel(Part):
    kind: ChannelKind
    name_th: Text
    name_en: Text | None = None
    url: Address | None = None
    hours_th: Text | None = None


class Step(Part):
    """`duration` counts `duration_unit`s; `unit_th` is the unit of the office that is responsible."""

    name_th: Text
    name_en: Text | None = None
    detail_th: Text | None = None
    unit_th: Text | None = None
    duration: float | None = Field(default=None, ge=0)
    duration_unit: DurationUnit | None = None


class Document(Part):
    """`copy_needed` is false for what the state issued itself and can look up: the office must not ask for a copy."""

    name_th: Text
    name_en: Text | None = None
    issuer_th: Text | None = None
    originals: int = Field(default=0, ge=0)
    copies: int = Field(default=0, ge=0)
    copy_needed: bool = True
    required: bool = True
    note_th: Text | None = None


class Fee(Part):
    """In baht. A procedure without fees is free."""

    name_th: Text
    name_en: Text | None = None
    amount_baht: float = Field(ge=0)
    per_th: Text | None = None
    condition_th: Text | None = None


class Reference(Part):
    """A law or a form."""

    name_th: Text
    name_en: Text | None = None
    url: Address | None = None


class Complaint(Part):
    """Where to turn when something is not right."""

    name_th: Text
    name_en: Text | None = None
    phone: Text | None = None
    url: Address | None = None


class ManualContent(Part):
    """The published content, in the order a citizen needs it."""

    summary_th: Text | None = None
    summary_en: Text | None = None
    conditions: tuple[Condition, ...] = ()
    documents: tuple[Document, ...] = ()
    fees: tuple[Fee, ...] = ()
    total_duration: Duration | None = None
    channels: tuple[Channel, ...] = ()
    steps: tuple[Step, ...] = ()
    forms: tuple[Reference, ...] = ()
    law: tuple[Reference, ...] = ()
    complaints: tuple[Complaint, ...] = ()
