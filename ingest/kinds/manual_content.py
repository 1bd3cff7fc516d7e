"""Checks a manual from a file against `geo.manual.ManualContent`: a sentence for each fault, and where it is."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from geo.clean_text import clean_prose, storable
from geo.manual import ManualContent
from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck

_MOST_FAULTS = 10

_SENTENCES = {
    "missing": N_("{path} is missing."),
    "extra_forbidden": N_("{path} is not a part of a manual."),
    "literal_error": N_("{path} is '{value}', but must be one of: {expected}."),
    "greater_than_equal": N_("{path} is {value}, but must not be less than {ge}."),
    "string_too_short": N_("{path} is empty."),
    "string_too_long": N_("{path} may have {max_length} characters at most."),
    "string_pattern_mismatch": N_("{path} is '{value}', which is not a web address."),
    "string_type": N_("{path} must be text."),
    "int_from_float": N_("{path} is {value}, but must be a whole number."),
    "finite_number": N_("{path} must be a number."),
    "tuple_type": N_("{path} must be a list."),
    "model_type": N_("{path} must be an object in braces."),
    "bool_type": N_("{path} must be true or false."),
    "bool_parsing": N_("{path} must be true or false."),
    "int_type": N_("{path} must be a whole number."),
    "int_parsing": N_("{path} must be a whole number."),
    "float_type": N_("{path} must be a number."),
    "float_parsing": N_("{path} must be a number."),
}


def check_manual(check: RowCheck, column: str, value: object) -> ManualContent | None:
    """None when there is none or it is at fault."""
    if value is None:
        return None
    if not _storable(value):
        check.fault(column, Sentence(N_("{column} has characters that are not text."), {"column": column}))
        return None
    try:
        return ManualContent.model_validate(_clean(value))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        for fault in faults[:_MOST_FAULTS]:
            check.fault(_path(column, fault["loc"]), _sentence(column, fault))
        return None


def _sentence(column: str, fault: Mapping[str, Any]) -> Sentence:
    places = {"path": _path(column, fault["loc"]), "value": _short(fault["input"]), **fault.get("ctx", {})}
    message = _SENTENCES.get(fault["type"], N_("{path} is not right: {reason}."))
    return Sentence(message, {"reason": fault["msg"], **places})


def _path(column: str, location: tuple[int | str, ...]) -> str:
    """As in `manual.fees[2].amount_baht`."""
    return column + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _clean(value: object) -> object:
    match value:
        case str():
            return clean_prose(value)
        case list() | tuple():
            return [_clean(part) for part in value]
        case dict():
            return {name: _clean(part) for name, part in value.items()}
    return value


def _storable(value: object) -> bool:
    match value:
        case str():
            return storable(value)
        case list() | tuple():
            return all(_storable(part) for part in value)
        case dict():
            return all(_storable(part) for part in value.values())
    return True
