"""Which hours of the service points that are looked at cannot be read?"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from geo.opening_expression import is_expression
from geo.pins.checked_pins import Pins


def unreadable_schedules(session: Session, pins: Pins, timeout_ms: int) -> Iterator[int]:
    """Their ids. A country has some hundreds of different expressions: reading each once is reading them all."""
    for schedule_id, expression in pins.rows(session, __file__, timeout_ms):
        if not is_expression(expression):
            yield schedule_id
