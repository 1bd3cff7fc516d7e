"""An entry of a manual as people read it: each field that says something, with its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.manual.part_fields import PART_FORMS, PartField
from api.pages.dates import date_in_words
from api.pages.phrase import Phrase
from geo.manual import Duration, DurationUnit
from geo.manual_time import duration_in_words
from geo.words import N_, translate


@dataclass(frozen=True, slots=True)
class EntryLine:
    """`name` empty for what the entry is called, or says as a whole."""

    name: str
    text: Phrase


def entry_lines(part: str, entry: Mapping[str, Any], language: str) -> tuple[EntryLine, ...]:
    """In the order of the form, the first one without its name."""
    lines: list[EntryLine] = []
    form = PART_FORMS[part]
    for one in form.fields:
        text = _text(one, entry, language)
        if text:
            name = "" if form.rows and one.required and not lines else translate(one.label, language)
            spoken = "th" if one.thai and one.kind in ("line", "lines") else language
            lines.append(EntryLine(name, Phrase(text, "en" if one.name.endswith("_en") else spoken, language)))
    if total := entry.get("total_duration"):
        promised = Duration.model_validate(total)
        words = duration_in_words(promised.amount, promised.unit, language)
        lines.append(EntryLine(translate(N_("Promised total time"), language), Phrase(words, language, language)))
    return tuple(lines)


def entry_title(part: str, entry: Mapping[str, Any]) -> str:
    """What an entry is called, as short as it can be known by."""
    for name in ("name_th", "text_th", "year"):
        if entry.get(name):
            return str(entry[name])
    return ""


def _text(one: PartField, entry: Mapping[str, Any], language: str) -> str:
    value = entry.get(one.name)
    if one.name == "duration_unit" or value is None:
        return ""  # the unit is said with the duration
    match one.kind:
        case "tick":
            return translate(N_("Yes"), language) if value is not one.opposite else ""
        case "choice":
            return translate((one.choices or {}).get(str(value), str(value)), language)
        case "file":
            return translate(N_("PDF file"), language)
        case "year" | "count" | "amount":
            return _number(one, entry, language)
    return str(value)


def _number(one: PartField, entry: Mapping[str, Any], language: str) -> str:
    value = entry[one.name]
    if one.name == "duration":
        unit: DurationUnit = entry.get("duration_unit") or "minute"
        return duration_in_words(float(value), unit, language)
    if one.kind == "year":
        return str(value + 543 if language == "th" else value)
    if one.kind == "count":
        return f"{value:,}" if value or one.required else ""
    return f"{value:,.2f}".removesuffix(".00")


def day_in_words(day: Any, language: str) -> str:
    return date_in_words(day, language) if day else translate(N_("the day it is published"), language)
