"""Sentences as JSON, so that what was found once can be read later in any language."""

from collections.abc import Mapping
from typing import Any

from geo.words import Name, Sentence


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    """{"message": ..., "values": {...}}; names are {"th": ..., "en": ...}, sentences in it likewise."""
    return {"message": sentence.message, "values": {name: _value(value) for name, value in sentence.values.items()}}


def sentence_of(document: Mapping[str, Any]) -> Sentence:
    """The sentence that `sentence_json` wrote."""
    return Sentence(document["message"], {name: _read(value) for name, value in document["values"].items()})


def _value(value: object) -> object:
    match value:
        case Sentence():
            return sentence_json(value)
        case Name():
            return {"th": value.th, "en": value.en}
        case int() | float() | str() | None:
            return value
        case _:
            return str(value)


def _read(value: object) -> object:
    match value:
        case {"message": str() as message, "values": dict() as values}:
            return sentence_of({"message": message, "values": values})
        case {"th": str() as thai, "en": english}:
            return Name(thai, english)
        case _:
            return value
