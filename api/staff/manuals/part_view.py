"""The rows and inputs of a part of a manual, as its form shows them."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from api.manual.part_fields import PartField, PartForm
from api.staff.choices import Choice, word_choices
from api.staff.manuals.part_reading import REST, Row, read_part
from geo.manual import Step
from geo.manual_revisions.form_files import UnknownForm, find_form
from geo.manual_time import duration_in_words, time_of_steps
from geo.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """An input: its whole name, what stands in it, and where it is a file what is there already."""

    id: str
    field: PartField
    label: str
    hint: str
    value: str
    choices: tuple[Choice, ...]
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    number: int
    heading: str
    fields: tuple[FieldView, ...]
    more: tuple[FieldView, ...]
    has_more: bool
    rest: str
    is_first: bool
    is_last: bool


def row_views(session: Session, form: PartForm, rows: list[Row], language: str) -> tuple[RowView, ...]:
    views = []
    for number, row in enumerate(rows):
        fields = tuple(_view(session, one, number, row, language) for one in form.fields)
        more = tuple(one for one in fields if one.field.more)
        heading = f"{translate(form.entry, language)} {number + 1}" if form.rows else ""
        views.append(
            RowView(
                number=number,
                heading=heading,
                fields=tuple(one for one in fields if not one.field.more),
                more=more,
                has_more=any(one.value for one in more),
                rest=row.get(REST, ""),
                is_first=number == 0,
                is_last=number == len(rows) - 1,
            )
        )
    return tuple(views)


def _view(session: Session, one: PartField, number: int, row: Row, language: str) -> FieldView:
    value = row.get(one.name, "")
    view = FieldView(
        id=f"row-{number}-{one.name}",
        field=one,
        label=translate(one.label, language),
        hint=translate(one.hint, language) if one.hint else "",
        value=value,
        choices=word_choices(one.choices or {}, language),
    )
    if one.kind == "file" and value:
        try:
            stored = find_form(session, value)
        except UnknownForm:
            return replace(view, value="")
        return replace(view, file_name=f"{stored.name} ({stored.size // 1024 + 1:,} KB)")
    return view


def name_of_row(row: Row) -> str:
    return next((row[name] for name in ("name_th", "text_th", "year") if row.get(name)), "–")


def total_in_words(form: PartForm, rows: list[Row], language: str) -> str:
    """Of the steps whose time can be read."""
    said = read_part(form, rows).fields.get("steps")
    entries = said if isinstance(said, list) else []
    steps = [
        Step(name_th="-", duration=entry["duration"], duration_unit=entry["duration_unit"])
        for entry in entries
        if entry.get("duration") and entry.get("duration_unit")
    ]
    return " ".join(duration_in_words(one.amount, one.unit, language) for one in time_of_steps(steps))
