"""A sentence as it is kept until somebody reads it, in her own language: its message and the values for its places."""

from collections.abc import Mapping
from typing import Any

from geo.words import Name, Sentence


def sentence_as_json(sentence: Sentence) -> dict[str, Any]:
    return {"message": sentence.message, "values": {name: _value(value) for name, value in sentence.values.items()}}


def sentence_of(kept: Mapping[str, Any]) -> Sentence:
    """What `sentence_as_json` made."""
    return Sentence(kept["message"], {name: _read(value) for name, value in kept["values"].items()})


def _value(value: object) -> object:
    match value:
        case Sentence():
            return {"sentence": sentence_as_json(value)}
        case Name():
            return {"name": [value.th, value.en]}
        case None | str() | int() | float() | bool():
            return value
    return str(value)


def _read(value: object) -> object:
    match value:
        case {"sentence": dict() as inner}:
            return sentence_of(inner)
        case {"name": [th, en]}:
            return Name(th, en)
    return value
