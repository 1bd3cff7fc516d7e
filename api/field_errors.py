"""Parameters that cannot be read: pydantic's findings, in our own sentences, one for each field."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic_core import PydanticCustomError

from geo.areas import AreaName
from geo.errors import PakmudError
from geo.words import N_, Sentence

OURS = "pakmud"
"""The type of a finding that carries one of the core's own sentences."""

EXAMPLE_TIME = "2026-11-23T10:00:00+07:00"

_SENTENCES = {
    "missing": N_("'{field}' is missing."),
    "float_parsing": N_("'{field}' is '{value}', but must be a number."),
    "float_type": N_("'{field}' is '{value}', but must be a number."),
    "int_parsing": N_("'{field}' is '{value}', but must be a whole number."),
    "int_parsing_size": N_("'{field}' is '{value}', but must be a whole number."),
    "int_from_float": N_("'{field}' is '{value}', but must be a whole number."),
    "datetime_parsing": N_("'{field}' is '{value}', but must be a time such as {example}."),
    "datetime_from_date_parsing": N_("'{field}' is '{value}', but must be a time such as {example}."),
}
_ANY_OTHER = N_("'{field}' is '{value}', which cannot be understood.")

_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of the request."""

    field: str
    sentence: Sentence
    choices: tuple[AreaName, ...] | None = None
    """What could have been meant, where that is known."""

    def as_json(self, language: str) -> dict[str, object]:
        """As `FieldProblem` in api/v1/shape.py describes it."""
        choices = None if self.choices is None else [asdict(area) for area in self.choices]
        return {"field": self.field, "message": self.sentence.render(language), "choices": choices}


def refusal(error: PakmudError) -> PydanticCustomError:
    """A sentence of the core, to be raised in a validator of parameters."""
    return PydanticCustomError(OURS, "refused", {"sentence": error.sentence})


def field_errors(error: RequestValidationError) -> tuple[FieldError, ...]:
    """The first finding of each field, in the order of the fields."""
    found: dict[str, FieldError] = {}
    for finding in error.errors():
        field = str(finding["loc"][-1])
        found.setdefault(field, FieldError(field, _sentence(field, finding)))
    return tuple(found.values())


def _sentence(field: str, finding: Mapping[str, Any]) -> Sentence:
    if finding["type"] == OURS:
        sentence: Sentence = finding["ctx"]["sentence"]
        return sentence
    value = str(finding.get("input"))
    shortened = value if len(value) <= _LONGEST_QUOTE else value[: _LONGEST_QUOTE - 1] + "…"
    message = _SENTENCES.get(finding["type"], _ANY_OTHER)
    return Sentence(message, {"field": field, "value": shortened, "example": EXAMPLE_TIME})
