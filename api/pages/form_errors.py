"""What is wrong with a form that was sent, field by field."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from geo.errors import InvalidQuery

UNPROCESSABLE = 422


@dataclass(slots=True)
class FormErrors:
    """What is wrong with a form that was sent, by field, in the language of the page; `heading` stands above it."""

    language: str
    by_field: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def __getitem__(self, name: str) -> str | None:
        return self.by_field.get(name)

    def items(self) -> list[tuple[str, str]]:
        return list(self.by_field.items())

    def add(self, error: InvalidQuery) -> None:
        self.by_field.setdefault(error.field or "", error.sentence.render(self.language))

    @contextmanager
    def collect(self) -> Iterator[None]:
        """What a check refuses inside is noted, and the next check goes on."""
        try:
            yield
        except InvalidQuery as error:
            self.add(error)
