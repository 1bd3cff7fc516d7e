"""Whether a service point is open."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.v1.shape import Shape
from geo.errors import PakmudError
from geo.opening_hours import Opening, State, opening_at


class OpeningShape(Shape):
    """The state at the time asked about. Hours that nobody knows are `unknown`, never `closed`."""

    state: State
    until: datetime | None = Field(description="when this state ends; null when not within a year")
    next_opening: datetime | None = Field(description="when doors open next; null when not known within a year")

    @classmethod
    def at(cls, expression: str | None, at: datetime) -> Self:
        try:
            opening = opening_at(expression, at)
        except PakmudError:
            # one row with hours that cannot be read must not take the others' answer away
            opening = Opening(state="unknown")
        return cls(state=opening.state, until=opening.until, next_opening=opening.next_opening)
