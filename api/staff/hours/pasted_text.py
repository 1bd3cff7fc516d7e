"""Hours pasted as an office writes them: read into the form, and what was left over or doubtful asked before saving."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from api.staff.hours.stored_hours import form_of_expression
from api.staff.hours.week_form import without_week
from geo.errors import InvalidQuery
from geo.hours_text.read import parse_thai_hours
from geo.hours_text.reading import HoursReading
from geo.opening_hours import BANGKOK
from geo.staff.errors import FieldsRefused
from geo.words import N_


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str
    is_left_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedText:
    """What was made of the text. `rest`: everything that the week below does not say; `keep` is what becomes of it."""

    parts: tuple[TextPart, ...]
    understood: tuple[str, ...]
    says_when: bool
    questions: tuple[str, ...]
    rest: tuple[str, ...]
    keep: str
    is_sure: bool


def read_into(form: Mapping[str, str]) -> dict[str, str]:
    """The form with what its `text` says. Where that says nothing of when, the hours stay as they are."""
    text = form.get("text", "")
    kept = {name: value for name, value in form.items() if name not in ("keep", "sure")} | {"read": text}
    expression = _reading(text).expression
    return kept if expression is None else without_week(kept) | form_of_expression(expression)


def pasted_text(form: Mapping[str, str], language: str) -> PastedText | None:
    """None where nothing was read."""
    if not form.get("read", "").strip():
        return None
    reading = _reading(form["read"])
    return PastedText(
        parts=tuple(_parts(reading)),
        understood=tuple(reading.understood(language, datetime.now(BANGKOK))),
        says_when=reading.expression is not None,
        questions=tuple(question.sentence.render(language) for question in reading.questions),
        rest=tuple(_rest(reading)),
        keep=form.get("keep", ""),
        is_sure=form.get("sure") == "yes",
    )


def check_answered(form: Mapping[str, str]) -> None:
    """Nothing that was pasted is dropped in silence. Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    reading = _reading(form.get("read", ""))
    if _lines(form.get("text", "")).strip() != reading.text.strip():
        faults.append(InvalidQuery(N_("This text has not been read yet: read it, or empty the field."), field="text"))
    elif reading.text.strip():
        if list(_rest(reading)) and form.get("keep") not in ("note", "leave"):
            faults.append(InvalidQuery(N_("Please say what shall become of what was not understood."), field="keep"))
        if reading.questions and form.get("sure") != "yes":
            faults.append(InvalidQuery(N_("Please check the points in question, and say so."), field="sure"))
    if faults:
        raise FieldsRefused(faults)


def note_with_rest(form: Mapping[str, str], field: str) -> str:
    """The note for citizens, with what was not understood where that was wished."""
    note = form.get(field, "").strip()
    if form.get("keep") != "note":
        return note
    rest = [part for part in _rest(_reading(form.get("read", ""))) if part not in note]
    return " · ".join([note, *rest] if note else rest)


def _rest(reading: HoursReading) -> Iterator[str]:
    """In the order of the text."""
    left = [(one.start, one.text) for one in reading.leftovers]
    left += [(one.start, reading.text[one.start : one.end].strip()) for one in reading.services]
    for _start, text in sorted(left):
        yield " ".join(text.split())


def _parts(reading: HoursReading) -> Iterator[TextPart]:
    done = 0
    for one in reading.leftovers:
        yield TextPart(reading.text[done : one.start], is_left_over=False)
        yield TextPart(one.text, is_left_over=True)
        done = one.end
    yield TextPart(reading.text[done:], is_left_over=False)


def _reading(text: str) -> HoursReading:
    return _read(_lines(text))


def _lines(text: str) -> str:
    """Browsers send the ends of lines in their own way."""
    return "\n".join(text.splitlines())


@lru_cache(maxsize=256)
def _read(text: str) -> HoursReading:
    return parse_thai_hours(text)
