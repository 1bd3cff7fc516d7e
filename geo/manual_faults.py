"""What is wrong with a manual that somebody gives, against `geo.manual.ManualContent`: a sentence for each fault."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from geo.clean_text import clean_prose, storable
from geo.words import N_, Sentence

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


def faults_of(error: ValidationError, whole: str) -> Iterator[tuple[str, Sentence]]:
    """Where each of the first faults is, as in `manual.fees[2].amount_baht` where `whole` is "manual", and what."""
    for fault in error.errors(include_url=False)[:_MOST_FAULTS]:
        path = _path(whole, fault["loc"])
        yield path, _sentence(path, fault)


def _sentence(path: str, fault: Mapping[str, Any]) -> Sentence:
    places = {"path": path, "value": _short(fault["input"]), **fault.get("ctx", {})}
    message = _SENTENCES.get(fault["type"], N_("{path} is not right: {reason}."))
    return Sentence(message, {"reason": fault["msg"], **places})


def _path(whole: str, location: tuple[int | str, ...]) -> str:
    return whole + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def cleaned(value: object) -> object:
    match value:
        case str():
            return clean_prose(value)
        case list() | tuple():
            return [cleaned(part) for part in value]
        case dict():
            return {name: cleaned(part) for name, part in value.items()}
    return value


def all_storable(value: object) -> bool:
    match value:
        case str():
            return storable(value)
        case list() | tuple():
            return all(all_storable(part) for part in value)
        case dict():
            return all(all_storable(part) for part in value.values())
    return True
