"""What a manual says, part by part: the shape of a revision's content in the database, in files and in the API."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from geo.words import N_

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://\S+$", max_length=2_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
DurationUnit = Literal["minute", "hour", "working_day", "calendar_day", "month"]

UNIT_NAMES: dict[DurationUnit, str] = {
    "minute": N_("minutes"),
    "hour": N_("hours"),
    "working_day": N_("working days"),
    "calendar_day": N_("calendar days"),
    "month": N_("months"),
}

ChannelKind = Literal["counter", "online", "post", "phone", "app"]

CHANNEL_NAMES: dict[ChannelKind, str] = {
    "counter": N_("At the counter"),
    "online": N_("Online"),
    "post": N_("By post"),
    "phone": N_("By phone"),
    "app": N_("In an app"),
}

FeeDue = Literal["always", "when", "one_of"]


class Part(BaseModel):
    """A part of a manual: frozen, and nothing in it that has no name here. Thai is required, English is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Duration(Part):
    amount: float = Field(ge=0)
    unit: DurationUnit


class Situation(Part):
    """What has happened or what is wanted, in the words of somebody whom it brings here."""

    text_th: Text
    text_en: Text | None = None


class Condition(Part):
    text_th: Text
    text_en: Text | None = None


class Channel(Part):
    kind: ChannelKind
    name_th: Text
    name_en: Text | None = None
    place_th: Text | None = None
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
    """In baht. A procedure without fees is free.

    `due`: it is `always` to be paid, `when` something applies, or as `one_of` those with the same `choice_th`, of which
    exactly one is; None: nobody has said. `counted`: there may be several of what `per_th` names, and each costs so
    much; otherwise it is paid once.
    """

    name_th: Text
    name_en: Text | None = None
    amount_baht: float = Field(ge=0)
    per_th: Text | None = None
    per_en: Text | None = None
    counted: bool = False
    condition_th: Text | None = None
    condition_en: Text | None = None
    due: FeeDue | None = None
    choice_th: Text | None = None
    choice_en: Text | None = None


class Reference(Part):
    """A law, or something else that has an address."""

    name_th: Text
    name_en: Text | None = None
    url: Address | None = None


class Form(Reference):
    """To be filled in. `file`: the SHA-256 of a PDF that we hold, see `geo/manual_revisions/form_files.py`."""

    file: Digest | None = None


class Complaint(Part):
    """Where to turn when something is not right."""

    name_th: Text
    name_en: Text | None = None
    phone: Text | None = None
    url: Address | None = None


class Statistic(Part):
    """How many asked for it in a year (of the common era), and how many of them were served within the time said."""

    year: int = Field(ge=1900, le=2200)
    requests: int = Field(ge=0)
    in_time: int | None = Field(default=None, ge=0)


class ManualContent(Part):
    """The content of a revision, in the order a citizen needs it.

    `total_duration` is what the office promises; without it, the time of the steps counts (`geo/manual_time.py`).
    """

    summary_th: Text | None = None
    summary_en: Text | None = None
    situations: tuple[Situation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    documents: tuple[Document, ...] = ()
    fees: tuple[Fee, ...] = ()
    total_duration: Duration | None = None
    channels: tuple[Channel, ...] = ()
    steps: tuple[Step, ...] = ()
    forms: tuple[Form, ...] = ()
    law: tuple[Reference, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    notes_th: Text | None = None
    notes_en: Text | None = None
    statistics: tuple[Statistic, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored: what is None is left out."""
        return self.model_dump(mode="json", exclude_none=True)


PARTS: dict[str, tuple[str, ...]] = {
    "summary": ("summary_th", "summary_en"),
    "situations": ("situations",),
    "conditions": ("conditions",),
    "documents": ("documents",),
    "fees": ("fees",),
    "steps": ("steps", "total_duration"),
    "channels": ("channels",),
    "forms": ("forms",),
    "law": ("law",),
    "complaints": ("complaints",),
    "notes": ("notes_th", "notes_en"),
    "statistics": ("statistics",),
}
"""What is written, compared and saved together, in the order of the pages; with the fields of `ManualContent`."""

PART_NAMES: dict[str, str] = {
    "summary": N_("In short"),
    "situations": N_("When you need it"),
    "conditions": N_("Criteria and conditions"),
    "documents": N_("Documents"),
    "fees": N_("Fees"),
    "steps": N_("Steps and time"),
    "channels": N_("Where and when"),
    "forms": N_("Forms"),
    "law": N_("Legal basis"),
    "complaints": N_("Where to complain"),
    "notes": N_("Notes"),
    "statistics": N_("Statistics of requests"),
}


def part_of(field: str) -> str:
    """The part that a field of `ManualContent` belongs to. Raises: LookupError."""
    for part, fields in PARTS.items():
        if field in fields:
            return part
    raise LookupError(field)
