"""The form of a part as it was sent: its rows, put in another order where a button said so, and what they say."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from api.manual.part_fields import PartField, PartForm
from geo.calendar_dates import parse_year
from geo.errors import InvalidQuery
from geo.staff import field_checks as check
from geo.thai_digits import in_arabic_digits
from geo.words import N_

Row = dict[str, str]
"""What stands in the fields of one row."""

REST = "rest"
"""A hidden field: what the entry says besides, which this form has no fields for, and which must not be lost."""

MOST_ROWS = 100

_FIELD = re.compile(r"row-(\d{1,3})-([a-z_]+)")
_BUTTON = re.compile(r"(add|restore|up|down|remove)(?:-(\d{1,3}))?")
_NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(slots=True)
class PartSent:
    """`rows` as typed; of a part without rows, one. `gone`: the row that was removed last, and where it stood."""

    rows: list[Row]
    gone: Row | None = None
    gone_at: int = 0
    focus: int | None = None
    """The row that a button was about."""


@dataclass(slots=True)
class PartSaid:
    """`fields` of `ManualContent`; `faults` by the name of the input."""

    fields: dict[str, object]
    faults: dict[str, InvalidQuery] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    """For each entry that was said, the number of its row: empty rows say nothing."""


def read_rows(form: PartForm, sent: Mapping[str, str]) -> PartSent:
    found: dict[int, Row] = {}
    for name, value in sent.items():
        if (match := _FIELD.fullmatch(name)) and int(match[1]) < MOST_ROWS:
            found.setdefault(int(match[1]), {})[match[2]] = value
    rows = [found[number] for number in sorted(found)] if form.rows else [found.get(0, {})]
    gone = {name.removeprefix("gone-"): value for name, value in sent.items() if name.startswith("gone-")}
    at = gone.pop("at", "0")
    return PartSent(rows=rows, gone=gone or None, gone_at=int(at) if at.isdecimal() and len(at) < 4 else 0)


def rearrange(sent: PartSent, button: str) -> bool:
    """Does what a button of a row says; False for any other button."""
    match = _BUTTON.fullmatch(button)
    if match is None:
        return False
    rows, at = sent.rows, int(match[2] or 0)
    if match[1] == "add":
        if len(rows) < MOST_ROWS:
            rows.append({})
        sent.focus = len(rows) - 1
    elif match[1] == "restore" and sent.gone:
        sent.focus = min(sent.gone_at, len(rows))
        rows.insert(sent.focus, sent.gone)
        sent.gone = None
    elif match[1] == "remove" and at < len(rows):
        row = rows.pop(at)
        sent.gone, sent.gone_at = (row if says_something(row) else None), at
    elif match[1] in ("up", "down"):
        other = at - 1 if match[1] == "up" else at + 1
        if at < len(rows) and 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
            sent.focus = other
    return True


def says_something(row: Row) -> bool:
    """A choice or a tick alone says nothing."""
    return any(value.strip() for name, value in row.items() if name not in _UNSAID)


_UNSAID = ("kind", "duration_unit", "copy_needed", "required", "counted", "due", REST)


def read_part(form: PartForm, rows: Sequence[Row]) -> PartSaid:
    """What the rows say, checked field by field; an empty row is not there."""
    said = PartSaid(fields={})
    entries = []
    for number, row in enumerate(rows):
        if form.rows and not says_something(row):
            continue
        entry = _rest_of(row) if form.rows else {}
        for one in form.fields:
            try:
                value = _value(one, row.get(one.name, ""))
            except InvalidQuery as error:
                said.faults[f"row-{number}-{one.name}"] = error
                continue
            if value is not None:
                entry[one.name] = value
        if entry.get("duration") and not entry.get("duration_unit"):
            name = f"row-{number}-duration_unit"
            said.faults[name] = InvalidQuery(N_("Choose the unit of time."), field=name)
        if not entry.get("duration"):
            entry.pop("duration_unit", None)
        entries.append(entry)
        said.places.append(number)
    if form.rows:
        said.fields = {form.rows: entries}
    else:
        said.fields = {one.name: entries[0].get(one.name) for one in form.fields}
    return said


def written_row(form: PartForm, entry: Mapping[str, object]) -> Row:
    """An entry as the fields of its row have it."""
    row = {one.name: _written(one, entry.get(one.name)) for one in form.fields}
    rest = {name: value for name, value in entry.items() if name not in row}
    return row | ({REST: json.dumps(rest, ensure_ascii=False)} if rest and form.rows else {})


def _rest_of(row: Row) -> dict[str, object]:
    """Empty where somebody has made something else of it: the manual checks what comes out."""
    try:
        rest = json.loads(row.get(REST) or "{}")
    except ValueError:
        return {}
    return rest if isinstance(rest, dict) else {}


def _written(one: PartField, value: object) -> str:
    if one.kind == "tick":
        ticked = value is False if one.opposite else value is True
        return "yes" if ticked else ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if one.kind == "count" and value == 0 and not one.required:
        return ""
    if one.kind == "year" and isinstance(value, int):
        return str(value + 543)
    return "" if value is None else str(value)


def _value(one: PartField, text: str) -> object:
    """Raises: InvalidQuery."""
    if one.kind == "tick":
        return (text != "yes") if one.opposite else text == "yes"
    return _READERS[one.kind](one, text)


def _line(one: PartField, text: str) -> object:
    return check.text(10_000, required=one.required)(text, one.name)


def _lines(one: PartField, text: str) -> object:
    return check.text(10_000, required=one.required, lines=True)(text, one.name)


def _address(one: PartField, text: str) -> object:
    return check.website(text, one.name)


def _choice(one: PartField, text: str) -> object:
    chosen = check.choice(tuple(one.choices or ()))(text, one.name)
    if chosen is None and one.required:
        raise InvalidQuery(N_("Please choose one."), field=one.name)
    return chosen


def _number(one: PartField, text: str) -> str | None:
    given = in_arabic_digits(str(_line(one, text) or "")).replace(",", "").replace(" ", "")
    if given and (_NUMBER.fullmatch(given) is None or len(given) > 12):
        raise InvalidQuery(N_("'{value}' is not a number."), field=one.name, value=text)
    return given or None


def _amount(one: PartField, text: str) -> object:
    given = _number(one, text)
    return None if given is None else float(given)


def _count(one: PartField, text: str) -> object:
    given = _number(one, text)
    if given is not None and "." in given:
        raise InvalidQuery(N_("'{value}' is not a whole number."), field=one.name, value=text)
    return None if given is None else int(given)


def _year(one: PartField, text: str) -> object:
    given = _line(one, text)
    return None if given is None else parse_year(in_arabic_digits(str(given)), one.name)


_READERS: Mapping[str, Callable[[PartField, str], object]] = {
    "line": _line,
    "lines": _lines,
    "address": _address,
    "file": _line,
    "choice": _choice,
    "amount": _amount,
    "count": _count,
    "year": _year,
}
