"""Which fields each part of a manual is written in: one list for the form, for reading and for the differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geo.manual import CHANNEL_NAMES, UNIT_NAMES
from geo.words import N_

Kind = Literal["line", "lines", "amount", "count", "year", "choice", "tick", "address", "file"]


FEE_DUE_NAMES = {
    "always": N_("always"),
    "when": N_("only in the case below"),
    "one_of": N_("one of a group"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartField:
    """`more`: seldom filled in, so it stands folded away. `width`: CSS class. `opposite`: ticked means false."""

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    required: bool = False
    more: bool = False
    choices: Mapping[Any, str] | None = None
    width: str = ""
    thai: bool = True
    opposite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartForm:
    """`rows`: the field of `ManualContent` that is a list of `fields`; empty: they are fields of it themselves.

    `entry`: what one row is called; `add`: on the button for one more.
    """

    fields: tuple[PartField, ...]
    hint: str = ""
    rows: str = ""
    entry: str = ""
    add: str = ""


_TITLE = PartField(name="name_th", label=N_("Name"), required=True)
_TITLE_EN = PartField(name="name_en", label=N_("Name in English"), more=True, thai=False)
_ADDRESS = PartField(name="url", label=N_("Web address"), kind="address", thai=False)

PART_FORMS: Mapping[str, PartForm] = {
    "summary": PartForm(
        hint=N_("Two or three sentences: what this is for, and who needs it. Citizens read this first."),
        fields=(
            PartField(name="summary_th", label=N_("In short, in Thai"), kind="lines"),
            PartField(name="summary_en", label=N_("In short, in English"), kind="lines", thai=False),
        ),
    ),
    "situations": PartForm(
        hint=N_(
            "What has happened to somebody, or what she wants, as she would say it herself: one case in each box, the"
            " most frequent first, without names of places. Citizens recognise themselves by it, and the search finds"
            " this procedure by it."
        ),
        rows="situations",
        entry=N_("Situation"),
        add=N_("Add a situation"),
        fields=(
            PartField(
                name="text_th",
                label=N_("Situation"),
                kind="lines",
                hint=N_("Such as กระเป๋าสตางค์หาย บัตรอยู่ในนั้นด้วย"),
                required=True,
            ),
            PartField(name="text_en", label=N_("In English"), kind="lines", more=True, thai=False),
        ),
    ),
    "conditions": PartForm(
        hint=N_("One criterion in each box, in plain words: who may ask, when, and when not."),
        rows="conditions",
        entry=N_("Condition"),
        add=N_("Add a condition"),
        fields=(
            PartField(name="text_th", label=N_("Condition"), kind="lines", required=True),
            PartField(name="text_en", label=N_("In English"), kind="lines", more=True, thai=False),
        ),
    ),
    "documents": PartForm(
        hint=N_("What somebody brings. What the state itself issued may not be asked for as a copy: tick the box."),
        rows="documents",
        entry=N_("Document"),
        add=N_("Add a document"),
        fields=(
            _TITLE,
            PartField(name="issuer_th", label=N_("Issued by")),
            PartField(name="originals", label=N_("Originals"), kind="count", width="govuk-input--width-3"),
            PartField(name="copies", label=N_("Copies"), kind="count", width="govuk-input--width-3"),
            PartField(
                name="copy_needed",
                label=N_("Issued by the state: no copy may be asked for"),
                kind="tick",
                opposite=True,
            ),
            PartField(name="required", label=N_("Only in some cases"), kind="tick", opposite=True),
            PartField(name="note_th", label=N_("Note"), kind="lines", more=True),
            _TITLE_EN,
        ),
    ),
    "fees": PartForm(
        hint=N_("Without any row here, citizens read that it is free."),
        rows="fees",
        entry=N_("Fee"),
        add=N_("Add a fee"),
        fields=(
            _TITLE,
            PartField(
                name="amount_baht",
                label=N_("Amount in baht"),
                kind="amount",
                required=True,
                width="govuk-input--width-10",
            ),
            PartField(name="per_th", label=N_("For each"), hint=N_("Such as ฉบับ or ปี"), width="govuk-input--width-10"),
            PartField(name="counted", label=N_("Once for each of these"), kind="tick"),
            PartField(name="due", label=N_("Is it always paid?"), kind="choice", choices=FEE_DUE_NAMES),
            PartField(name="condition_th", label=N_("When it is due")),
            PartField(
                name="choice_th",
                label=N_("Group of which one is paid"),
                hint=N_("The same words for each fee of the group, such as ประเภทหนังสือเดินทาง"),
                more=True,
            ),
            _TITLE_EN,
        ),
    ),
    "steps": PartForm(
        hint=N_("What happens one after the other, from the counter to the answer. The total is added up by itself."),
        rows="steps",
        entry=N_("Step"),
        add=N_("Add a step"),
        fields=(
            _TITLE,
            PartField(name="detail_th", label=N_("What happens"), kind="lines"),
            PartField(name="unit_th", label=N_("Responsible unit")),
            PartField(name="duration", label=N_("Duration"), kind="amount", width="govuk-input--width-5"),
            PartField(name="duration_unit", label=N_("Unit of time"), kind="choice", choices=UNIT_NAMES),
            _TITLE_EN,
        ),
    ),
    "channels": PartForm(
        hint=N_("Each way to ask for it, with its place and hours. Where it is done online, give the address."),
        rows="channels",
        entry=N_("Channel"),
        add=N_("Add a channel"),
        fields=(
            PartField(name="kind", label=N_("How"), kind="choice", required=True, choices=CHANNEL_NAMES),
            _TITLE,
            PartField(name="place_th", label=N_("Place")),
            PartField(name="hours_th", label=N_("Hours")),
            _ADDRESS,
            _TITLE_EN,
        ),
    ),
    "forms": PartForm(
        hint=N_("A PDF of up to 5 MB, or the address where the form is."),
        rows="forms",
        entry=N_("Form"),
        add=N_("Add a form"),
        fields=(_TITLE, PartField(name="file", label=N_("PDF file"), kind="file"), _ADDRESS, _TITLE_EN),
    ),
    "law": PartForm(
        hint=N_("The acts and regulations it rests on."),
        rows="law",
        entry=N_("Law"),
        add=N_("Add a law"),
        fields=(_TITLE, _ADDRESS, _TITLE_EN),
    ),
    "complaints": PartForm(
        hint=N_("Where somebody turns when something is not right."),
        rows="complaints",
        entry=N_("Place to complain"),
        add=N_("Add a place"),
        fields=(_TITLE, PartField(name="phone", label=N_("Telephone numbers"), thai=False), _ADDRESS, _TITLE_EN),
    ),
    "notes": PartForm(
        hint=N_("What fits nowhere else."),
        fields=(
            PartField(name="notes_th", label=N_("Notes in Thai"), kind="lines"),
            PartField(name="notes_en", label=N_("Notes in English"), kind="lines", thai=False),
        ),
    ),
    "statistics": PartForm(
        hint=N_("How many asked for it in each year, and how many were served within the time said."),
        rows="statistics",
        entry=N_("Year"),
        add=N_("Add a year"),
        fields=(
            PartField(
                name="year",
                label=N_("Year"),
                kind="year",
                required=True,
                hint=N_("Such as 2568 or 2025"),
                width="govuk-input--width-4",
            ),
            PartField(name="requests", label=N_("Requests"), kind="count", required=True, width="govuk-input--width-5"),
            PartField(name="in_time", label=N_("Served in time"), kind="count", width="govuk-input--width-5"),
        ),
    ),
}
