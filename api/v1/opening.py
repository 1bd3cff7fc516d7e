"""Whether a service point is open."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.v1.shape import Shape
from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.opening_hours import Hours, Opening, State, TemporarySpell, opening_at


class ExceptionShape(Shape):
    """Hours for a time, which go before all others: a closure, a move, longer hours before a deadline."""

    since: datetime
    until: datetime | None = Field(description="when it ends; null until further notice")
    opening_hours: str = Field(description="what counts meanwhile, in OSM's syntax", examples=["off"])
    note_th: str | None = Field(description="why", examples=["ปิดปรับปรุงอาคาร"])
    note_en: str | None = Field(examples=["Closed for renovation"])

    @classmethod
    def of(cls, exception: TemporarySpell) -> Self:
        return cls(
            since=exception.since,
            until=exception.until,
            opening_hours=exception.expression,
            note_th=exception.note_th,
            note_en=exception.note_en,
        )


class OpeningShape(Shape):
    """The state at the time asked about. Hours that nobody knows are `unknown`, never `closed`."""

    state: State
    until: datetime | None = Field(description="when this state ends; null when not within a year")
    next_opening: datetime | None = Field(description="when doors open next; null when not known within a year")
    exception: ExceptionShape | None = Field(description="the exception to the usual hours that is in force then")

    @classmethod
    def of(cls, opening: Opening) -> Self:
        return cls(
            state=opening.state,
            until=opening.until,
            next_opening=opening.next_opening,
            exception=ExceptionShape.of(opening.exception) if opening.exception else None,
        )

    @classmethod
    def at(cls, hours: Hours, at: datetime, calendar: GovernmentCalendar = COMPUTED) -> Self:
        return cls.of(opening_at(hours, at, calendar))
