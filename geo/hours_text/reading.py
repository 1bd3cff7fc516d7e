"""What reading a text about opening hours gives."""

from dataclasses import dataclass
from datetime import datetime

from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.hours_in_words.describe import describe_hours
from geo.words import Sentence


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that were not understood, as they stand in the text from `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Where the text may mean something else, and how it was read."""

    start: int
    end: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Hours that are only for something within the office."""

    start: int
    end: int
    name: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursReading:
    """`expression` None: the text does not say when the office is open."""

    text: str
    expression: str | None
    leftovers: tuple[Leftover, ...] = ()
    questions: tuple[Question, ...] = ()
    services: tuple[ServiceHours, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Every word was understood; questions may be open."""
        return self.expression is not None and not self.leftovers

    @property
    def is_certain(self) -> bool:
        return self.is_complete and not self.questions

    def understood(self, language: str, at: datetime, calendar: GovernmentCalendar = COMPUTED) -> list[str]:
        """What was read, in plain words, the hours of services behind their names."""
        lines = describe_hours(self.expression, language, at, calendar)
        for service in self.services:
            hours = describe_hours(service.expression, language, at, calendar)
            lines.append(f"{service.name}: {', '.join(hours)}")
        return lines
